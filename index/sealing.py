"""Files that are put on the disk for sure, and whose digests are counted, while others are written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from index.digests import file_digest
from index.parallel import cores

_AT_ONCE = 16
"""1-64, files that the disk is waited for at a time. More: more threads."""


class Sealing:
    """Files that are put on the disk and whose digests are counted, while others are written."""

    def __init__(self, waiting: Executor, counting: Executor) -> None:
        self._waiting, self._counting = waiting, counting
        self._begun: dict[str, tuple[Future[None], Future[str]]] = {}

    def begin(self, files: Iterable[Path]) -> None:
        """Begin with files that are written, but for those that were begun with before."""
        for file in files:
            if file.name not in self._begun:
                self._begun[file.name] = self._waiting.submit(sync, file), self._counting.submit(file_digest, file)

    def begin_counted(self, file: Path, digest: str) -> None:
        """Begin with a file whose digest another process counted."""
        counted: Future[str] = Future()
        counted.set_result(digest)
        self._begun[file.name] = self._waiting.submit(sync, file), counted

    def ended(self) -> dict[str, str]:
        """Give the digests of all files by their names; all of these are on the disk then. Raises OSError."""
        for on_disk, _ in self._begun.values():
            on_disk.result()
        return {name: digest.result() for name, (_, digest) in self._begun.items()}


@contextmanager
def sealing() -> Iterator[Sealing]:
    """Give what seals files, by threads that wait for the disk and others that count, outside of Python's lock."""
    with ThreadPoolExecutor(_AT_ONCE) as waiting, ThreadPoolExecutor(cores()) as counting:
        yield Sealing(waiting, counting)


def sync(path: Path) -> None:
    """Have a file or a directory on the disk, whichever process wrote it. Raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

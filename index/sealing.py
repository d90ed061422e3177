"""Files that are put on the disk for sure, and whose digests are counted, while others are written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from index.digests import file_digest

_AT_ONCE = 16
"""1-64, files that the disk is waited for at a time. More: more threads."""


class Sealing:
    """Files that are put on the disk and whose digests are counted, while others are written."""

    def __init__(self, pool: Executor) -> None:
        self._pool = pool
        self._begun: dict[str, Future[str]] = {}
        self._elsewhere: dict[str, str] = {}

    def begin(self, files: Iterable[Path]) -> None:
        """Begin with files that are written, but for those that were begun with before."""
        for file in files:
            if file.name not in self._begun:
                self._begun[file.name] = self._pool.submit(sealed, file)

    def add(self, file: Path, digest: str) -> None:
        """Add a file that another process sealed."""
        self._elsewhere[file.name] = digest

    def ended(self) -> dict[str, str]:
        """Give the digests of all files by their names; all of these are on the disk then. Raises OSError."""
        return self._elsewhere | {name: digest.result() for name, digest in self._begun.items()}


@contextmanager
def sealing() -> Iterator[Sealing]:
    """Give what seals files, by threads that wait for the disk and count outside of Python's lock."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        yield Sealing(pool)


def sealed(file: Path) -> str:
    """Have a file on the disk, and give its digest. Raises OSError."""
    sync(file)
    return file_digest(file)


def sync(path: Path) -> None:
    """Have a file or a directory on the disk, whichever process wrote it. Raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

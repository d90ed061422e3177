"""Files that are put on the disk for sure, while others are written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from index.digests import Written

_AT_ONCE = 16
"""1-64, files that the disk is waited for at a time. More: more threads."""


class Sealing:
    """Files that are put on the disk, while others are written."""

    def __init__(self, pool: Executor) -> None:
        self._pool = pool
        self._digests: dict[str, str] = {}
        self._waited_for: list[Future[None]] = []

    def begin(self, written: Written) -> None:
        """Begin to put a file on the disk."""
        self._waited_for.append(self._pool.submit(sync, written.file))
        self.add(written)

    def add(self, sealed: Written) -> None:
        """Add a file that is on the disk."""
        self._digests[sealed.file.name] = sealed.digest

    def ended(self) -> dict[str, str]:
        """Give the digests of all files by their names; all of these are on the disk then. Raises OSError."""
        for waited_for in self._waited_for:
            waited_for.result()
        return self._digests


@contextmanager
def sealing() -> Iterator[Sealing]:
    """Give what puts files on the disk, by threads that wait for it."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        yield Sealing(pool)


def sync(path: Path) -> None:
    """Have a file or a directory on the disk, whichever process wrote it. Raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

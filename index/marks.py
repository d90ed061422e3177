"""What the file system says of files: by it one can tell later whether somebody touched them."""

from __future__ import annotations

import os
import time
from collections.abc import Collection
from pathlib import Path

import orjson

from index.whole_files import put

_TICK = 0.02
"""Seconds in which the file system of a data directory may give a later change the same time: so long is waited for."""

_RESTED = 3.0
"""2-60, seconds in which that of guides may, which can be any: some count in two. More: what was written just before it
was read is read again."""
_SECOND = 1_000_000_000

FileMark = tuple[int, ...]
"""What the file system says of a file: its inode, size, and the times when it and what is said of it changed."""
Mark = tuple[FileMark, ...]
"""What the file system says of some files; it changes when one of them is written, replaced or touched."""


def mark_of(*paths: Path | str) -> Mark:
    """Give the mark of files; those that are missing have no part in it."""
    return tuple(filter(None, map(_status, paths)))


def _status(path: Path | str) -> FileMark:
    try:
        return _mark(os.stat(path))  # noqa: PTH116 - a Path would be made for it
    except OSError:
        return ()


def _mark(status: os.stat_result) -> FileMark:
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def lasting_mark(status: os.stat_result) -> FileMark:
    """Give the mark of a file that is to be read now; none where a change after that might not show in it.

    That is so just after another change, and where times are whole seconds: a disk's image may be made anew with them.
    """
    has_rested = status.st_ctime + _RESTED <= time.time()
    return _mark(status) if has_rested and status.st_ctime_ns % _SECOND else ()


def settle(paths: Collection[Path]) -> None:
    """Wait until a change of one of these files would show in its mark."""
    newest = max(path.stat().st_ctime for path in paths)
    time.sleep(min(_TICK, max(0.0, newest + _TICK - time.time())))


def keep_mark(place: Path, name: str, mark: Mark) -> None:
    """Keep the mark of what has this name; where that can't be written, it is not kept."""
    put(place, [_dump(name, mark)])


def is_kept(place: Path, name: str, mark: Mark) -> bool:
    """Tell whether just this mark was kept."""
    try:
        return place.read_bytes() == _dump(name, mark)
    except OSError:
        return False


def _dump(name: str, mark: Mark) -> bytes:
    return orjson.dumps([name, mark])

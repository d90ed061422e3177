"""Files that a build is better off with but can do without: put in place whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from io import BufferedRandom
from pathlib import Path


def put(path: Path, write: Callable[[BufferedRandom], None]) -> None:
    """Put what is written in the place of `path`; where it can't be written, that stays as it is."""
    waiting = _waiting(path)
    try:
        with waiting.open("w+b") as file:
            write(file)
        waiting.replace(path)
    except OSError:
        clear(path)


def clear(path: Path) -> None:
    """Remove what a `put` in the place of `path` left that was killed."""
    with suppress(OSError):
        _waiting(path).unlink()


def _waiting(path: Path) -> Path:
    return path.with_name(f".{path.name}")

"""Files that a build is better off with but can do without: put in place whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from io import BufferedRandom
from pathlib import Path


def put(path: Path, write: Callable[[BufferedRandom], None]) -> None:
    """Put what is written in the place of `path`; where it can't be written, that stays as it is."""
    waiting = path.with_name(f".{path.name}")
    try:
        with waiting.open("w+b") as file:
            write(file)
        waiting.replace(path)
    except OSError:
        with suppress(OSError):
            waiting.unlink()

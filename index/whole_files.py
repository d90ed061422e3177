"""Files that a build is better off with but can do without: put in place whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def put(path: Path, pieces: Iterable[bytes]) -> None:
    """Put pieces of a file in the place of `path`; where they can't be written, that stays as it is."""
    waiting = path.with_name(f".{path.name}")
    try:
        with waiting.open("wb") as file:
            file.writelines(pieces)
        waiting.replace(path)
    except OSError:
        with suppress(OSError):
            waiting.unlink()

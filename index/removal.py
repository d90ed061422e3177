"""What goes from a data directory: old generations, and what builds that broke half way left there."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

BUILDING = ".building-"
"""How the name of a generation begins that has not been published, or never will be."""
_REMOVED = ".removed-"
"""How the name of an old one begins that is on its way out."""
_AT_ONCE = 16
"""1-64, files that are removed at a time. More: more threads."""


def sweep(generations: Path) -> None:
    """Remove what broken builds and removals left. Raises OSError."""
    for left in (*generations.glob(f"{BUILDING}*"), *generations.glob(f"{_REMOVED}*")):
        _discard(left)


def remove(path: Path) -> None:
    """Remove a generation; what stops half way has its name no more, and the next build removes the rest."""
    leaving = path.with_name(f"{_REMOVED}{path.name}")
    with suppress(OSError):
        path.rename(leaving)
        _discard(leaving)


def _discard(path: Path) -> None:
    """Remove a folder, many of its files at once: a disk may take milliseconds for each. Raises OSError."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(Path.unlink, [file for file in path.iterdir() if not file.is_dir()]))
    shutil.rmtree(path)

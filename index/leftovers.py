"""What is no longer wanted in a data directory: generations before the last two, and what broken builds left."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

from index.generation import GENERATIONS, is_good, published
from index.naming import OWN_NAME

BUILDING = ".building-"
"""How the directory of a generation is named while it is built."""
_REMOVED = ".removed-"


@contextmanager
def sweeping(generations: Path) -> Iterator[None]:
    """Remove the files of generations that are no longer wanted, while others have work.

    Some disks are waited for with each block that is given back. Where a build ends, nobody would have anything to do
    meanwhile; so the next one does it. No build fails for want of that: the one after it tries again.
    """
    with ThreadPoolExecutor(1) as pool:  # the disk is waited for outside of Python's lock
        pool.submit(_clear, generations, _REMOVED)
        yield


def clear_broken(generations: Path) -> None:
    """Remove what broken builds left. Raises OSError."""
    _clear(generations, BUILDING)


def sweep(generations: Path) -> None:
    """Remove all that is no longer wanted. Raises OSError."""
    clear_broken(generations)
    _clear(generations, _REMOVED)


def _clear(generations: Path, beginning: str) -> None:
    for left in generations.glob(f"{beginning}*"):
        shutil.rmtree(left)


def remove_old(data: Path, live: str, before: str | None) -> None:
    """Remove own generations but the live one and the one to go back to, whichever version made that.

    Open readers keep theirs until they close.
    """
    others = [generation for generation in published(data) if generation.name != live]
    others.sort(key=lambda generation: generation.name != before)
    kept = next((other.name for other in others if is_good(other, other.manifest.fingerprint)), None)
    for path in (data / GENERATIONS).iterdir():
        if OWN_NAME.fullmatch(path.name) and path.is_dir() and path.name not in {live, kept}:
            _remove(path)


def _remove(path: Path) -> None:
    """Take a generation's name from it; the next build removes its files."""
    with suppress(OSError):
        path.rename(path.with_name(f"{_REMOVED}{path.name}"))

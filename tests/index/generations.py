"""Generations of a few small files, for tests of what holds them."""

from __future__ import annotations

import errno
from pathlib import Path

from index.build_lock import build_lock
from index.digests import write_digested
from index.generation import Generation, Manifest
from index.publication import going_live, new_directory
from index.sealing import sealing

EMPTY = Manifest("f", "c", 1, 2, "/guides", "2026-01-02T03:04:05+00:00", {})


def make(data: Path, **files: str) -> Generation:
    """Publish a generation of some files, or of one."""
    with build_lock(data, 0):
        building = new_directory(data)
        with sealing() as seals:
            for name, text in (files or {"a.txt": "甲"}).items():
                seals.begin(write_digested(building / name, [text.encode()]))
            sealed = seals.ended()
        with going_live(data, building, EMPTY, sealed) as generation:
            return generation


def names(data: Path) -> list[str]:
    """What stands beside generations, and they."""
    return sorted(path.name for path in (data / "generations").iterdir())


def damage(path: Path) -> None:
    """Write something else into a file."""
    path.write_text("乙", "utf-8")


def refuse(_path: Path) -> None:
    """Fail as a disk does."""
    raise OSError(errno.EIO, "Input/output error")

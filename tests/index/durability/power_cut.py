"""Record builds, cut the power at each operation, look at what is left, build again.

`python -m tests.index.durability.power_cut FOLDER SEEDS STRIDE EVERY`: FOLDER holds two folders of guides, one and two.
Prints a line of JSON for each state of the disk after a cut. Of the many files that are written and removed one by one,
each STRIDE-th is a moment to cut; of the states that differ, each EVERY-th is built over.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from index.builder import build
from index.errors import GenerationError, GenerationMissingError
from index.publication import roll_back
from index.schema import fingerprint
from tests.index.durability.disk import (
    Choice,
    Disk,
    Entries,
    Moment,
    Tree,
    dropped,
    half_written,
    names_first,
    restore,
    taken,
    tree,
)
from tests.index.durability.forks import entries, intact_content, warm_up
from tests.index.durability.operations import watch

Row = dict[str, object]


def choices(seeds: int) -> Iterator[tuple[str, Choice]]:
    """Give ways in which a disk loses what was not fsynced: the plain ones, and mixtures."""
    plain = (dropped, names_first, half_written, taken)
    yield from ((choice.__name__, choice) for choice in plain)
    for seed in range(seeds):

        def mixed(moment: Moment, inode: int, seed: int = seed) -> bytes | Entries:
            chance = random.Random(f"{seed} {moment.operation} {inode}")  # noqa: S311 - choices to repeat, no secrets
            return chance.choice(plain)(moment, inode)

        yield f"mixed {seed}", mixed


def content(data: Path, contents: list[str]) -> str:
    """Say what is live: 1 or 2, nothing, or what is wrong."""
    try:
        return str(contents.index(intact_content(data)) + 1)
    except GenerationMissingError:
        return "nothing"
    except (GenerationError, ValueError) as error:
        return "nothing" if str(error).startswith(f"{data / 'live'}: is missing") else repr(error)


def worth(moments: list[Moment], stride: int) -> list[Moment]:
    """Give the moments to cut at: each that has to do with directories, and some that have to do with files."""
    telling = ("rename", "mkdir", "rmdir", "building", "generations", "live", "data", "deep", "disk", "end")
    return [m for n, m in enumerate(moments) if n % stride == 0 or any(word in m.operation for word in telling)]


def main(folder: Path, seeds: int, stride: int, every: int) -> None:
    """Record a first build, one over it, and a step back; print what each cut would leave."""
    one, two, disk = folder / "one", folder / "two", Disk(folder / "disk")
    contents = [warm_up(guides, folder / "warm") for guides in (one, two)]
    data = disk.root / "deep" / "data"
    disk.root.mkdir()
    disk.settle()
    known: dict[int, Row] = {}
    end = watch(disk.root, disk.before)
    steps = {
        "first": lambda: build(one, data),
        "second": lambda: build(two, data),
        "third": lambda: build(one, data),
        "back": lambda: roll_back(data, fingerprint(), 0),
    }
    for step, work in steps.items():
        disk.moments.clear()
        work()
        for moment in worth([*disk.moments, disk.end()], stride):
            for name, choice in choices(seeds):
                left = tree(moment, disk.root.stat().st_ino, choice)
                key = hash(tuple(left.items()))
                if key not in known:
                    known[key] = after(left, folder / "left", contents, None if len(known) % every else one)
                print(json.dumps({"step": step, "at": moment.operation, "lost": name, **known[key]}))  # noqa: T201
    end()


def after(left: Tree, folder: Path, contents: list[str], guides: Path | None) -> Row:
    """Say what is live after a cut that left this; with guides, also what after a build of them, and what is there."""
    data = folder / "deep" / "data"
    restore(left, folder)
    try:
        found: Row = {"found": content(data, contents)}
        if guides:
            build(guides, data)
            found |= {"again": content(data, contents), "beside": entries(data)}
        return found
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))

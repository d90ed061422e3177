"""Kill builds, look at what they leave, build again: `python -m tests.index.durability.killed FOLDER KILLS SEED`.

FOLDER holds two folders of guides, one and two. An index of two is live whenever a build of one is killed: half of the
times at an operation on a file, spread over all of them, half at a random moment. Prints a line of JSON for each.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from index.builder import build
from index.errors import GenerationError
from tests.index.durability.forks import ended, entries, intact_content, start, warm_up
from tests.index.durability.operations import watch

LONGEST = 0.15
"""Seconds: a build of the few guides takes less, so that some kills come too late."""


def build_to_death(guides: Path, data: Path, operation: int) -> None:
    """Build, and die just before an operation, counted from 0."""
    left = operation

    def count(_kind: str, _path: str) -> None:
        nonlocal left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1

    watch(data, count)
    build(guides, data)


def operations(guides: Path, data: Path, counted: Path) -> int:
    """Give how many operations a build makes."""

    def work() -> None:
        seen: list[str] = []
        end = watch(data, lambda kind, _path: seen.append(kind))
        build(guides, data)
        end()
        counted.write_text(str(len(seen)))

    assert ended(start(work)) == 0
    return int(counted.read_text())


def state(data: Path, contents: list[str]) -> str:
    """Say what is live: 1 or 2, or what is wrong with it."""
    try:
        return str(contents.index(intact_content(data)) + 1)
    except (GenerationError, ValueError) as error:
        return repr(error)


def main(folder: Path, kills: int, seed: int) -> None:
    """Kill builds of the first folder over an index of the second, build that again, and print what happened."""
    data, one, two = folder / "data", folder / "one", folder / "two"
    contents = [warm_up(one, data), warm_up(two, data)]
    print(json.dumps(entries(data)))  # noqa: T201
    total = operations(two, data, folder / "counted")
    chance = random.Random(seed)  # noqa: S311 - choices to repeat, no secrets
    for number in range(kills):
        if number % 2:
            victim = start(lambda: build(one, data))
            time.sleep(chance.random() * LONGEST)
            os.kill(victim, signal.SIGKILL)
        else:
            victim = start(lambda at=number * total // kills: build_to_death(one, data, at))
        row = {"code": ended(victim), "left": state(data, contents)}
        again = ended(start(lambda: build(two, data, patience=5)))
        row |= {"again": again, "after": state(data, contents), "found": entries(data)}
        print(json.dumps(row), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))

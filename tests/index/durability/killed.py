"""Kill builds, look at what they leave, build again.

`python -m tests.index.durability.killed FOLDER STRIDE KILLS SEED`:
FOLDER holds two folders of guides, one and two. An index of two is live whenever a build of one is killed: just before
and just after each operation on a file, in order, then at random moments until there are KILLS in all. Of the many
files of a generation, which are written, synced and removed one by one, each STRIDE-th has its operations tried. Prints
a line of JSON for each.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from index.builder import build
from index.errors import GenerationError
from index.generation import MANIFEST, is_good, live_name, published
from index.schema import fingerprint
from tests.index.durability.forks import ended, entries, intact_content, start, warm_up
from tests.index.durability.operations import Act, watch

Seen = list[tuple[str, str]]
"""The kinds of operations and the paths they are about, in order."""


def build_to_death(guides: Path, data: Path, operation: int, after: bool) -> None:
    """Build, and die just before or just after an operation, counted from 0; what is written next never is."""
    left = operation

    def count(_kind: str, _path: str, act: Act) -> None:
        nonlocal left
        if left == 0:
            if after:
                act()
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1

    watch(data, count)
    build(guides, data)


def operations(guides: Path, data: Path, told: Path) -> Seen:
    """Give the operations that a build makes."""

    def work() -> None:
        seen: Seen = []
        end = watch(data, lambda kind, path, _act: seen.append((kind, path)))
        build(guides, data)
        end()
        told.write_text(json.dumps(seen))

    assert ended(start(work)) == 0
    return [(kind, path) for kind, path in json.loads(told.read_text())]


def one_of_many(kind: str, path: Path, data: Path) -> bool:
    """Tell whether an operation is on one of a generation's files, and so like many others."""
    alike = kind in {"open", "os.fsync", "os.remove"} and path.name != MANIFEST
    return alike and path.parents[1] == data / "generations"


def moments(seen: Seen, data: Path, stride: int) -> Iterator[tuple[int, bool]]:
    """Give the operations to die at, and whether after them."""
    alike = 0
    for number, (kind, path) in enumerate(seen):
        alike += (many := one_of_many(kind, Path(path), data))
        if not many or alike % stride == 0:
            yield from ((number, False), (number, True))


def state(data: Path, contents: list[str]) -> str:
    """Say what is live: 1 or 2, or what is wrong with it."""
    try:
        return str(contents.index(intact_content(data)) + 1)
    except (GenerationError, ValueError) as error:
        return repr(error)


def to_go_back_to(data: Path, contents: list[str]) -> list[str]:
    """Give which whole generations were published before the live one, the newest first."""
    names = [generation.name for generation in published(data)]
    earlier = published(data)[names.index(live_name(data)) + 1 :]
    return [str(contents.index(one.manifest.content) + 1) for one in earlier if is_good(one, fingerprint())]


def seconds(guides: Path, data: Path) -> float:
    """Give the time that a build takes."""
    started = time.monotonic()
    assert ended(start(lambda: build(guides, data))) == 0
    return time.monotonic() - started


def main(folder: Path, stride: int, kills: int, seed: int) -> None:
    """Kill builds of the first folder over an index of the second, build that again, and print what happened."""
    data, one, two = folder / "data", folder / "one", folder / "two"
    contents = [warm_up(two, data), warm_up(one, data)][::-1]
    seconds(two, data)
    seen, longest = operations(one, data, folder / "told"), seconds(two, data)
    print(json.dumps(entries(data)))  # noqa: T201
    chance = random.Random(seed)  # noqa: S311 - choices to repeat, no secrets

    def killed(victim: int, at: str) -> bool:
        row = {"at": at, "code": ended(victim), "left": state(data, contents), "earlier": to_go_back_to(data, contents)}
        again = ended(start(lambda: build(two, data, patience=5)))
        row |= {"again": again, "after": state(data, contents), "found": entries(data)}
        print(json.dumps(row), flush=True)  # noqa: T201
        return bool(row["code"])

    for number, after in moments(seen, data, stride):
        kind, path = seen[number]
        victim = start(lambda number=number, after=after: build_to_death(one, data, number, after))
        kills -= killed(victim, f"{'after' if after else 'before'} {kind} {Path(path).name}")
    while kills > 0:
        victim = start(lambda: build(one, data))
        time.sleep(chance.random() * longest)
        os.kill(victim, signal.SIGKILL)
        kills -= killed(victim, "random")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))

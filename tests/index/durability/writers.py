"""Start builds all at once: `python -m tests.index.durability.writers FOLDER BUILDS ROUNDS`.

FOLDER holds `guides`. In the second half of the rounds, the first build that runs is killed. Prints a line of JSON for
each round.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path

from index.builder import build
from index.errors import BuildRunningError
from tests.index.durability.forks import ended, entries, intact_content, start, warm_up

PATIENCE = 600
"""Seconds: far more than all builds take."""


def building(folder: Path, log: Path, go: Path) -> None:
    """Build, and say so before and after the part that only one may be in at a time; stand still in it until told."""
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    inside = False

    def progress(done: int, total: int) -> None:
        nonlocal inside
        os.write(said, b"" if inside else f"in {os.getpid()}\n".encode())
        inside = True
        while not go.exists():
            time.sleep(0.001)
        os.write(said, f"out {os.getpid()}\n".encode() if done == total else b"")

    build(folder / "guides", folder / "data", progress, PATIENCE)


def impatient(folder: Path) -> None:
    """Build without waiting; exit with 3 where another one runs."""
    try:
        build(folder / "guides", folder / "data", patience=0)
    except BuildRunningError:
        os._exit(3)


def hurry(folder: Path) -> list[str]:
    """Give what three builds without patience say while another one runs."""
    said = [ended(start(lambda: impatient(folder))) for _ in range(3)]
    return ["BuildRunningError" if code == 3 else str(code) for code in said]


def first(log: Path) -> int:
    """Give the process that was the first to build, once there is one."""
    while not (log.exists() and log.read_text().endswith("\n")):
        time.sleep(0.001)
    return int(log.read_text().split()[1])


def together(log: Path, killed: int | None) -> int:
    """Give how many were ever in at once."""
    inside: set[str] = set()
    most = 0
    for line in log.read_text().splitlines():
        step, process = line.split()
        inside = inside | {process} if step == "in" else inside - {process}
        most = max(most, len(inside - {str(killed)}))
    return most


def main(folder: Path, builds: int, rounds: int) -> None:
    """Start the builds of each round and print what came of them."""
    content = warm_up(folder / "guides", folder / "data")
    for number in range(rounds):
        log, go = folder / f"log{number}", folder / f"go{number}"
        processes = [start(lambda log=log, go=go: building(folder, log, go)) for _ in range(builds)]
        runs = first(log)
        impatience = hurry(folder)
        victim = runs if number >= rounds // 2 else None
        if victim:
            os.kill(victim, signal.SIGKILL)
        go.touch()
        row = {"killed": bool(victim), "impatient": impatience, "codes": sorted(ended(p) for p in processes)}
        row |= {"together": together(log, victim), "intact": intact_content(folder / "data") == content}
        print(json.dumps(row | {"left": len(entries(folder / "data"))}), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))

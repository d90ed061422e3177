"""Opening a generation: seconds, and megabytes beyond a process that has imported the same and opened nothing."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_SCRIPT = """
import sys, time
from pathlib import Path
from index.searcher import Searcher
started = time.perf_counter()
searcher = Searcher.open(Path(sys.argv[1])) if len(sys.argv) > 1 else None
seconds = time.perf_counter() - started
memory = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
print(seconds, int(memory.split()[1]) / 1024)
"""


@dataclass(frozen=True, slots=True)
class Opening:
    """Seconds to open, and resident megabytes more than an empty process."""

    seconds: float
    megabytes: float


def opening(data: Path, rounds: int) -> Opening:
    """Give the medians of `rounds` processes that open the live generation of a data directory."""
    empty, opened = [_run() for _ in range(rounds)], [_run(str(data)) for _ in range(rounds)]
    seconds = sorted(seconds for seconds, _ in opened)[rounds // 2]
    memory = sorted(memory for _, memory in opened)[rounds // 2] - sorted(memory for _, memory in empty)[rounds // 2]
    return Opening(seconds, memory)


def _run(*arguments: str) -> tuple[float, float]:
    command = [sys.executable, "-W", "ignore", "-c", _SCRIPT, *arguments]
    seconds, memory = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(seconds), float(memory)

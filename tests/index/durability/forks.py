"""Builds in processes of their own, forked from one that has loaded everything: some hundredths of a second each."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from index.analysis import segmenter
from index.builder import build
from index.generation import live_generation, verify
from index.schema import fingerprint

FAILED = 1


def start(work: Callable[[], object]) -> int:
    """Do some work in another process; give its number."""
    sys.stdout.flush()
    process = os.fork()
    if process:
        return process
    try:
        work()
        os._exit(0)
    except BaseException:  # noqa: BLE001 - the process ends here, whatever it was
        traceback.print_exc()
        os._exit(FAILED)


def ended(process: int) -> int:
    """Wait for a process; give its exit code, or minus the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def warm_up(guides: Path, data: Path) -> str:
    """Load all that a build needs by building once; give the digest of what was indexed."""
    segmenter.load()
    return build(guides, data).generation.manifest.content


def intact_content(data: Path) -> str:
    """Give the digest of what the live generation holds. Raises GenerationError where it is not whole."""
    live = live_generation(data)
    verify(live, fingerprint())
    return live.manifest.content


def entries(data: Path) -> list[str]:
    """Give what stands in a data directory and among its generations."""
    return sorted(path.name for folder in (data, data / "generations") for path in folder.iterdir())

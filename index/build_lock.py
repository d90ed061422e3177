"""The right to write into a data directory, which one process has at a time: `DATA/lock` is held while a build runs."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from index.errors import BuildRunningError, DataDirectoryError
from index.generation import GENERATIONS, LOCK
from index.removal import sweep
from index.sealing import sync

PATIENCE = 30.0
"""Seconds a build waits for another one to end."""


@dataclass(frozen=True, slots=True)
class Lock:
    """The right to write into a data directory. Who forks closes the handle there: what holds it holds the lock."""

    data: Path
    handle: int


@contextmanager
def build_lock(data: Path, patience: float) -> Iterator[Lock]:
    """Hold the data directory's build lock; wait up to `patience` seconds for it.

    The kernel lets go of it when the process ends, however it ends. A failure inside removes what was being built.
    Raises BuildRunningError or DataDirectoryError.
    """
    try:
        _make(data)
        handle = os.open(data / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise DataDirectoryError(data, f"can't be written ({error.strerror or error})") from error
    try:
        _wait(handle, data, patience)
        with _swept(data):
            yield Lock(data, handle)
    finally:
        os.close(handle)


@contextmanager
def _swept(data: Path) -> Iterator[None]:
    """Give a full disk its room back when what is done here fails; what is kept of guides stays for the next build."""
    try:
        yield
    except BaseException:
        with suppress(OSError):
            sweep(data / GENERATIONS)
        raise


def _make(data: Path) -> None:
    missing = [path for path in (data, *data.parents) if not path.exists()]
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in missing:
        sync(path.parent)


def _wait(handle: int, data: Path, patience: float) -> None:
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                raise BuildRunningError(data, patience) from None
            time.sleep(0.05)
        else:
            return

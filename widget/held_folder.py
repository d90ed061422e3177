"""Folders of services that run, told from those that a killed one left: the kernel frees a lock whoever ends how."""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
from pathlib import Path

_HELD = "held"
_NEW = ".held"


def hold(folder: Path) -> None:
    """Mark a private folder as in use until this process and all that are forked from it have ended."""
    handle = os.open(folder / _NEW, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)  # never closed
    fcntl.flock(handle, fcntl.LOCK_EX)
    (folder / _NEW).rename(folder / _HELD)  # only now: nobody ever finds it without its lock


def remove_abandoned(parent: Path) -> None:
    """Remove the private folders of this user's services that ended without removing them."""
    for folder in parent.glob("helpwidget-*"):
        if _is_abandoned(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_abandoned(folder: Path) -> bool:
    """Tell whether a folder is one that `hold` marked, is this user's alone, and nobody holds it."""
    try:
        status = folder.lstat()
        if (status.st_mode, status.st_uid) != (stat.S_IFDIR | 0o700, os.geteuid()):
            return False
        handle = os.open(folder / _HELD, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True

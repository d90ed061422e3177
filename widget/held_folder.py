"""Folders of services that run, told from those that a killed one left: the kernel frees a lock whoever ends how."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import stat
from pathlib import Path

_HELD = "held"
_NEW = ".held"
_NUMBERS = re.compile(r"(?:counter|histogram)_([0-9]{1,9})\.db")


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
    """Tell whether a folder is this user's alone, was in use by a service, and is no more."""
    try:
        status = folder.lstat()
        if (status.st_mode, status.st_uid) != (stat.S_IFDIR | 0o700, os.geteuid()):
            return False
        return _is_let_go(folder / _HELD) if (folder / _HELD).exists() else _is_of_the_dead(folder)
    except OSError:
        return False


def _is_let_go(held: Path) -> bool:
    """Tell whether nobody holds a mark that `hold` made."""
    handle = os.open(held, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True


def _is_of_the_dead(folder: Path) -> bool:
    """Tell whether a folder holds nothing but numbers of processes that are gone: earlier versions left it unmarked."""
    counted = [_NUMBERS.fullmatch(path.name) for path in folder.iterdir()]
    return counted != [] and all(found and not _runs(int(found[1])) for found in counted)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True

"""A folder for files that are needed for a while, which only this user can enter."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import TemporaryFolderError

_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - mkdtemp makes a folder of its own there


def make_private_folder(data: Path) -> Path:
    """Make a private folder: in the temp directory, in memory or, where neither can be written, in `data`.

    Raises TemporaryFolderError.
    """
    for parent in (None, _IN_MEMORY, data):
        try:
            return Path(tempfile.mkdtemp(prefix="helpwidget-", dir=parent))
        except OSError:
            continue
    raise TemporaryFolderError(data)


@contextmanager
def private_folder(data: Path) -> Iterator[Path]:
    """Give such a folder, which is removed at the end with all that is in it. Raises TemporaryFolderError."""
    folder = make_private_folder(data)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)

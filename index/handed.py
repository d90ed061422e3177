"""What one process of a build hands over to others: files that they map, which go when all is written.

As messages between processes it would be copied often.
"""

from __future__ import annotations

from pathlib import Path

_HANDED = "handed."


def handed_file(directory: Path, name: str) -> Path:
    """Give the file to hand over what has this name."""
    return directory / f"{_HANDED}{name}"


def let_go(directory: Path) -> None:
    """Remove all that was handed over. Raises OSError."""
    for file in directory.glob(f"{_HANDED}*"):
        file.unlink()

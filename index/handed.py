"""What one process of a build hands over to others: files that they map, which go when all is written.

As messages between processes it would be copied often.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from index.analysis.channels import Channel
from index.arrays import load
from index.impacts import read_postings
from index.postings import Frequencies, Postings

_HANDED = "handed."


def handed_file(directory: Path, name: str) -> Path:
    """Give the file to hand over what has this name."""
    return directory / f"{_HANDED}{name}"


def is_handed(file: Path) -> bool:
    """Tell whether a file is one that is handed over."""
    return file.name.startswith(_HANDED)


def hand_over(directory: Path, channel: Channel, frequencies: Frequencies) -> None:
    """Hand over the postings of a channel, of which `write_postings` wrote all but the frequencies. Raises OSError."""
    np.save(handed_file(directory, f"{channel}.npy"), frequencies, allow_pickle=False)


def handed(directory: Path, channel: Channel) -> Postings:
    """Give the postings that were handed over. Raises OSError."""
    return read_postings(directory, channel, load(handed_file(directory, f"{channel}.npy")))


def let_go(directory: Path) -> None:
    """Remove all that was handed over. Raises OSError."""
    for file in filter(is_handed, directory.iterdir()):
        file.unlink()

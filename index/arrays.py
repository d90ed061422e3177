"""Arrays in NumPy's files: written piece by piece, and read from the memory that a file is mapped to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.lib import format as npy
from numpy.typing import DTypeLike, NDArray


def write_pieces(file: BinaryIO, kind: DTypeLike, size: int, pieces: Iterable[NDArray[Any]]) -> None:
    """Write an array of `size` values just as `numpy.save` does, without holding all of it. Raises OSError."""
    header = {"descr": npy.dtype_to_descr(np.dtype(kind)), "fortran_order": False, "shape": (size,)}
    npy.write_array_header_1_0(file, header)
    file.writelines(piece.data for piece in pieces)


def load(path: Path) -> NDArray[Any]:
    """Give the array of a file, which is mapped. Raises OSError or ValueError, as for an array of objects."""
    array: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    return array.view(np.ndarray)

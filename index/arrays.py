"""Arrays one after the other in one file, each as NumPy writes it, read from the memory that the file is mapped to.

A file is opened, digested and put on the disk once, however many arrays are in it: some disks take long over each.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from index.digests import Written, write_digested

_LINE = 64
"""Bytes at whose multiples arrays start, as NumPy's own do in a file of theirs: processors read so many at once."""
_FOUR_BYTES = 1 << 31


def write_arrays(path: Path, arrays: Iterable[NDArray[Any]]) -> Written:
    """Write arrays of one dimension, each in one piece of memory. Raises OSError."""
    return write_digested(path, _pieces(arrays))


def _pieces(arrays: Iterable[NDArray[Any]]) -> Iterator[bytes | memoryview]:
    place = 0
    for array in arrays:
        header = BytesIO()
        npy.write_array_header_1_0(header, npy.header_data_from_array_1_0(array))
        ahead = bytes(-place % _LINE) + header.getvalue()
        yield ahead
        yield array.data
        place += len(ahead) + array.nbytes


def read_arrays(path: Path) -> list[NDArray[Any]]:
    """Give the arrays of a file, which is mapped. Raises OSError or ValueError.

    An array of objects is refused: to read one is to run it.
    """
    found: list[NDArray[Any]] = []
    with path.open("rb") as file:
        memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        while file.tell() < len(memory):
            npy.read_magic(file)
            (size,), _, kind = npy.read_array_header_1_0(file)
            found.append(np.frombuffer(memory, kind, size, file.tell()) if size else np.empty(0, kind))
            end = file.tell() + found[-1].nbytes
            file.seek(end + -end % _LINE)
    return found


def narrow(places: NDArray[np.int64]) -> NDArray[np.integer[Any]]:
    """Give places that rise from 0 on in four bytes each, where these hold the last one."""
    return places if len(places) and places[-1] >= _FOUR_BYTES else places.astype(np.int32)

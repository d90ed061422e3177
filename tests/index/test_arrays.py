from __future__ import annotations

import mmap
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arrays import mapped, write_pieces

NUMBERS = st.lists(st.lists(st.integers(0, 2**31 - 1), max_size=5), max_size=5)


@given(NUMBERS)
def test_pieces_make_the_file_that_numpy_makes_of_the_whole(pieces: list[list[int]]) -> None:
    arrays = [np.array(piece, np.int32) for piece in pieces]
    whole = np.concatenate([np.empty(0, np.int32), *arrays])
    saved, written = BytesIO(), BytesIO()
    np.save(saved, whole)
    write_pieces(written, np.int32, len(whole), arrays)
    assert written.getvalue() == saved.getvalue()


def test_arrays_one_after_the_other_are_read_from_memory(tmp_path: Path) -> None:
    arrays = [np.arange(5, dtype=np.uint8), np.empty(0, np.int64), np.arange(3, dtype=np.float64)]
    with (tmp_path / "a").open("w+b") as file:
        for array in arrays:
            np.save(file, array)
        file.flush()
        file.seek(0)
        memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        assert [mapped(file, memory).tolist() for _ in arrays] == [array.tolist() for array in arrays]
        assert file.read() == b""


def test_an_array_of_objects_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "a").open("w+b") as file:
        np.save(file, np.array([{}], object))
        file.flush()
        file.seek(0)
        with pytest.raises(ValueError, match="OBJECT"):
            mapped(file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arrays import narrow, read_arrays, write_arrays

KINDS = st.sampled_from([np.uint8, np.uint16, np.int32, np.int64, np.float64])
ARRAYS = st.lists(st.tuples(st.lists(st.integers(0, 99), max_size=70), KINDS), min_size=1, max_size=5)


@given(ARRAYS)
def test_arrays_of_a_file_come_back_in_their_order(some: list[tuple[list[int], type[np.generic]]]) -> None:
    arrays = [np.array(values, kind) for values, kind in some]
    with TemporaryDirectory() as folder:
        write_arrays(Path(folder) / "some", arrays)
        found = read_arrays(Path(folder) / "some")
    assert [(one.dtype, one.tolist()) for one in found] == [(one.dtype, one.tolist()) for one in arrays]
    assert all(one.ctypes.data % 64 == 0 for one in found if len(one))
    assert not any(one.flags.writeable for one in found if len(one))


def test_one_array_makes_the_file_that_numpy_makes_of_it(tmp_path: Path) -> None:
    write_arrays(tmp_path / "ours", [np.arange(5)])
    np.save(tmp_path / "numpys.npy", np.arange(5))
    assert (tmp_path / "ours").read_bytes() == (tmp_path / "numpys.npy").read_bytes()


def test_an_array_of_objects_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "a").open("wb") as file:
        np.save(file, np.array([{}], object))
    with pytest.raises(ValueError, match="OBJECT"):
        read_arrays(tmp_path / "a")


@pytest.mark.parametrize("size", [0, 7, 64, 130, 140])
def test_a_file_that_was_cut_short_is_refused(tmp_path: Path, size: int) -> None:
    write_arrays(tmp_path / "a", [np.arange(5)])
    (tmp_path / "a").write_bytes((tmp_path / "a").read_bytes()[:size])
    with pytest.raises(ValueError, match=r"."):
        read_arrays(tmp_path / "a")


@pytest.mark.parametrize(("last", "kind"), [(0, np.int32), (2**31 - 1, np.int32), (2**31, np.int64), (2**40, np.int64)])
def test_places_take_four_bytes_where_these_hold_the_last_one(last: int, kind: type[np.generic]) -> None:
    found = narrow(np.array([0, last]))
    assert (found.dtype, found.tolist()) == (kind, [0, last])
    assert narrow(np.empty(0, np.int64)).dtype == np.int32

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.packed import packed
from index.scattered import NOWHERE, Collected, in_one
from tests.index.scattered_strings import each

STRINGS = st.lists(st.binary(max_size=4), max_size=9)


@given(STRINGS, st.lists(STRINGS, max_size=3), st.data())
def test_strings_of_files_and_new_ones_are_put_in_any_order(
    old: list[bytes], new: list[list[bytes]], data: st.DataObject
) -> None:
    every = [*old, *(string for some in new for string in some)]
    order = data.draw(st.lists(st.sampled_from(range(len(every))), max_size=12) if every else st.just([]))
    with TemporaryDirectory() as folder:
        known = Collected(NOWHERE, [packed(old)], np.arange(len(old))).put(Path(folder) / "old")
        collected = Collected(known, list(map(packed, new)), np.array(order, np.int64))
        whole = collected.put(Path(folder) / "new")
        assert each(known) == old
        assert len(whole) == len(collected) == len(order)
        assert each(whole) == [every[place] for place in order]
        assert b"".join(whole.runs()) == b"".join(each(whole))
        first, end = sorted(data.draw(st.tuples(*[st.integers(0, len(order))] * 2)))
        assert each(whole.between(first, end)) == each(whole)[first:end]


def test_neighbours_are_read_at_once(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"headone2threetail")
    some = in_one(tmp_path / "a", np.array([3, 1, 5]), start=4)
    assert [bytes(run) for run in some.runs()] == [b"one2three"]
    assert [bytes(run) for run in some.at(np.array([1, 2, 0])).runs()] == [b"2three", b"one"]
    assert [bytes(run) for run in some.and_then(some).runs()] == [b"one2three"] * 2


def test_only_files_that_hold_one_of_the_strings_are_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"one")
    some = in_one(tmp_path / "a", np.array([3])).and_then(in_one(tmp_path / "gone", np.array([4])))
    assert each(some.between(0, 1)) == [b"one"]
    with pytest.raises(FileNotFoundError):
        each(some)


def test_a_file_that_was_cut_short_is_named(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"one2")
    some = in_one(tmp_path / "a", np.array([3, 1]))
    (tmp_path / "a").write_bytes(b"one")
    assert each(some.between(0, 1)) == [b"one"]
    with pytest.raises(OSError, match="shorter") as caught:
        each(some)
    assert caught.value.filename == str(tmp_path / "a")

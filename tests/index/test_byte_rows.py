from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.byte_rows import Rows, beginnings, beside, chosen, each, fixed

COLUMNS = st.integers(0, 6).flatmap(
    lambda rows: st.lists(st.lists(st.binary(max_size=5), min_size=rows, max_size=rows), min_size=1, max_size=4)
)


def rows_of(texts: list[bytes]) -> Rows:
    return Rows(np.frombuffer(b"".join(texts), np.uint8), np.array(list(map(len, texts)), np.int32))


def texts_of(rows: Rows) -> list[bytes]:
    return [rows.code[start : start + size].tobytes() for start, size in zip(rows.starts, rows.sizes, strict=True)]


@given(COLUMNS)
def test_columns_stand_beside_each_other_in_every_row(columns: list[list[bytes]]) -> None:
    joined = beside(*map(rows_of, columns))
    assert texts_of(joined) == [b"".join(row) for row in zip(*columns, strict=True)]


def test_rows_are_grouped_from_one_start_to_the_next() -> None:
    assert texts_of(rows_of([b"a", b"", b"bc", b"d"]).grouped(np.array([0, 2, 3]))) == [b"a", b"bc", b"d"]


def test_rows_that_are_not_kept_are_empty() -> None:
    assert texts_of(rows_of([b"a", b"bc", b""]).where(np.array([False, True, True]))) == [b"", b"bc", b""]


def test_a_value_becomes_its_bytes_or_the_first_of_them() -> None:
    values = np.array([1, 0x203], ">u2")
    assert texts_of(fixed(values)) == [b"\0\1", b"\2\3"]
    assert texts_of(beginnings(values, np.array([1, 2]))) == [b"\0", b"\2\3"]


def test_texts_are_chosen_whole_whatever_byte_they_end_with() -> None:
    assert texts_of(chosen((b"", b"a\0", b"b"), np.array([1, 0, 2, 1]))) == [b"a\0", b"", b"b", b"a\0"]
    assert texts_of(each(b"ab", 2)) == [b"ab", b"ab"]

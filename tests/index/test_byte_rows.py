from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import byte_rows
from index.byte_rows import Rows, beginnings, chosen, each, fixed
from tests.conftest import compiled_module

COLUMNS = st.integers(0, 6).flatmap(
    lambda rows: st.lists(st.lists(st.binary(max_size=5), min_size=rows, max_size=rows), min_size=1, max_size=4)
)


def rows_of(texts: list[bytes]) -> Rows:
    return Rows(np.frombuffer(b"".join(texts), np.uint8), np.array(list(map(len, texts)), np.int32))


def texts_of(rows: Rows) -> list[bytes]:
    return [rows.code[start : start + size].tobytes() for start, size in zip(rows.starts, rows.sizes, strict=True)]


@pytest.fixture(scope="module")
def compiled() -> ModuleType:
    """The compiled form. It is missing only where nothing can be compiled."""
    return compiled_module("compiled_rows")


@pytest.fixture(params=["byte_rows", "compiled_rows"], scope="module")
def form(request: pytest.FixtureRequest) -> ModuleType:
    """One of the two forms."""
    return byte_rows if request.param == "byte_rows" else request.getfixturevalue("compiled")


@given(columns=COLUMNS)
def test_columns_stand_beside_each_other_in_every_row(form: ModuleType, columns: list[list[bytes]]) -> None:
    joined: Rows = form.beside(*map(rows_of, columns))
    assert texts_of(joined) == [b"".join(row) for row in zip(*columns, strict=True)]
    assert (joined.code.dtype, joined.sizes.dtype) == (np.uint8, np.int32)


SOUND = rows_of([b"ab", b"c"])


@pytest.mark.parametrize(
    ("column", "refused"),
    [
        (Rows(SOUND.code, np.array([2], np.int32)), ValueError),
        (Rows(SOUND.code, np.array([2, 2], np.int32)), ValueError),
        (Rows(SOUND.code, np.array([2, 0], np.int32)), ValueError),
        (Rows(SOUND.code, np.array([-1, 4], np.int32)), ValueError),
        (Rows(SOUND.code, np.array([2, 1])), TypeError),  # type: ignore[arg-type] # the wrong kind
        (Rows(SOUND.code.view(np.int8), SOUND.sizes), TypeError),  # type: ignore[arg-type]
        (Rows(np.arange(6, dtype=np.uint8)[::2], SOUND.sizes), TypeError),
        (Rows(SOUND.code[:, None], SOUND.sizes), TypeError),
        ((SOUND.code, None), TypeError),
        ((SOUND.code,), ValueError),
        (None, TypeError),
    ],
)
def test_the_compiled_form_refuses_columns_of_another_kind_or_size(
    compiled: ModuleType, column: object, refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        compiled.beside(SOUND, column)


def test_the_compiled_form_refuses_too_many_columns(compiled: ModuleType) -> None:
    assert texts_of(compiled.beside(*[SOUND] * 64)) == [b"ab" * 64, b"c" * 64]
    with pytest.raises(ValueError, match="65 columns"):
        compiled.beside(*[SOUND] * 65)


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

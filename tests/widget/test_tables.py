from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widget.tables import aligned, cells

TEXT = st.text(st.sampled_from("ab1 续费ＡｱがüU\u0301\u200b😀𠮷–"), max_size=8)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("ab", 2),
        ("续费", 4),
        ("ＡＢ", 4),
        ("ｱ", 1),
        ("e\u0301", 1),
        ("退\u200b货", 4),
        ("😀", 2),
        ("𠮷", 2),
        ("–", 1),
    ],
)
def test_a_han_character_takes_two_cells_and_an_accent_none(text: str, width: int) -> None:
    assert cells(text) == width


def test_columns_line_up_whatever_the_script() -> None:
    rows = [("word", "n"), ("续费", "12"), ("a", "3")]
    assert list(aligned(rows)) == ["word  n", "续费  12", "a     3"]
    assert list(aligned(rows, right={1})) == ["word   n", "续费  12", "a      3"]


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=6), st.sets(st.integers(0, 1)))
def test_a_column_starts_at_the_same_cell_in_every_row(rows: list[tuple[str, str]], right: set[int]) -> None:
    lines = list(aligned([(*row, "|") for row in rows], right))
    width = sum(max(map(cells, column)) + 2 for column in zip(*rows, strict=True)) + 1
    assert {cells(line) for line in lines} == {width}
    assert all(text in line for row, line in zip(rows, lines, strict=True) for text in row)


def test_nothing_makes_no_lines() -> None:
    assert list(aligned([])) == []

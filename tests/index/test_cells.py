from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.channels import CHANNELS
from index.cells import CELL, CELLS, EVERYWHERE, cells_of
from index.documents import Section
from index.gathering import found_terms

LENGTHS = st.integers(1, 3 * CELL * CELLS)


@given(LENGTHS, st.data())
def test_each_occurrence_stands_in_one_of_equal_cells(length: int, data: st.DataObject) -> None:
    starts = data.draw(st.lists(st.integers(0, length - 1), min_size=1, max_size=9))
    size = max(CELL, -(-length // CELLS))
    assert cells_of(["卡"] * len(starts), starts, length) == {"卡": sum({1 << start // size for start in starts})}


@given(LENGTHS)
def test_the_end_of_a_text_stands_in_a_cell(length: int) -> None:
    [cells] = cells_of(["卡"], [length - 1], length).values()
    assert 0 < cells <= EVERYWHERE


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_term_stands_where_the_text_has_it_and_everywhere_if_a_title_does(channel: str) -> None:
    text = "卡" + "字" * CELL + "费"
    section = Section("a#b", "a", "b", 1, "票", ("据",), "zh-Hans", text, (), (), "")
    found = found_terms(section)["characters"].cells
    assert {term: found[term] for term in "卡费票据"} == {"卡": 1, "费": 2, "票": EVERYWHERE, "据": EVERYWHERE}
    assert all(found_terms(section)[channel].cells.values())

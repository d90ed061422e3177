from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.joining import Joining, put_into
from index.postings import Numbers, Postings, gather
from tests.index.test_postings import HOLDINGS, expected, gathered, rows


def numbers(*some: int) -> Numbers:
    return np.array(some, np.int32)


def joined(*parts: tuple[Postings, Numbers]) -> Postings:
    joining = Joining()
    for part in parts:
        joining.add(*part)
    return joining.joined()


@given(HOLDINGS, st.data())
def test_parts_joined_are_the_whole(holdings: list[dict[str, int]], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(holdings))))
    cut = data.draw(st.integers(0, len(holdings)))
    parts = [(gathered([holdings[n] for n in some]), numbers(*some)) for some in (order[:cut], order[cut:])]
    whole = joined(*parts)
    assert rows(whole) == expected(holdings)
    assert list(whole.keys) == sorted({key.encode() for holding in holdings for key in holding})


@given(HOLDINGS, st.data())
def test_a_part_that_is_the_whole_stays_as_it_is(holdings: list[dict[str, int]], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(holdings))))
    part = gathered([holdings[n] for n in order])
    before = rows(part)
    assert rows(joined((part, numbers(*order)))) == expected(holdings)
    assert rows(part) == before


def test_nothing_joined_is_nothing() -> None:
    assert rows(joined()) == []


@given(HOLDINGS, st.data())
def test_new_postings_put_into_known_ones_are_the_whole_without_the_holders_that_are_gone(
    holdings: list[dict[str, int]], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(holdings))))
    cut = data.draw(st.integers(0, len(holdings)))
    gone = data.draw(st.sets(st.sampled_from(order[:cut]))) if cut else set()
    known = gathered([holdings[n] for n in order[:cut]])
    new = joined((gathered([holdings[n] for n in order[cut:]]), numbers(*order[cut:])))
    whole, places = put_into(known, numbers(*(-1 if n in gone else n for n in order[:cut])), new)
    kept = [{} if n in gone else holding for n, holding in enumerate(holdings)]
    assert rows(whole) == expected(kept)
    assert list(whole.keys) == sorted({key.encode() for holding in kept for key in holding})
    assert [whole.keys[n] if n >= 0 else None for n in places] == [
        key if key in whole.keys else None for key in known.keys
    ]


def test_greater_frequencies_and_numbers_keep_their_size_among_known_ones() -> None:
    known, new = gather([{"a": 1}]), joined((gather([{"a": 70_000}]), numbers(70_000)))
    whole, _ = put_into(known, numbers(0), new)
    assert rows(whole) == [(b"a", 0, 1, 0), (b"a", 70_000, 70_000, 0)]


@given(HOLDINGS, st.sampled_from([1, 3, 1_000_000]))
def test_what_is_joined_does_not_depend_on_how_much_is_at_once(holdings: list[dict[str, int]], size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.postings.AT_ONCE", size)
        whole = joined(*((gathered([holdings[n]]), numbers(n)) for n in reversed(range(len(holdings)))))
    assert rows(whole) == expected(holdings)

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.postings import Postings, gather, stretches

HOLDING = st.dictionaries(st.sampled_from(["续费", "充值", "卡", "a", "ab", "𠮷", ""]), st.integers(0, 3_000_000))
HOLDINGS = st.lists(HOLDING, max_size=8)


def rows(postings: Postings) -> list[tuple[bytes, int, int, int]]:
    """Postings one by one: key, holder, frequency, cells."""
    numbers = np.repeat(np.arange(len(postings.keys)), np.diff(postings.starts))
    columns = (numbers, postings.holders, postings.frequencies, postings.cells)
    return [(postings.keys[key], *rest) for key, *rest in zip(*(column.tolist() for column in columns), strict=True)]  # type: ignore[misc]


def cells(often: int) -> int:
    """Some cells or other."""
    return often * 2_654_435_761 % 2**32


def gathered(holdings: Sequence[Mapping[str, int]]) -> Postings:
    return gather(holdings, [{key: cells(often) for key, often in holding.items()} for holding in holdings])


def expected(holdings: Sequence[Mapping[str, int]]) -> list[tuple[bytes, int, int, int]]:
    held = ((key.encode(), n, often) for n, holding in enumerate(holdings) for key, often in holding.items())
    return sorted((*one, cells(one[2])) for one in held)


@given(HOLDINGS)
def test_postings_stand_in_the_order_of_keys_and_then_of_holders(holdings: list[dict[str, int]]) -> None:
    postings = gathered(holdings)
    assert rows(postings) == expected(holdings)
    assert list(postings.keys) == sorted({key.encode() for holding in holdings for key in holding})
    bounds = postings.starts.tolist()
    assert [bounds[n + 1] - bounds[n] for n in range(len(postings.keys))] == [
        sum(key.decode() in holding for holding in holdings) for key in postings.keys
    ]


@given(HOLDINGS)
def test_postings_without_cells_have_none(holdings: list[dict[str, int]]) -> None:
    postings = gather(holdings)
    assert postings.cells.tolist() == [0] * len(postings.holders)


@given(HOLDINGS, st.data())
def test_postings_within_some_holders_are_those_that_only_these_have(
    holdings: list[dict[str, int]], data: st.DataObject
) -> None:
    first, end = sorted(data.draw(st.tuples(*[st.integers(0, len(holdings))] * 2)))
    some = gathered(holdings).within(first, end)
    alone = gathered(holdings[first:end])
    assert list(some.keys) == list(alone.keys)
    for one, other in (
        (some.starts, alone.starts),
        (some.holders, alone.holders),
        (some.frequencies, alone.frequencies),
    ):
        assert one.tolist() == other.tolist()


@given(HOLDINGS, st.integers(1, 5))
def test_stretches_of_any_size_cover_all_keys_once(holdings: list[dict[str, int]], size: int) -> None:
    postings = gathered(holdings)
    found = list(stretches(postings.starts, size))
    assert [number for first, end in found for number in range(first, end)] == list(range(len(postings.keys)))
    assert [key for first, end in found for key in postings.of(first, end).keys] == list(postings.keys)

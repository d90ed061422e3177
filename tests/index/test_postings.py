from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.postings import Postings, as_arrays, from_arrays, gather, join

HOLDING = st.dictionaries(st.sampled_from(["续费", "充值", "卡", "a", "ab", "𠮷", ""]), st.integers(0, 3_000_000))
HOLDINGS = st.lists(HOLDING, max_size=8)


def rows(postings: Postings) -> list[tuple[bytes, int, int, int]]:
    """Postings one by one: key, holder, frequency, cells."""
    columns = (postings.numbers, postings.holders, postings.frequencies, postings.cells)
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


@given(HOLDINGS, st.data())
def test_parts_joined_are_the_whole_without_the_holders_that_are_gone(
    holdings: list[dict[str, int]], data: st.DataObject
) -> None:
    numbers = data.draw(st.permutations(range(len(holdings))))
    gone = data.draw(st.sets(st.sampled_from(range(len(holdings))))) if holdings else set()
    cut = data.draw(st.integers(0, len(holdings)))
    new = np.array([-1 if n in gone else n for n in numbers], np.int32)
    parts = [(gathered([holdings[n] for n in numbers[:cut]]), new[:cut])]
    parts.append((gathered([holdings[n] for n in numbers[cut:]]), new[cut:]))
    joined, maps = join(parts)
    kept = [{} if n in gone else holding for n, holding in enumerate(holdings)]
    assert rows(joined) == expected(kept)
    assert set(joined.keys) == {key.encode() for holding in kept for key in holding}
    for (part, _), places in zip(parts, maps, strict=True):
        assert [joined.keys[n] if n >= 0 else None for n in places] == [
            key if key in joined.keys else None for key in part.keys
        ]


def test_nothing_joined_is_nothing() -> None:
    assert rows(join([])[0]) == []


@given(HOLDINGS)
def test_postings_come_back_from_arrays(holdings: list[dict[str, int]]) -> None:
    postings = from_arrays(as_arrays(gathered(holdings)))
    assert rows(postings) == expected(holdings)
    assert postings.keys == gathered(holdings).keys


@given(HOLDINGS)
def test_postings_without_cells_have_none(holdings: list[dict[str, int]]) -> None:
    postings = from_arrays(as_arrays(gather(holdings)))
    assert postings.cells.tolist() == [0] * len(postings.numbers)

"""Both forms of merging, by arrays and compiled. `test_joining` tells what is merged."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import array_merging
from index.array_merging import Merged, United, unite
from index.packed import Packed, packed
from index.postings import Numbers, Postings, gather
from tests.conftest import compiled_module
from tests.index.test_postings import HOLDINGS, gathered


def columns(merged: Merged) -> list[list[int]]:
    return [column.tolist() for column in merged]


def parts(known: list[dict[str, int]], new: list[dict[str, int]], gone: set[int]) -> tuple[Postings, Numbers, Postings]:
    """Known holders at even numbers, new ones at odd ones."""
    numbers = np.array([-1 if n in gone else 2 * n for n in range(len(known))], np.int32)
    others = gathered(new)
    return gathered(known), numbers, replace(others, holders=2 * others.holders + np.int32(1))


@given(HOLDINGS, HOLDINGS, st.sets(st.integers(0, 9)))
def test_both_forms_merge_alike(known: list[dict[str, int]], new: list[dict[str, int]], gone: set[int]) -> None:
    old, numbers, own = parts(known, new, gone)
    united = unite(old.keys, own.keys)
    expected = array_merging.merged(old, numbers, own, united)
    found = compiled_module("compiled_merging").merged(old, numbers, own, united)
    assert columns(found) == columns(expected)
    assert [column.dtype for column in found] == [column.dtype for column in expected]


@pytest.mark.parametrize("often", [9, 300, 70_000])
def test_frequencies_of_any_size_are_merged(often: int) -> None:
    old, numbers, own = parts([{"a": 1}, {"a": 2}], [{"a": often}], {1})
    found = compiled_module("compiled_merging").merged(old, numbers, own, unite(old.keys, own.keys))
    assert columns(found)[:3] == [[2], [0, 1], [1, often]]


OLD, NUMBERS, OWN = parts([{"a": 1}, {"b": 2}], [{"a": 3}], set())
UNITED = unite(OLD.keys, OWN.keys)


@pytest.mark.parametrize(
    ("known", "numbers", "new", "united", "refused"),
    [
        (OLD, NUMBERS[:1], OWN, UNITED, IndexError),
        (replace(OLD, holders=np.array([0, -1], np.int32)), NUMBERS, OWN, UNITED, IndexError),
        (replace(OLD, starts=np.array([0, 1, 3])), NUMBERS, OWN, UNITED, ValueError),
        (replace(OLD, starts=np.array([0, 3, 2])), NUMBERS, OWN, UNITED, ValueError),
        (replace(OLD, starts=np.array([0, 2])), NUMBERS, OWN, UNITED, ValueError),
        (replace(OLD, cells=OLD.cells[:1]), NUMBERS, OWN, UNITED, ValueError),
        (replace(OLD, frequencies=OLD.frequencies[:1]), NUMBERS, OWN, UNITED, ValueError),
        (OLD, NUMBERS, OWN, UNITED._replace(known=np.array([0])), ValueError),
        (OLD, NUMBERS, OWN, UNITED._replace(known=np.array([1, 0])), ValueError),
        (OLD, NUMBERS, OWN, UNITED._replace(new=np.array([2])), ValueError),
        (OLD, NUMBERS.astype(np.int64), OWN, UNITED, ValueError),
        (None, NUMBERS, OWN, UNITED, AttributeError),
    ],
)
def test_the_compiled_form_refuses_what_is_not_as_it_has_to_be(
    known: Postings, numbers: Numbers, new: Postings, united: United, refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        compiled_module("compiled_merging").merged(known, numbers, new, united)


def test_nothing_is_merged_with_nothing() -> None:
    nothing, none = gather([]), np.empty(0, np.int32)
    found = compiled_module("compiled_merging").merged(nothing, none, nothing, unite(nothing.keys, nothing.keys))
    assert columns(found) == [[], [], [], []]


@given(st.sets(st.binary(max_size=3)), st.sets(st.binary(max_size=3)))
def test_both_forms_unite_keys_alike(known: set[bytes], new: set[bytes]) -> None:
    first, second = packed(sorted(known)), packed(sorted(new))
    expected, found = unite(first, second), compiled_module("compiled_merging").unite(first, second)
    assert list(found.keys) == list(expected.keys) == sorted(known | new)
    assert [found.keys[place] for place in found.known] == sorted(known)
    assert [found.keys[place] for place in found.new] == sorted(new)
    assert [places.tolist() for places in found[1:]] == [places.tolist() for places in expected[1:]]


@pytest.mark.parametrize("ends", [[1, 3], [1, 0], [-1, 2]])
def test_the_compiled_form_refuses_keys_that_do_not_lie_within_their_octets(ends: list[int]) -> None:
    wrong, sound = Packed(np.zeros(2, np.uint8), np.array(ends)), packed([b"a"])
    for keys in ((wrong, sound), (sound, wrong)):
        with pytest.raises(ValueError, match="ends"):
            compiled_module("compiled_merging").unite(*keys)

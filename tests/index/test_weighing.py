"""Both forms of weighing, by arrays and compiled. `test_impacts` tells what grades and levels are."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from index import array_weighing
from index.postings import Postings, gather
from tests.conftest import compiled_module
from tests.index.test_postings import HOLDINGS, gathered

DAMPING = np.linspace(0.3, 7.7, 10)


@given(HOLDINGS, st.sampled_from([1, 100, 1_000, 100_000]))
def test_both_forms_weigh_alike_to_the_last_bit(holdings: list[dict[str, int]], often: int) -> None:
    postings = gathered([{key: frequency * often for key, frequency in held.items()} for held in holdings])
    expected = array_weighing.graded(postings, DAMPING)
    found = compiled_module("compiled_weighing").graded(postings, DAMPING)
    assert (found.dtype, found.tolist()) == (expected.dtype, expected.tolist())
    for sections, step in product((len(DAMPING), 31, 32, 33, 100), (1, 2)):
        terms = np.arange(0, len(postings.keys), step)
        forms = array_weighing, compiled_module("compiled_weighing")
        by_arrays, compiled = (form.ceilings_of(postings, expected, terms, sections) for form in forms)
        for one, other in zip(by_arrays, compiled, strict=True):
            assert (other.dtype, other.tolist()) == (one.dtype, one.tolist())


@given(HOLDINGS, st.sampled_from([1, 3, 1_000_000]))
def test_a_length_is_the_sum_of_what_a_section_holds_however_much_is_at_once(
    holdings: list[dict[str, int]], size: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.array_weighing.AT_ONCE", size)
        lengths = array_weighing.lengths_of(gathered(holdings), len(holdings))
    assert lengths.tolist() == [sum(holding.values()) for holding in holdings]
    assert (
        compiled_module("compiled_weighing").lengths_of(gathered(holdings), len(holdings)).tolist() == lengths.tolist()
    )


@pytest.mark.parametrize("form", ["array_weighing", "compiled_weighing"])
def test_a_grade_is_the_part_of_the_rarity_rounded_up_and_0_only_of_what_is_not_there(form: str) -> None:
    weighing = array_weighing if form == "array_weighing" else compiled_module(form)
    postings = gathered([{"a": 0}, {"a": 1}, {"a": 3}, {"a": 10**9}])
    assert weighing.graded(postings, np.array([1.0, 1.0, 1.0, 1.0])).tolist() == [0, 32_768, 49_152, 65_535]
    assert weighing.graded(postings, np.array([1.0, 1e9, 1.0, 1e-3])).tolist() == [0, 1, 49_152, 65_535]
    assert weighing.graded(gather([]), np.empty(0)).tolist() == []


SOUND = gathered([{"a": 1}, {"a": 2, "b": 3}])


@pytest.mark.parametrize(
    ("postings", "refused"),
    [
        (replace(SOUND, holders=np.array([0, 1, 10], np.int32)), IndexError),
        (replace(SOUND, holders=np.array([0, 1, -1], np.int32)), IndexError),
        (replace(SOUND, holders=SOUND.holders.astype(np.int64)), ValueError),
        (replace(SOUND, frequencies=SOUND.frequencies[:2]), ValueError),
        (replace(SOUND, frequencies=SOUND.frequencies.astype(np.float32)), ValueError),
    ],
)
def test_the_compiled_form_refuses_what_is_not_as_it_has_to_be(postings: Postings, refused: type[Exception]) -> None:
    with pytest.raises(refused):
        compiled_module("compiled_weighing").graded(postings, DAMPING)
    with pytest.raises(refused):
        compiled_module("compiled_weighing").lengths_of(postings, len(DAMPING))


GRADED = np.array([1, 2, 3], np.uint16)


@pytest.mark.parametrize("form", ["array_weighing", "compiled_weighing"])
def test_a_level_is_a_grade_in_a_byte_rounded_up(form: str) -> None:
    weighing = array_weighing if form == "array_weighing" else compiled_module(form)
    postings = gathered([{"a": 1}] * 65_536)
    levels, _ = weighing.ceilings_of(postings, np.arange(65_536, dtype=np.uint16), np.array([0]), 65_536)
    assert levels.tolist() == [-(-grade // 257) for grade in range(65_536)]


@pytest.mark.parametrize("sections", [-5, 0, 1])
def test_the_compiled_form_has_no_ceilings_of_holders_that_are_no_sections(sections: int) -> None:
    with pytest.raises((IndexError, ValueError)):
        compiled_module("compiled_weighing").ceilings_of(SOUND, GRADED, np.array([0]), sections)


@pytest.mark.parametrize(
    ("postings", "grades", "term"),
    [
        (SOUND, GRADED, -1),
        (SOUND, GRADED, 2),
        (SOUND, GRADED[:1], 0),
        (replace(SOUND, starts=np.array([0, 4, 4])), GRADED, 0),
        (replace(SOUND, starts=np.array([-1, 2, 3])), GRADED, 0),
    ],
)
def test_the_compiled_form_has_no_ceilings_of_terms_that_are_not_there(
    postings: Postings, grades: NDArray[np.uint16], term: int
) -> None:
    with pytest.raises((IndexError, ValueError)):
        compiled_module("compiled_weighing").ceilings_of(postings, grades, np.array([term]), len(DAMPING))

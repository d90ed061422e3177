"""Both forms of weighing, by arrays and compiled. `test_impacts` tells what impacts and levels are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import array_weighing
from index.postings import Postings, gather
from tests.conftest import compiled_module
from tests.index.test_postings import HOLDINGS, gathered

DAMPING = np.linspace(0.3, 7.7, 10)


@given(HOLDINGS, st.sampled_from([1, 100, 1_000, 100_000]))
def test_both_forms_weigh_alike_to_the_last_bit(holdings: list[dict[str, int]], often: int) -> None:
    postings = gathered([{key: frequency * often for key, frequency in held.items()} for held in holdings])
    rarity = np.linspace(0.1, 3.3, len(postings.keys))
    expected = array_weighing.weighed(postings, DAMPING, rarity)
    found = compiled_module("compiled_weighing").weighed(postings, DAMPING, rarity)
    assert (found.dtype, found.tolist()) == (expected.dtype, expected.tolist())
    for number in range(len(postings.keys)):
        one = postings.of(number, number + 1)
        expected, found = array_weighing.levels(one, DAMPING), compiled_module("compiled_weighing").levels(one, DAMPING)
        assert (found.dtype, found.tolist()) == (expected.dtype, expected.tolist())
        for sections in (len(DAMPING), 31, 32, 33, 100):
            expected, found = (
                form.ranks(one, sections) for form in (array_weighing, compiled_module("compiled_weighing"))
            )
            assert (found.dtype, found.tolist()) == (expected.dtype, expected.tolist())


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


def test_nothing_has_no_impact() -> None:
    nothing, none = gather([]), np.empty(0)
    assert compiled_module("compiled_weighing").weighed(nothing, none, none).tolist() == []
    assert compiled_module("compiled_weighing").levels(nothing, DAMPING).tolist() == [0] * 10


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
        compiled_module("compiled_weighing").weighed(postings, DAMPING, np.ones(2))
    with pytest.raises(refused):
        compiled_module("compiled_weighing").levels(postings, DAMPING)
    with pytest.raises(refused):
        compiled_module("compiled_weighing").lengths_of(postings, len(DAMPING))


@pytest.mark.parametrize("sections", [-5, 0, 1])
def test_the_compiled_form_ranks_no_holders_that_are_no_sections(sections: int) -> None:
    with pytest.raises((IndexError, ValueError)):
        compiled_module("compiled_weighing").ranks(SOUND, sections)


@pytest.mark.parametrize("starts", [[0, 2], [0, 2, 4], [0, 4, 3], [1, 2, 3], [0, -1, 3]])
def test_the_compiled_form_refuses_starts_of_others(starts: list[int]) -> None:
    with pytest.raises(ValueError, match="starts"):
        compiled_module("compiled_weighing").weighed(replace(SOUND, starts=np.array(starts)), DAMPING, np.ones(2))

"""Numbers are looked up in dictionaries as by `dict.get`, and compiled nothing is written where they lie."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import compiled_module

NUMBERS = st.dictionaries(st.text(max_size=2), st.integers(0, 2**40)) | st.dictionaries(
    st.text(max_size=2), st.floats(allow_nan=False)
)


@given(NUMBERS, st.text(max_size=2))
def test_the_number_of_a_key_is_that_of_the_dictionary(numbers: dict[str, float], key: str) -> None:
    number_in = compiled_module("compiled_shared_numbers").number_in
    for asked in (key, *numbers):
        assert repr(number_in(numbers, asked)) == repr(numbers.get(asked))
        assert repr(number_in(numbers, asked, 7.5)) == repr(numbers.get(asked, 7.5))


@pytest.mark.parametrize("number", [1_000_000, 1.5])
def test_what_is_given_is_another_object(number: float) -> None:
    numbers = {"some": number + 0}
    given_one = compiled_module("compiled_shared_numbers").number_in(numbers, "some")
    assert given_one == number
    assert given_one is not numbers["some"]


def test_no_reference_is_kept_or_lost() -> None:
    number_in = compiled_module("compiled_shared_numbers").number_in
    numbers, otherwise = {"some": 10**6 + 1}, object()
    before = sys.getrefcount(numbers["some"]), sys.getrefcount(otherwise)
    for _ in range(100):
        number_in(numbers, "some"), number_in(numbers, "none", otherwise)
    assert (sys.getrefcount(numbers["some"]), sys.getrefcount(otherwise)) == before


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(TypeError):
        compiled_module("compiled_shared_numbers").number_in({"some": "text"}, "some")

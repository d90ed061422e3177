from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.packed import interleaved, one_after_another, packed

STRINGS = st.lists(st.binary(max_size=4), max_size=9)


@given(STRINGS)
def test_packed_strings_are_read_one_by_one_and_all_together(strings: list[bytes]) -> None:
    some = packed(strings)
    assert list(some) == [some[number] for number in range(len(some))] == strings
    assert some.sizes.tolist() == [len(string) for string in strings]


@given(STRINGS, st.data())
def test_strings_that_follow_each_other_are_a_part(strings: list[bytes], data: st.DataObject) -> None:
    first, end = sorted(data.draw(st.tuples(*[st.integers(0, len(strings))] * 2)))
    assert list(packed(strings).between(first, end)) == strings[first:end]
    assert list(packed(strings).between(first, len(strings) + 1)) == strings[first:]


@given(st.lists(st.tuples(st.binary(max_size=4), st.booleans()), max_size=9))
def test_strings_that_are_kept_stay_in_their_order(marked: list[tuple[bytes, bool]]) -> None:
    kept = packed(string for string, _ in marked).where(np.array([mark for _, mark in marked], bool))
    assert list(kept) == [string for string, mark in marked if mark]


@given(st.lists(st.tuples(st.binary(max_size=4), st.booleans()), max_size=9))
def test_strings_come_between_others_at_the_places_that_they_get(whole: list[tuple[bytes, bool]]) -> None:
    places = np.flatnonzero(np.array([mark for _, mark in whole], bool))
    others, new = (packed(string for string, mark in whole if mark is is_new) for is_new in (False, True))
    assert list(others.among(new, places)) == [string for string, _ in whole]


def test_values_among_others_get_their_places_and_a_type_that_holds_all() -> None:
    whole = interleaved(np.array([1, 2], np.uint8), np.array([300, 4], np.uint16), np.array([0, 3]))
    assert whole.tolist() == [300, 1, 2, 4]
    assert whole.dtype == np.uint16


@given(STRINGS, st.binary(max_size=2))
def test_strings_stand_behind_a_text(strings: list[bytes], text: bytes) -> None:
    assert list(packed(strings).behind(text)) == [text + string for string in strings]


@given(st.lists(STRINGS, max_size=3))
def test_several_are_put_one_after_another(some: list[list[bytes]]) -> None:
    assert list(one_after_another([*map(packed, some)])) == [string for strings in some for string in strings]

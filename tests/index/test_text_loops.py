"""Both forms of the loops over texts, in Python and compiled, against what they are by definition."""

from __future__ import annotations

from itertools import groupby
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import text_loops
from index.script import FIRST_CJK
from index.text_loops import Bounds
from tests.conftest import compiled_module


@pytest.fixture(scope="module")
def compiled() -> ModuleType:
    """The compiled loops. They are missing only where nothing can be compiled."""
    return compiled_module("compiled_text_loops")


@pytest.fixture(params=["text_loops", "compiled_text_loops"], scope="module")
def form(request: pytest.FixtureRequest) -> ModuleType:
    """One of the two forms."""
    return text_loops if request.param == "text_loops" else request.getfixturevalue("compiled")


ODD = ["é", "1", "-", "𠮷", "😀", "。", "\0", "\ud800", FIRST_CJK]
LETTERS = st.sampled_from(["续", "费", "a", "_", " "]) | st.sampled_from(ODD)
TEXT = st.text(LETTERS, max_size=30)
TERMS = st.lists(st.text(LETTERS, min_size=1, max_size=3), max_size=5).map(tuple)


def goes_on(text: str, edge: int, neighbour: int) -> bool:
    """Tell whether a term's Latin edge has a Latin letter or digit beside it."""
    if not 0 <= neighbour < len(text):
        return False
    other = text[neighbour]
    return max(text[edge], other) < FIRST_CJK and (other.isalnum() or other == "_")


def stands(text: str, term: str, start: int) -> bool:
    end = start + len(term)
    return text[start:end] == term and not goes_on(text, start, start - 1) and not goes_on(text, end - 1, end)


def plainly(text: str, telling: tuple[str, ...], others: tuple[str, ...]) -> list[Bounds]:
    """Give the runs of characters that some term stands on; those where a telling one begins if there are any."""
    inside, begins = set[int](), set[int]()
    for term in (*telling, *others):
        for start in range(len(text)):
            if stands(text, term, start):
                inside |= set(range(start, start + len(term)))
                begins |= {start} if term in telling else set()
    runs = [
        [place for _, place in run] for _, run in groupby(enumerate(sorted(inside)), lambda pair: pair[1] - pair[0])
    ]
    every = [(run[0], run[-1] + 1) for run in runs]
    return [place for place in every if begins & set(range(*place))] or every


@given(TEXT, TERMS, TERMS)
def test_places_are_the_runs_of_what_terms_stand_on(
    form: ModuleType, text: str, telling: tuple[str, ...], others: tuple[str, ...]
) -> None:
    assert form.spans(text, telling, others) == plainly(text, telling, others)


@pytest.mark.parametrize(
    ("text", "telling", "others", "found"),
    [
        ("自动，手动", ("自动",), ("手动",), [(0, 2)]),
        ("自动，手动", ("续费",), ("自动", "手动"), [(0, 2), (3, 5)]),
        ("自动续，动续", ("自动",), ("自动续", "动续"), [(0, 3)]),
        ("大自动，大自", ("自动",), ("大自动", "大自"), [(0, 3)]),
        ("自动续，续", ("自动",), ("续",), [(0, 3)]),
        ("ab b_ _b b1 éb b", ("b",), (), [(15, 16)]),
        ("费b续", ("b",), (), [(1, 2)]),
        (f"b{FIRST_CJK}", ("b", FIRST_CJK), (), [(0, 2)]),
    ],
)
def test_only_what_tells_is_marked_where_it_stands_and_latin_by_itself(
    form: ModuleType, text: str, telling: tuple[str, ...], others: tuple[str, ...], found: list[Bounds]
) -> None:
    assert form.spans(text, telling, others) == found == plainly(text, telling, others)


@pytest.mark.parametrize("text", ["费", "é费", "a", "𠮷a费"])
@pytest.mark.parametrize("term", ["费", "a", "é", "𠮷", "费用费用费用费用"])
def test_terms_are_found_however_many_bytes_a_character_takes(form: ModuleType, text: str, term: str) -> None:
    assert form.spans(text, (), (term,)) == plainly(text, (), (term,))


def test_a_term_may_be_as_long_as_its_text_and_not_longer(form: ModuleType) -> None:
    assert form.spans("续费", ("续费", "续费后"), ()) == [(0, 2)]
    assert form.spans("", ("续费",), ("后",)) == []


def test_very_many_terms_are_looked_for(form: ModuleType) -> None:
    every = [chr(code) for code in range(0x4E00, 0x4E00 + 5_000)]
    assert form.spans("".join(every), tuple(every), ()) == [(0, 5_000)]
    assert form.spans("x 续", tuple(every[:4_000]), ("x",)) == [(0, 1)]


def ranges(longest: int, apart: int) -> st.SearchStrategy[list[Bounds]]:
    """Places in order, `apart` code points from each other at least."""
    steps = st.lists(st.tuples(st.integers(apart, 6), st.integers(1, longest)), max_size=6)

    def laid(gaps: list[tuple[int, int]]) -> list[Bounds]:
        found: list[Bounds] = []
        for gap, length in gaps:
            start = (found[-1][1] if found else 0) + gap
            found.append((start, start + length))
        return found

    return steps.map(laid)


@given(st.text(st.sampled_from("续费aAİ"), min_size=60, max_size=60), ranges(12, 0), ranges(4, 1))
def test_the_fullest_window_has_most_characters_of_distinct_matches(
    form: ModuleType, text: str, windows: list[Bounds], matches: list[Bounds]
) -> None:
    def held(window: Bounds) -> int:
        return sum(
            map(len, {text[start:end].lower() for start, end in matches if start < window[1] and window[0] < end})
        )

    each = [held(window) for window in windows] or [0]
    assert form.fullest(text, tuple(windows), matches) == each.index(max(each))


def test_windows_may_overlap(form: ModuleType) -> None:
    windows = ((0, 4), (2, 8), (5, 9), (8, 9))
    assert form.fullest("abcdefghi", windows, [(1, 2), (3, 4), (6, 8)]) == 1
    assert form.fullest("续费续费续费续费续", windows, [(0, 2), (2, 4), (4, 6), (7, 8)]) == 1


def test_the_same_word_twice_counts_once_whatever_its_case(form: ModuleType) -> None:
    assert form.fullest("Ab ab abc", ((0, 5), (6, 9)), [(0, 2), (3, 5), (6, 9)]) == 1
    assert form.fullest("xyz Ab ab abc", ((0, 3), (4, 9), (10, 13)), [(4, 6), (7, 9), (10, 13)]) == 2


@pytest.mark.parametrize(
    "call",
    [
        lambda form: form.spans(None, (), ()),
        lambda form: form.spans(b"text", (), ()),
        lambda form: form.spans("text", None, ()),
        lambda form: form.spans("text", [], ()),
        lambda form: form.spans("text", ("",), ()),
        lambda form: form.spans("text", (), ("a", None)),
        lambda form: form.spans("text", (), (b"a",)),
        lambda form: form.fullest(None, ((0, 1), (1, 2)), [(0, 1)]),
        lambda form: form.fullest("text", [(0, 1), (1, 2)], [(0, 1)]),
        lambda form: form.fullest("text", None, [(0, 1)]),
        lambda form: form.fullest("text", ((0, 1), (1, 2)), None),
        lambda form: form.fullest("text", ((0, 1), (1,)), [(0, 1)]),
        lambda form: form.fullest("text", ((0, 1), None), [(0, 1)]),
        lambda form: form.fullest("text", ((0, 1), (1, 2)), [(0, 1, 2)]),
        lambda form: form.fullest("text", ((0, 1), (1, 2)), [("0", 1)]),
        lambda form: form.fullest("text", ((0, 1), (1, 2)), [(0, 1 << 80)]),
    ],
)
def test_compiled_loops_refuse_arguments_of_another_kind(compiled: ModuleType, call: object) -> None:
    with pytest.raises((TypeError, ValueError, OverflowError)):
        call(compiled)  # type: ignore[operator] # a function


def test_places_outside_of_the_text_hold_nothing(form: ModuleType) -> None:
    assert form.fullest("text", ((-9, -1), (50, 60), (2, 900)), [(-5, -2), (3, 90)]) in range(3)

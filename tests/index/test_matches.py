"""Both forms of finding matches, in Python and compiled, against what they are by definition."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby, pairwise
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import matches
from index.analysis.channels import Channel
from index.analysis.normalizer import Folded
from index.documents import Span
from index.matches import Bounds
from index.parsed_query import Alternative, Group, ParsedQuery
from index.script import FIRST_CJK
from tests.conftest import compiled_module


@pytest.fixture(scope="module")
def compiled() -> ModuleType:
    """The compiled form. It is missing only where nothing can be compiled."""
    return compiled_module("compiled_matches")


@pytest.fixture(params=["matches", "compiled_matches"], scope="module")
def form(request: pytest.FixtureRequest) -> ModuleType:
    """One of the two forms."""
    return matches if request.param == "matches" else request.getfixturevalue("compiled")


EXTENSION_B = "\U00020bb7"
EMOJI = "\U0001f389"
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


def spans(form: ModuleType, text: str, telling: tuple[str, ...], others: tuple[str, ...]) -> list[Bounds]:
    return list(form.find_matches(Folded(text), form.ShownTerms(telling, others)))


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
    assert spans(form, text, telling, others) == plainly(text, telling, others)


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
    assert spans(form, text, telling, others) == found == plainly(text, telling, others)


@pytest.mark.parametrize("text", ["费", "é费", "a", "𠮷a费"])
@pytest.mark.parametrize("term", ["费", "a", "é", "𠮷", "费用费用费用费用"])
def test_terms_are_found_however_many_bytes_a_character_takes(form: ModuleType, text: str, term: str) -> None:
    assert spans(form, text, (), (term,)) == plainly(text, (), (term,))


def test_a_term_may_be_as_long_as_its_text_and_not_longer(form: ModuleType) -> None:
    assert spans(form, "续费", ("续费", "续费后"), ()) == [(0, 2)]
    assert spans(form, "", ("续费",), ("后",)) == []


def test_very_many_terms_are_looked_for(form: ModuleType) -> None:
    every = [chr(code) for code in range(0x4E00, 0x4E00 + 5_000)]
    assert spans(form, "".join(every), tuple(every), ()) == [(0, 5_000)]
    assert spans(form, "x 续", tuple(every[:4_000]), ("x",)) == [(0, 1)]


@given(st.text(LETTERS, max_size=20), st.data())
def test_matches_are_led_back_to_the_original_and_joined_where_they_touch_there(
    form: ModuleType, text: str, data: st.DataObject
) -> None:
    widths = data.draw(st.lists(st.integers(0, 2), min_size=len(text), max_size=len(text)))
    places = [sum(widths[:n]) for n in range(len(text) + 1)]
    folded = Folded(text, places[:-1], [max(end, start + 1) for start, end in pairwise(places)])
    terms = data.draw(TERMS)
    inside = {
        place
        for start, end in plainly(text, (), terms)
        for place in range(folded.original(start, end).start, folded.original(start, end).end + 1)
    }
    found = form.find_matches(folded, form.ShownTerms((), terms))
    assert {place for start, end in found for place in range(start, end + 1)} == inside
    assert all(one.end < other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("text", "spans", "units"),
    [
        ("续费", [Span(0, 2)], [[0, 2]]),
        (f"{EMOJI}续费", [Span(1, 3)], [[2, 2]]),
        (f"续{EXTENSION_B}费", [Span(0, 3)], [[0, 4]]),
        (f"{EMOJI}{EXTENSION_B}a", [Span(0, 1), Span(1, 2), Span(2, 3)], [[0, 2], [2, 2], [4, 1]]),
        ("", [], []),
        ("\uffff续", [Span(1, 2)], [[1, 1]]),
    ],
)
def test_matches_count_utf16_units(form: ModuleType, text: str, spans: list[Span], units: list[list[int]]) -> None:
    assert form.utf16_spans(text, spans) == units


@given(st.data())
def test_who_cuts_by_utf16_units_gets_the_matched_text(form: ModuleType, data: st.DataObject) -> None:
    text = data.draw(
        st.text(st.sampled_from(["a", "续", "\uffff", EMOJI, EXTENSION_B]) | st.characters(exclude_categories=["Cs"]))
    )
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    [[unit_start, unit_length]] = form.utf16_spans(text, [Span(start, end)])
    units = text.encode("utf-16-le")[2 * unit_start : 2 * (unit_start + unit_length)]
    assert units.decode("utf-16-le") == text[start:end]


def test_matches_that_touch_in_the_original_alone_are_one_there(form: ModuleType) -> None:
    folded = Folded("续，费", [0, 1, 1], [1, 1, 2])
    assert form.find_matches(folded, form.ShownTerms(("续", "费"))) == (Span(0, 2),)


WRITTEN = st.sampled_from(["续费", "续", "费", "自动续", "动续", "wechat", "wechat pay", "pay", "a", "tpay", "we"])
CHANNELS: st.SearchStrategy[Channel] = st.sampled_from(["words", "bigrams", "characters"])
ALTERNATIVES = st.lists(WRITTEN.map(Alternative), min_size=1, max_size=3).map(tuple)
GROUPS = st.lists(st.builds(Group, CHANNELS, WRITTEN, ALTERNATIVES), max_size=6).map(tuple)


@given(GROUPS)
def test_words_and_what_is_part_of_one_tell_and_single_characters_only_beside_nothing_longer(
    form: ModuleType, groups: tuple[Group, ...]
) -> None:
    written = {
        channel: {
            way
            for group in groups
            for alternative in group.alternatives
            for way in (alternative.term, alternative.term.replace(" ", ""))
            if group.channel == channel
        }
        for channel in ("words", "bigrams")
    }
    every = written["words"] | written["bigrams"]
    if any(len(group.typed) > 1 for group in groups):
        every = {term for term in every if len(term) > 1} or every
    told = {term for term in every if any(term in word for word in written["words"])}
    shown = form.shown_terms(ParsedQuery("", "", groups))
    assert set(shown.telling) == told
    assert set(shown.others) == ((every - told) or ({group.typed for group in groups} if not every else set()))


@pytest.mark.parametrize(
    "call",
    [
        lambda form: form.find_matches(None, form.ShownTerms()),
        lambda form: form.find_matches(Folded(b"text"), form.ShownTerms()),  # type: ignore[arg-type]
        lambda form: form.find_matches(Folded(None), form.ShownTerms()),  # type: ignore[arg-type]
        lambda form: form.find_matches(Folded("text"), None),
        lambda form: form.find_matches(Folded("text"), matches.ShownTerms()),
        lambda form: form.find_matches(Folded("续", [], []), form.ShownTerms(("续",))),
        lambda form: form.find_matches(Folded("续", [0], ["1"]), form.ShownTerms(("续",))),  # type: ignore[list-item]
        lambda form: form.find_matches(Folded("续", [-1], [2]), form.ShownTerms(("续",))),
        lambda form: form.find_matches(Folded("e", [0], [1 << 40]), form.ShownTerms(("e",))),
        lambda form: form.find_matches(Folded("e", [0], [1 << 80]), form.ShownTerms(("e",))),
        lambda form: form.find_matches(Folded("e", [1], [1]), form.ShownTerms(("e",))),
        lambda form: form.utf16_spans(None, ()),
        lambda form: form.utf16_spans("a", (1,)),
        lambda form: form.utf16_spans("a", ((1,),)),
        lambda form: form.utf16_spans("a", (("0", 1),)),
        lambda form: form.ShownTerms(None, ()),
        lambda form: form.ShownTerms([], ()),
        lambda form: form.ShownTerms(("",), ()),
        lambda form: form.ShownTerms((), ("a", None)),
        lambda form: form.ShownTerms((), (b"a",)),
        lambda form: form.shown_terms(None),
        lambda form: form.shown_terms(ParsedQuery("", "", (("words", "ab", ((None,),)),))),  # type: ignore[arg-type]
        lambda form: form.shown_terms(ParsedQuery("", "", (("words", None, ()),))),  # type: ignore[arg-type]
        lambda form: form.shown_terms(ParsedQuery("", "", ((),))),  # type: ignore[arg-type]
        lambda form: form.shown_terms(ParsedQuery("", "", (("words", "a"),))),  # type: ignore[arg-type]
        lambda form: form.shown_terms(ParsedQuery("", "", (("words", 1, ()),))),  # type: ignore[arg-type]
        lambda form: form.shown_terms(ParsedQuery("", "", (("words", "ab", ((b"a",),)),))),  # type: ignore[arg-type]
    ],
)
def test_the_compiled_form_refuses_what_is_of_another_kind(
    compiled: ModuleType, call: Callable[[ModuleType], object]
) -> None:
    with pytest.raises((TypeError, ValueError, OverflowError, AttributeError, IndexError)):
        call(compiled)

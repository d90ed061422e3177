"""Both forms of cutting snippets, in Python and compiled: the same, and the window by its definition."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import excerpts, matches
from index.analysis.normalizer import Folded, fold
from index.documents import Section, Snippet, Span
from index.guides.front_matter import FrontMatter
from index.guides.markdown import parse_markdown
from index.matches import Bounds
from index.passages import LENGTH, runs_of
from tests.conftest import compiled_module


@pytest.fixture(scope="module")
def compiled() -> SimpleNamespace:
    """The compiled form. It is missing only where nothing can be compiled."""
    return both("compiled_matches", "compiled_excerpts")


def both(*names: str) -> SimpleNamespace:
    """All that two compiled modules have."""
    found: dict[str, object] = {}
    for name in names:
        found |= vars(compiled_module(name))
    return SimpleNamespace(**found)


@pytest.fixture(params=["plain", "compiled"], scope="module")
def form(request: pytest.FixtureRequest) -> SimpleNamespace:
    """One of the two forms."""
    plain = SimpleNamespace(**(vars(matches) | vars(excerpts)))
    return plain if request.param == "plain" else request.getfixturevalue("compiled")


def section(text: str) -> Section:
    return parse_markdown("a", FrontMatter(title="标题"), text).sections[0]


def snippet(form: SimpleNamespace, of: Section, *terms: tuple[str, ...]) -> Snippet:
    passages = form.Passages(of.text, fold(of.text), of.passages, runs_of(of.text, of.passages))
    made: Snippet = form.make_snippet(passages, form.ShownTerms(*terms))
    return made


WORDS = ["退货", "退貨", "ＵＳＢ", "Ab", "aB", "程式碼", "İ", "…", "😀", "𠮷", "e\u0301", "\u200b"]
MARKS = ["，", "。", "！？", "；", "”", "）", " ", "  ", "\u3000", "\n\n", "\n\n- ", "\n"]
PIECES = st.sampled_from(WORDS) | st.sampled_from(MARKS) | st.sampled_from(["前" * 50, "后" * 125, "一句话。"])
TEXT = st.lists(PIECES, max_size=40).map("".join)
ASKED = st.sampled_from(["退货", "货", "usb", "ab", "代码", "。", "i", "前", "𠮷", "é", "."])
TERMS = st.lists(ASKED, max_size=4).map(tuple)


def ranges(longest: int, apart: int) -> st.SearchStrategy[list[Bounds]]:
    """Places in order, `apart` code points from each other at least."""
    steps = st.lists(st.tuples(st.integers(apart, 6), st.integers(1, longest)), min_size=1, max_size=6)

    def laid(gaps: list[tuple[int, int]]) -> list[Bounds]:
        found: list[Bounds] = []
        for gap, length in gaps:
            start = (found[-1][1] if found else 0) + gap
            found.append((start, start + length))
        return found

    return steps.map(laid)


@given(TEXT, TERMS, TERMS)
def test_both_forms_cut_the_same_snippet(
    compiled: SimpleNamespace, text: str, telling: tuple[str, ...], others: tuple[str, ...]
) -> None:
    of, plain = section(text), SimpleNamespace(**(vars(matches) | vars(excerpts)))
    assert snippet(compiled, of, telling, others) == snippet(plain, of, telling, others)


EDGES = st.text(st.sampled_from("前。…」 \u3000\n"), min_size=1, max_size=80)


@given(EDGES, ranges(12, 0), ranges(4, 1))
def test_both_forms_tell_alike_where_a_cut_parts_a_sentence(
    compiled: SimpleNamespace, text: str, windows: list[Bounds], places: list[Bounds]
) -> None:
    bounds = tuple(Span(min(start, len(text)), min(end, len(text))) for start, end in windows)
    marked = "".join("中" if any(s <= place < e for s, e in places) else "无" for place in range(len(text)))
    plain = SimpleNamespace(**(vars(matches) | vars(excerpts)))
    one, other = (
        form.make_snippet(form.Passages(text, Folded(marked), bounds, ((),) * len(bounds)), form.ShownTerms(("中",)))
        for form in (compiled, plain)
    )
    assert one == other


@given(st.text(st.sampled_from("续费aAİ，"), min_size=120, max_size=120), ranges(12, 0), ranges(4, 1))
def test_the_window_that_has_most_characters_of_distinct_matches_is_shown(
    form: SimpleNamespace, text: str, windows: list[Bounds], places: list[Bounds]
) -> None:
    marked = "".join(
        "中" if any(start <= place < end for start, end in places) else "无" for place in range(len(text))
    )  # so that the matches are the places
    folded = Folded(marked)
    passages = form.Passages(text, folded, tuple(Span(*window) for window in windows), ((),) * len(windows))

    def held(window: Bounds) -> int:
        return sum(map(len, {text[s:e].lower() for s, e in places if s < window[1] and window[0] < e}))

    best = max(windows, key=held)
    made = form.make_snippet(passages, form.ShownTerms(("中",)))
    assert made.text.strip("…") == text[slice(*best)]
    inside = [(max(s, best[0]), min(e, best[1])) for s, e in places if s < best[1] and best[0] < e]
    shift = made.text.startswith("…") - best[0]
    assert list(made.matches) == [(start + shift, end + shift) for start, end in inside]


def test_of_the_runs_of_a_passage_the_fullest_is_shown_and_windows_may_overlap(form: SimpleNamespace) -> None:
    text = "续费。" * 60
    runs = ((Span(0, 90), Span(30, 120), Span(60, 150)),)
    folded = Folded("无" * 110 + "中" * 5 + "无" * 65)
    made = form.make_snippet(form.Passages(text, folded, (Span(0, 180),), runs), form.ShownTerms(("中",)))
    assert made == Snippet(text[30:120], (Span(80, 85),))


@given(st.lists(TEXT, max_size=4), TERMS)
def test_of_several_sections_each_has_its_snippet(
    form: SimpleNamespace, texts: list[str], terms: tuple[str, ...]
) -> None:
    sections, shown = [section(text) for text in texts], form.ShownTerms(terms)
    each = [form.Passages(of.text, fold(of.text), of.passages, runs_of(of.text, of.passages)) for of in sections]
    loaded = [(of, fold(of.title), passages) for of, passages in zip(sections, each, strict=True)]
    assert form.make_snippets(loaded, shown) == [form.make_snippet(one, shown) for one in each]


def test_the_same_word_twice_counts_once_whatever_its_case(form: SimpleNamespace) -> None:
    of = section("Ab，ab，ab。\n\nAbc。\n")
    assert snippet(form, of, ("ab", "abc")).text == "Abc。"


def test_a_text_without_passages_gives_no_snippet(form: SimpleNamespace) -> None:
    made = form.make_snippet(form.Passages("退货", Folded("退货"), (), ()), form.ShownTerms(("退货",)))
    assert made == Snippet("", ())


@pytest.mark.parametrize(
    "arguments",
    [
        (None, Folded("text"), (), ()),
        (b"text", Folded("text"), (), ()),
        ("text", None, (), ()),
        ("text", Folded(b"text"), (), ()),
        ("text", Folded("text"), [(0, 1)], ((),)),
        ("text", Folded("text"), ((0, 1),), ()),
        ("text", Folded("text"), (), ((),)),
        ("text", Folded("text"), ((0, 1),), ([(0, 1)],)),
        ("text", Folded("text"), ((0, 1),), (None,)),
        ("text", Folded("text"), ((0, 1),), (((0, 5),),)),
        ("text", Folded("text"), ((0, 5),), ((),)),
        ("text", Folded("text"), ((-1, 2),), ((),)),
        ("text", Folded("text"), ((2, 1),), ((),)),
        ("text", Folded("text"), ((0, 1, 2),), ((),)),
        ("text", Folded("text"), (("0", 1),), ((),)),
        ("text", Folded("text"), ((0, 1 << 80),), ((),)),
    ],
)
def test_the_compiled_form_refuses_what_is_of_another_kind(compiled: SimpleNamespace, arguments: object) -> None:
    with pytest.raises((TypeError, ValueError, OverflowError, AttributeError)):
        compiled.Passages(*arguments)


@pytest.mark.parametrize(
    "call",
    [
        lambda form: form.make_snippet(None, form.ShownTerms()),
        lambda form: form.make_snippets(None, form.ShownTerms()),
        lambda form: form.make_snippets([None], form.ShownTerms()),
        lambda form: form.make_snippets(["abc"], form.ShownTerms()),
        lambda form: form.make_snippets([()], form.ShownTerms()),
        lambda form: form.make_snippets([("a", "b", None)], form.ShownTerms()),
        lambda form: form.make_snippets([("a", "b", "c")], form.ShownTerms()),
        lambda form: form.make_snippets([], None),
        lambda form: form.make_snippet(form.Passages("a", Folded(None), ((0, 1),), ((),)), form.ShownTerms()),
        lambda form: form.make_snippet(form.Passages("a", Folded("a"), ((0, 1),), ((),)), None),
        lambda form: form.make_snippet(form.Passages("a", Folded("a"), ((0, 1),), ((),)), matches.ShownTerms(("a",))),
        lambda form: form.make_snippet(
            form.Passages("a", Folded("a", [], []), ((0, 1),), ((),)), form.ShownTerms(("a",))
        ),
    ],
)
def test_the_compiled_form_refuses_to_cut_what_is_of_another_kind(
    compiled: SimpleNamespace, call: Callable[[SimpleNamespace], object]
) -> None:
    with pytest.raises((TypeError, IndexError)):
        call(compiled)


@pytest.mark.parametrize("wide", ["", "ä", "無", "😀"])
def test_words_are_told_apart_in_texts_of_any_width(form: SimpleNamespace, wide: str) -> None:
    text = f"{wide}Ab ab 续费 续费。Ab 续费 手机{wide}。"
    cut = text.index("。") + 1
    folded = Folded("".join("中" if letter in "Aab续费手机" else "无" for letter in text))
    passages = form.Passages(text, folded, (Span(0, cut), Span(cut, len(text))), ((), ()))
    assert form.make_snippet(passages, form.ShownTerms(("中",))).text == text[cut:]


def test_matches_behind_the_end_of_a_text_are_not_shown(form: SimpleNamespace) -> None:
    folded = Folded("续，费", [0, 1, 50], [1, 2, 60])
    runs = ((Span(0, 2), Span(2, 4)),)
    made = form.make_snippet(form.Passages("续" * LENGTH, folded, (Span(0, 4),), runs), form.ShownTerms(("续", "费")))
    assert made.matches == (Span(0, 1),)

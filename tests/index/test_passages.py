from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import passages
from index.documents import Section, Span
from index.guides.front_matter import FrontMatter
from index.guides.markdown import parse_markdown
from index.passages import LENGTH, Runs
from tests.conftest import compiled_module

RunsOf = Callable[[str, Iterable[Span]], Runs]
PIECES = st.sampled_from(
    ["退货要发票。", "还要包装！？", "“好。”", "第一；", "前" * 50, "后" * 130, " ", "\u3000", "）", "\n\n", "\n\n- "]
)
TEXT = st.lists(PIECES, max_size=30).map("".join)


@pytest.fixture(params=["plain", "compiled"], scope="module")
def runs_of(request: pytest.FixtureRequest) -> RunsOf:
    """One of the two forms. The compiled one is missing only where nothing can be compiled."""
    form = passages if request.param == "plain" else compiled_module("compiled_passages")
    found: RunsOf = form.runs_of
    return found


def section(text: str) -> Section:
    return parse_markdown("a", FrontMatter(title="标题"), text).sections[0]


@given(TEXT)
def test_a_passage_has_runs_where_it_does_not_fit_and_they_cover_it(runs_of: RunsOf, text: str) -> None:
    of = section(text)
    each = runs_of(of.text, of.passages)
    assert len(each) == len(of.passages)
    for (first, last), runs in zip(of.passages, each, strict=True):
        assert bool(runs) == (last - first > LENGTH)
        covered = {place for start, end in runs for place in range(start, end)}
        assert covered == (set(range(first, last)) if runs else set())


@given(TEXT)
def test_runs_are_whole_sentences_that_fit_or_one_that_does_not(runs_of: RunsOf, text: str) -> None:
    of = section(text)
    for runs in runs_of(of.text, of.passages):
        starts = [start for start, _ in runs]
        assert starts == sorted(set(starts))
        assert [end for _, end in runs] == sorted(end for _, end in runs)
        for (start, end), (following, _) in pairwise(runs):
            assert end - start <= LENGTH or following == end  # the next sentence begins behind a long one


def test_a_run_goes_on_as_long_as_sentences_fit(runs_of: RunsOf) -> None:
    sentence = "前" * 39 + "。"
    of = replace(section("一"), text=sentence * 4, passages=(Span(0, 160),))
    assert runs_of(of.text, of.passages) == ((Span(0, 120), Span(40, 160), Span(80, 160), Span(120, 160)),)


def test_a_passage_that_fits_is_not_cut(runs_of: RunsOf) -> None:
    of = replace(section("一"), text="前。" * 60 + "\n" + "后。" * 61, passages=(Span(0, 120), Span(121, 243)))
    short, long = runs_of(of.text, of.passages)
    assert short == ()
    assert long[0] == Span(121, 241)


@given(TEXT)
def test_both_forms_give_the_same_runs(text: str) -> None:
    of = section(text)
    assert compiled_module("compiled_passages").runs_of(of.text, of.passages) == passages.runs_of(of.text, of.passages)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_both_forms_give_the_same_runs_of_one_long_passage(text: str) -> None:
    of = replace(section("一"), text=text, passages=(Span(0, len(text)),))
    assert compiled_module("compiled_passages").runs_of(of.text, of.passages) == passages.runs_of(of.text, of.passages)


@pytest.mark.parametrize(
    ("text", "bounds"),
    [(None, ((0, 500),)), ("text", ((0, 500),)), ("text", None), ("text", (("0", 500),)), ("text", ((0, 500, 1),))],
)
def test_the_compiled_form_refuses_what_is_no_text_and_no_part_of_it(text: str, bounds: tuple[Span, ...]) -> None:
    with pytest.raises((TypeError, ValueError, IndexError)):
        compiled_module("compiled_passages").runs_of(text, bounds)

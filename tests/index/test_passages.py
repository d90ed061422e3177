from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from index.documents import Section, Span
from index.guides.front_matter import FrontMatter
from index.guides.markdown import parse_markdown
from index.passages import LENGTH, runs_of

PIECES = st.sampled_from(
    ["退货要发票。", "还要包装！？", "“好。”", "第一；", "前" * 50, "后" * 130, " ", "\n\n", "\n\n- "]
)
TEXT = st.lists(PIECES, max_size=30).map("".join)


def section(text: str) -> Section:
    return parse_markdown("a", FrontMatter(title="标题"), text).sections[0]


@given(TEXT)
def test_a_passage_has_runs_where_it_does_not_fit_and_they_cover_it(text: str) -> None:
    of = section(text)
    each = runs_of(of)
    assert len(each) == len(of.passages)
    for (first, last), runs in zip(of.passages, each, strict=True):
        assert bool(runs) == (last - first > LENGTH)
        covered = {place for start, end in runs for place in range(start, end)}
        assert covered == (set(range(first, last)) if runs else set())


@given(TEXT)
def test_runs_are_whole_sentences_that_fit_or_one_that_does_not(text: str) -> None:
    of = section(text)
    for runs in runs_of(of):
        starts = [start for start, _ in runs]
        assert starts == sorted(set(starts))
        assert [end for _, end in runs] == sorted(end for _, end in runs)
        for (start, end), (following, _) in pairwise(runs):
            assert end - start <= LENGTH or following == end  # the next sentence begins behind a long one


def test_a_run_goes_on_as_long_as_sentences_fit() -> None:
    sentence = "前" * 39 + "。"
    of = replace(section("一"), text=sentence * 4, passages=(Span(0, 160),))
    assert runs_of(of) == ((Span(0, 120), Span(40, 160), Span(80, 160), Span(120, 160)),)


def test_a_passage_that_fits_is_not_cut() -> None:
    of = replace(section("一"), text="前。" * 60 + "\n" + "后。" * 61, passages=(Span(0, 120), Span(121, 243)))
    short, long = runs_of(of)
    assert short == ()
    assert long[0] == Span(121, 241)

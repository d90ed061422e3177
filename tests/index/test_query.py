from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import query
from index.analysis.normalizer import compatibility, visible
from index.deadline import Deadline
from index.documents import Span
from index.parsed_query import ParsedQuery, Rewriting
from index.query import clean
from index.searcher import Searcher
from index.understanding import ways
from index.understanding.guess import Guesses, Way


def parse(searcher: Searcher, text: str) -> ParsedQuery:
    """A query, cleaned and parsed for an index."""
    return searcher.explain(text, limit=0).query


def typed(query: ParsedQuery, channel: str = "words") -> set[str]:
    return {group.typed for group in query.groups if group.channel == channel}


@given(st.text(max_size=60))
def test_a_clean_query_has_only_what_can_be_seen_and_is_clean_already(text: str) -> None:
    cleaned = clean(text)
    assert not any(unicodedata.category(character) in {"Cc", "Cf", "Cs"} for character in cleaned)
    assert cleaned == " ".join(cleaned.split())
    assert clean(cleaned) == cleaned or not unicodedata.is_normalized("NFKC", cleaned)


@given(st.text(st.sampled_from("续费？ａ\u3000 \u200b\t\u0301éﬁ") | st.characters(), max_size=8))
def test_what_need_not_be_cleaned_is_left_as_cleaning_would_leave_it(text: str) -> None:
    assert clean(text) == " ".join(visible(compatibility(text).text).text.split())


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  续费 \t\n 多久 ", "续费 多久"),
        ("ＬＥＢ卡？", "LEB卡?"),
        ("续\u200b费\u202e\x07", "续费"),
        ("续\ud800费", "续费"),
        ("\u3000", ""),
    ],
)
def test_a_query_is_cleaned_but_keeps_its_words(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text(max_size=60))
def test_any_text_can_be_parsed_and_gives_the_same_each_time(searcher: Searcher, text: str) -> None:
    query = parse(searcher, text)
    assert parse(searcher, text) == query
    assert query.text == clean(text)


@given(st.text(st.sampled_from('续费怎么办多久生效lebarausb-c5g "“”'), max_size=30))
def test_every_group_has_an_alternative_and_no_term_is_asked_twice(searcher: Searcher, text: str) -> None:
    groups = parse(searcher, text).groups
    assert all(group.alternatives and group.typed for group in groups)
    assert all(alternative.term and alternative.weight > 0 for group in groups for alternative in group.alternatives)
    assert len({(group.channel, group.typed) for group in groups}) == len(groups)


@pytest.mark.parametrize("text", ["", "。，！", '""', "+-_"])
def test_a_query_without_a_word_asks_nothing(searcher: Searcher, text: str) -> None:
    assert parse(searcher, text).groups == ()


@pytest.mark.parametrize("text", ["怎么续费", "如何续费？", "请问续费吗", "续费呢"])
def test_question_words_are_not_looked_for(searcher: Searcher, text: str) -> None:
    assert typed(parse(searcher, text)) == {"续费"}


def test_a_query_of_question_words_only_keeps_them(searcher: Searcher) -> None:
    assert "怎么办" in typed(parse(searcher, "怎么办"))


@pytest.mark.parametrize("text", ["的", "的" * 200, "可以的"])
def test_words_that_only_stand_around_a_question_find_nothing_by_themselves(searcher: Searcher, text: str) -> None:
    assert typed(parse(searcher, text)) == set()
    assert searcher.search(text).hits == ()


@pytest.mark.parametrize(("text", "asks"), [("怎么续费", True), ("能续费吗", True), ("续费", False), ("", False)])
def test_a_question_is_told_by_a_question_word(searcher: Searcher, text: str, asks: bool) -> None:
    assert parse(searcher, text).asks is asks


def test_of_a_word_inside_another_only_the_outer_one_is_looked_for(searcher: Searcher) -> None:
    assert typed(parse(searcher, "中华人民共和国")) == {"中华人民共和国"}


def test_of_a_name_with_signs_in_it_the_parts_are_looked_for_too(searcher: Searcher) -> None:
    assert typed(parse(searcher, "usb-c")) == {"usb-c", "usb", "c"}


def test_past_the_deadline_a_query_is_taken_as_it_was_typed(searcher: Searcher) -> None:
    assert query.parse("xufei", searcher._reader).suggestion
    late = query.parse("xufei", searcher._reader, Deadline(0))
    assert late.suggestion is None
    assert [(group.typed, len(group.alternatives)) for group in late.groups if group.channel == "words"] == [
        ("xufei", 1)
    ]


def test_of_what_was_read_as_something_else_only_what_some_section_has_is_asked_as_typed(searcher: Searcher) -> None:
    read = parse(searcher, "续废")
    assert "续废" not in typed(read, "bigrams")  # stands nowhere: 续费 does
    assert "续" in typed(read, "characters")


def reading(start: int, end: int, text: str) -> Way:
    """A way to read a piece of any query as a text."""
    return lambda _typed, _reader: Guesses(rewritings=(Rewriting(Span(start, end), text, "pinyin"),))


def test_what_was_read_as_something_else_is_shown_amid_what_was_typed(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ways, "WAYS", (reading(4, 5, "乙"), reading(1, 2, "甲")))
    assert query.parse("abcdef", searcher._reader).suggestion == "a甲cd乙f"


def test_the_first_way_to_read_a_piece_as_something_else_wins(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    three = (reading(0, 2, "甲"), reading(1, 3, "乙"), reading(2, 3, "丙"))
    monkeypatch.setattr(ways, "WAYS", three)
    assert query.parse("abc", searcher._reader).suggestion == "甲丙"


@pytest.mark.parametrize(
    ("one", "other"),
    [("續費後", "续费后"), ("ＵＳＢ－Ｃ", "usb-c"), ("IPHONE 15", "iphone 15"), ("怎麽續費", "怎么续费")],
)
def test_script_and_case_do_not_matter(searcher: Searcher, one: str, other: str) -> None:
    assert parse(searcher, one).groups == parse(searcher, other).groups


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ('"续费 后"', ("续费 后",)),
        ('"續費" 和 "多久"', ("续费", "多久")),
        ("＂ＵＳＢ＂ c", ("usb",)),
        ('"续费', ()),
        ('""', ()),
        ('" "', ()),
        ("it's", ()),
    ],
)
def test_what_stands_in_quotes_is_a_phrase(searcher: Searcher, text: str, phrases: tuple[str, ...]) -> None:
    assert parse(searcher, text).phrases == phrases


@pytest.mark.parametrize(
    "text", ["a AND b", "a OR b", "id:1", "[a TO b]", "a*", "a~9", "NOT a", "(a", "a^3", "field:(x y)"]
)
def test_there_is_no_query_language(searcher: Searcher, text: str) -> None:
    query = parse(searcher, text)
    assert query.phrases == ()
    words = set("".join(character.lower() if character.isalnum() else " " for character in text).split())
    assert [word for word in words if not any(word in term for term in typed(query))] == []

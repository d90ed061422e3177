from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.analyzer import analyze
from index.analysis.channels import Channel
from index.analysis.normalizer import fold
from index.documents import Section, Snippet, Span
from index.guides.front_matter import FrontMatter
from index.guides.markdown import parse_markdown
from index.parsed_query import Alternative, Group, ParsedQuery
from index.passages import LENGTH, runs_of
from index.snippet import Passages, ShownTerms, find_matches, make_snippet, shown_terms


def shown_of(query: str) -> ShownTerms:
    """The words of a query, read just as they were typed."""
    terms = dict.fromkeys(token.term for token in analyze(query).tokens["words"])
    return shown_terms(ParsedQuery(query, query, tuple(Group("words", term, (Alternative(term),)) for term in terms)))


def section(text: str, title: str = "标题") -> Section:
    return parse_markdown("a", FrontMatter(title=title), text).sections[0]


def cut(of: Section, query: str) -> Snippet:
    passages = Passages(of.text, fold(of.text), of.passages, runs_of(of.text, of.passages))
    return make_snippet(passages, shown_of(query))


def snippet(text: str, query: str) -> Snippet:
    return cut(section(text), query)


def marked(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [text[span.start : span.end] for span in spans]


def shown(text: str, query: str) -> tuple[str, list[str]]:
    """A snippet's text and the parts of it that match."""
    made = snippet(text, query)
    return made.text, marked(made.text, made.matches)


FILLER = "这里说的是另外一件事情，和问题没有关系。"
WORDS = st.sampled_from(
    [
        "退货",
        "退貨",
        "换货",
        "发票",
        "ＵＳＢ",
        "usb-c",
        "😀",
        "𠮷",
        "，",
        "。",
        "！",
        " ",
        "\n\n- ",
        "\n\n",
        "的",
        FILLER,
    ]
)
TEXT = st.lists(WORDS, max_size=40).map("".join)


@given(TEXT, st.sampled_from(["退货", "怎么换货", "usb", "发票 usb-c", "𠮷", "没有的事", ""]))
def test_a_snippet_is_a_piece_of_its_section_with_spans_inside_it(text: str, query: str) -> None:
    of = section(text)
    made = cut(of, query)
    assert made.text.strip("…") in of.text.replace("\n", " ")
    assert len(made.text) <= LENGTH + 2
    assert all(0 <= span.start < span.end <= len(made.text) for span in made.matches)
    assert all(one.end < other.start for one, other in zip(made.matches, made.matches[1:], strict=False))


@given(TEXT, st.sampled_from(["退货", "换货 发票", "usb"]))
def test_what_is_marked_was_asked_for(text: str, query: str) -> None:
    made = snippet(text, query)
    for words in marked(made.text, made.matches):
        assert any(asked in fold(words).text for asked in query.split())


@given(TEXT, st.sampled_from(["退货", "换货 发票", "usb"]))
def test_the_same_question_gives_the_same_snippet(text: str, query: str) -> None:
    assert snippet(text, query) == snippet(text, query)


def test_the_passage_that_holds_most_of_the_question_is_shown_whole() -> None:
    text = "先说退货。\n\n- 退货要发票，也要包装。\n- 换货只要包装。\n"
    assert shown(text, "退货 发票") == ("退货要发票，也要包装。", ["退货", "发票"])
    assert shown(text, "换货 包装") == ("换货只要包装。", ["换货", "包装"])


def test_an_answer_is_shown_though_only_its_question_matches() -> None:
    body = "## Q: 多久到账？\n\nA: 三天之内。\n\n周末顺延。\n"
    [asked] = parse_markdown("a", FrontMatter(title="退货"), body).sections
    assert cut(asked, "多久到账") == Snippet("三天之内。", ())


def test_whole_sentences_are_shown_where_they_fit() -> None:
    text = FILLER * 6 + "退货要先登录。再拍照上传。" + FILLER * 6
    said, matches = shown(text, "退货")
    assert matches == ["退货"]
    assert said.startswith((FILLER, "退货"))
    assert said.endswith("。")
    assert "退货要先登录。" in said
    assert len(FILLER) < len(said) <= LENGTH


def test_a_sentence_that_is_too_long_is_cut_around_the_match() -> None:
    text = "前" * 150 + "退货" + "后" * 150
    said, matches = shown(text, "退货")
    assert (said[0], said[-1], matches) == ("…", "…", ["退货"])
    assert said.index("退货") == len("…") + LENGTH // 3
    assert len(said) == LENGTH + 2


def test_a_long_sentence_with_its_match_at_the_end_is_shown_to_its_end() -> None:
    said, matches = shown("前" * 150 + "退货。", "退货")
    assert said == "…" + "前" * (LENGTH - 3) + "退货。"
    assert matches == ["退货"]


def test_of_several_matches_in_a_sentence_that_is_too_long_the_first_is_shown() -> None:
    assert shown("前" * 150 + "退货" + "中" * 200 + "发票" + "后" * 50, "退货 发票")[1] == ["退货"]


def test_of_a_sentence_that_is_too_long_and_has_no_match_the_beginning_is_shown() -> None:
    assert shown("前" + "后" * 200, "退货") == ("前" + "后" * (LENGTH - 1) + "…", [])


def test_a_passage_that_just_fits_is_shown_whole_and_one_that_does_not_is_cut() -> None:
    fits = "前。" * (LENGTH // 2)
    assert shown(fits, "退货") == (fits, [])
    assert shown(fits + "后。", "退货") == (fits, [])


def test_of_two_passages_the_one_that_matches_is_shown() -> None:
    assert shown("先说包装。\n\n再说退货。\n", "退货") == ("再说退货。", ["退货"])


def test_only_what_a_passage_holds_counts_for_it_and_each_word_once() -> None:
    assert shown("退货和换货。\n\n只说发票。\n", "退货 换货 发票")[0] == "退货和换货。"
    assert shown("退货和发票。\n\n退货，再退货，又退货。\n", "退货 发票")[0] == "退货和发票。"


def test_the_most_characters_count_and_not_the_longest_word() -> None:
    assert shown("先说明信片。\n\n再说退货和发票。\n", "明信片 退货 发票")[0] == "再说退货和发票。"


def test_a_passage_that_ends_without_a_full_stop_is_no_part_of_a_sentence() -> None:
    assert shown("- 退货要发票\n- 换货只要包装\n- 其他", "换货") == ("换货只要包装", ["换货"])


def test_sentences_that_spaces_part_are_whole() -> None:
    said, matches = shown("Nothing about it here at all! " * 5 + "Refund it. " + "Nothing more to say. " * 8, "refund")
    assert not said.startswith("…")
    assert matches == ["Refund"]


def test_lines_of_a_passage_are_shown_as_one() -> None:
    of = replace(section("一"), text="退货\n发票", passages=(Span(0, 5),))
    assert cut(of, "发票") == Snippet("退货 发票", (Span(3, 5),))


def test_a_text_without_passages_gives_no_snippet() -> None:
    assert cut(replace(section("一"), text="退货", passages=()), "退货") == Snippet("", ())


def shown_groups(*groups: tuple[Channel, str, str]) -> ShownTerms:
    """The terms that are shown for groups of a channel, what was typed, and one alternative to it."""
    read = tuple(Group(channel, term, (Alternative(alternative),)) for channel, term, alternative in groups)
    return shown_terms(ParsedQuery("", "", read))


@pytest.mark.parametrize(
    ("groups", "matches"),
    [
        ([("words", "退货", "退货"), ("words", "我", "我")], ["退货"]),
        ([("words", "票", "我"), ("characters", "货", "货")], ["我"]),
        ([("characters", "货", "票")], ["货"]),
        ([("words", "没有", "没有"), ("characters", "货", "货")], []),
    ],
)
def test_single_characters_are_marked_only_where_nothing_longer_was_asked(
    groups: list[tuple[Channel, str, str]], matches: list[str]
) -> None:
    text = "我，退货，发票"
    assert marked(text, find_matches(fold(text), shown_groups(*groups))) == matches


def test_what_a_single_character_may_become_does_not_hide_it() -> None:
    text = "货，发货，发票"
    read = Group("words", "发", (Alternative("发"), Alternative("发票", 0.35, "prefix")))
    assert marked(text, find_matches(fold(text), shown_terms(ParsedQuery("", "", (read,))))) == ["发", "发票"]


def test_matches_that_overlap_themselves_are_one() -> None:
    assert find_matches(fold("哈哈哈"), shown_groups(("words", "哈哈", "哈哈"))) == (Span(0, 3),)


def test_a_match_inside_another_adds_nothing() -> None:
    inside = shown_groups(("words", "自动续费", "自动续费"), ("words", "动续", "动续"))
    assert find_matches(fold("自动续费"), inside) == (Span(0, 4),)


@pytest.mark.parametrize(
    ("text", "term", "found"),
    [("ausb线", "usb线", 0), ("线usbc", "线usb", 0), ("线usb线c", "usb线", 1), ("a线usb", "线usb", 1)],
)
def test_each_edge_of_a_term_is_looked_at_for_itself(text: str, term: str, found: int) -> None:
    assert len(find_matches(fold(text), shown_groups(("words", term, term)))) == found


@pytest.mark.parametrize(("text", "term", "found"), [("pay_later", "pay", 0), ("re_pay", "pay", 0), ("a⺀", "⺀", 1)])
def test_latin_goes_on_over_an_underscore_and_ends_where_han_begin(text: str, term: str, found: int) -> None:
    assert len(find_matches(fold(text), shown_groups(("words", term, term)))) == found


@pytest.mark.parametrize(
    ("text", "query", "matches"),
    [
        ("應用程式可以續費。", "应用程序", ["應用程式"]),
        ("应用程序可以续费。", "應用程式", ["应用程序"]),
        ("插入ＵＳＢ线。", "usb", ["ＵＳＢ"]),
        ("😀𠮷野家的發票😀", "发票", ["發票"]),
        ("😀在𠮷野家😀", "𠮷", ["𠮷"]),
        ("e\u0301te\u0301 的發票", "发票", ["發票"]),
        ("先\u200b退\u200b货吧", "退货", ["退\u200b货"]),
    ],
)
def test_matches_are_the_words_as_the_guide_writes_them(text: str, query: str, matches: list[str]) -> None:
    assert shown(text, query) == (text, matches)


@pytest.mark.parametrize(
    ("text", "matches"), [("repay or pay", ["pay"]), ("用pay付", ["pay"]), ("Pay, PAY", ["Pay", "PAY"])]
)
def test_latin_words_match_from_their_beginning_on(text: str, matches: list[str]) -> None:
    assert shown(text, "pay")[1] == matches


@pytest.mark.parametrize(
    ("text", "query"), [("退货发票", "退货发票"), ("usb退货", "usb 退货"), ("退货usb退货", "usb 退货")]
)
def test_matches_that_overlap_or_touch_are_one(text: str, query: str) -> None:
    assert find_matches(fold(text), shown_of(query)) == (Span(0, len(text)),)


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("自动续费很方便，也可以手动续订。", ["自动续费"]),
        ("只能手动续订。", ["动续"]),
        ("自动扣款，续费也行。", ["自动", "续费"]),
    ],
)
def test_pairs_that_cross_words_match_only_where_no_word_does(text: str, matches: list[str]) -> None:
    words = [Group("words", term, (Alternative(term),)) for term in ("自动", "续费")]
    pairs = [Group("bigrams", term, (Alternative(term),)) for term in ("自动", "动续", "续费")]
    asked = shown_terms(ParsedQuery("自动续费", "自动续费", (*words, *pairs)))
    assert marked(text, find_matches(fold(text), asked)) == matches


def test_a_table_row_is_shown_as_one_passage() -> None:
    text = "| 方式 | 时间 |\n| - | - |\n| 快递 | 三天 |\n| 自提 | 当天 |\n"
    assert shown(text, "自提") == ("自提 当天", ["自提"])


def test_without_a_text_there_is_no_snippet() -> None:
    assert snippet("---\n", "退货") == Snippet("", ())


def test_without_a_match_the_first_passage_is_shown() -> None:
    assert shown("开头一句。\n\n第二句。\n", "退货") == ("开头一句。", [])
    assert find_matches(fold("开头一句。"), shown_of("")) == ()

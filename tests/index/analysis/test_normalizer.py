from __future__ import annotations

import unicodedata
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.normalizer import (
    PIPELINE,
    Folded,
    _clusters,
    _shape,
    _through,
    compatibility,
    fold,
    lower,
    one_script,
    visible,
    written,
)
from index.script import convert

CHARACTERS = (
    "應用程式软件軟體麼麽怎伺服器網路帳號账号資訊影片續費的ＬＥＢ卡ﬁﬀ①㈱Å½e\u0301\u0308\u200bİßŉ\u00ad𠮷😀👨\u200d"
    "\ud800\n\t A1-_."
)
MIXED = st.text(st.sampled_from(CHARACTERS) | st.characters(), max_size=40)


@given(MIXED)
def test_every_folded_character_comes_from_a_range_of_the_original(text: str) -> None:
    folded = fold(text)
    for i in range(len(folded.text)):
        span = folded.original(i, i + 1)
        assert 0 <= span.start < span.end <= len(text)


@given(MIXED)
def test_ranges_stand_in_the_order_of_the_original(text: str) -> None:
    folded = fold(text)
    spans = [folded.original(i, i + 1) for i in range(len(folded.text))]
    assert spans == sorted(spans)
    if spans:
        assert folded.original(0, len(folded.text)).start == spans[0].start
        assert folded.original(0, len(folded.text)).end == spans[-1].end


@given(MIXED, MIXED)
def test_folding_depends_on_the_text_alone(text: str, other: str) -> None:
    before = fold(text)
    fold(other)
    assert fold(text) == before


@given(MIXED)
def test_what_stands_on_a_line_of_its_own_folds_as_if_alone(text: str) -> None:
    assert fold(f"a {text} b").text == f"a {fold(text).text} b"


@given(MIXED)
def test_only_what_has_a_shape_is_left(text: str) -> None:
    folded = fold(text).text
    assert not any(unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"} for character in folded)
    assert folded == folded.lower()


@given(st.text(st.characters(max_codepoint=0x2E7F), max_size=40))
def test_what_is_not_han_folds_once(text: str) -> None:
    once = fold(text).text
    if unicodedata.is_normalized("NFKC", once):
        assert fold(once).text == once


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＬＥＢ卡", "leb卡"),
        ("iPhone １５", "iphone 15"),
        ("ﬁle", "file"),
        ("e\u0301te\u0301", "été"),
        ("①②", "12"),
        ("ｶﾞｲﾄﾞ", "ガイド"),
        ("ﾊﾟ", "パ"),
        ("İ", "i\u0307"),
        ("續費後多久生效", "续费后多久生效"),
        ("怎麽", "怎么"),
        ("怎麼辦", "怎么办"),
        ("麼", "么"),
        ("多麽", "多么"),
        ("網路", "网络"),
        ("𠮷野家😀", "𠮷野家😀"),
        ("a\u200bb\u202ec\u2066d\ufeffe", "abcde"),
        ("a\ud800b\x00c\x7fd", "abcd"),
        ("a\tb\nc", "a b c"),
        ("", ""),
    ],
)
def test_text_is_matched_in_one_form(text: str, folded: str) -> None:
    assert fold(text).text == folded


@pytest.mark.parametrize(
    ("text", "term", "found"),
    [
        ("打開應用程式再登入", "应用", "應用"),
        ("打開應用程式再登入", "登", "登"),
        ("我的ＬＥＢ卡", "leb", "ＬＥＢ"),
        ("office ﬁle", "file", "ﬁle"),
        ("cafe\u0301 bar", "bar", "bar"),
        ("ｶﾞｲﾄﾞ的網路", "ド", "ﾄﾞ"),
        ("ｶﾞｲﾄﾞ的網路", "网络", "網路"),
        ("cafe\u0301 bar", "é", "e\u0301"),
        ("😀𠮷的網路", "网络", "網路"),
        ("a\u200bb網路", "ab", "a\u200bb"),
        ("İstanbul 網路", "网络", "網路"),
    ],
)
def test_a_term_leads_back_to_what_was_written(text: str, term: str, found: str) -> None:
    folded = fold(text)
    start = folded.text.index(term)
    span = folded.original(start, start + len(term))
    assert text[span.start : span.end] == found


@pytest.mark.parametrize(
    "pair",
    [
        ("應用程式", "应用程序"),
        ("續費", "续费"),
        ("軟體", "软件"),
        ("ＵＳＢ", "usb"),
        ("設定", "设置"),
        ("滑鼠", "鼠标"),
    ],
)
def test_what_is_the_same_thing_folds_to_the_same(pair: tuple[str, str]) -> None:
    assert fold(pair[0]).text == fold(pair[1]).text


@pytest.mark.parametrize("text", ["普通的中文没有变化", "plain ascii"])
def test_a_text_that_does_not_change_needs_no_map(text: str) -> None:
    assert fold(text) == Folded(text)


@pytest.mark.parametrize(
    ("step", "text", "after"),
    [
        (compatibility, "ﬁＡ", "fiA"),
        (visible, "a\u200b\tb", "a b"),
        (lower, "AİB", "ai\u0307b"),
        (one_script, "網路a", "网络a"),
    ],
)
def test_each_step_does_one_thing(step: object, text: str, after: str) -> None:
    assert callable(step)
    assert step(text).text == after


@given(st.lists(st.text(st.sampled_from("軟體程式麼幺网络網路续費𠮷々后後"), min_size=1, max_size=12), max_size=4))
def test_runs_of_han_are_converted_each_by_itself(runs: list[str]) -> None:
    assert one_script(" ".join(runs)).text == " ".join(one_script(run).text for run in runs)


@given(st.text(st.sampled_from("ａ，ﬁé\u0301①㌔ㄱ가ᄀ\u1161İ软\u200b\t\n") | st.characters(), min_size=1, max_size=20))
def test_a_shorter_way_through_a_step_gives_what_the_long_one_does(text: str) -> None:
    clusters = [text[start:end] for start, end in _clusters(text)]
    assert compatibility(text).text == "".join(unicodedata.normalize("NFKC", cluster) for cluster in clusters)
    shown = visible(text)
    assert shown.text == "".join(map(_shape, text))
    assert [_shape(text[shown.original(i, i + 1).start]) for i in range(len(shown.text))] == list(shown.text)


SHOWN = st.characters(exclude_categories=["C"])
USUAL = st.text(st.sampled_from("軟體程式续费网路，。?A1 -\nİßé") | SHOWN, max_size=12)


@given(USUAL | MIXED)
def test_the_usual_text_folds_in_one_step_to_what_all_steps_give(text: str) -> None:
    assert fold(text) == _through(PIPELINE, text)
    each = lower(visible(compatibility(text).text).text).text
    assert written(text) == "".join(convert(character, "t2s") for character in each)


def processor_time(text: str) -> float:
    """The least time that folding takes in several tries."""

    def once() -> float:
        start = process_time()
        fold(text)
        return process_time() - start

    return min(once() for _ in range(5))


@pytest.mark.parametrize(
    ("unit", "times"),
    [("網際網路", 125), ("的網際網路", 100), ("\u0316\u0301", 1_000), ("e\u0301", 1_000), ("\uff9e\u0301", 1_000)],
)
def test_the_work_grows_with_a_text_without_punctuation_and_not_with_its_square(unit: str, times: int) -> None:
    small, large = (unit * n for n in (times, 4 * times))
    assert processor_time(large) < 10 * processor_time(small)

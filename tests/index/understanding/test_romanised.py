from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.pinyin import readings
from index.builder import build
from index.parsed_query import ParsedQuery
from index.scoring import PINYIN_WEIGHT
from index.searcher import Searcher

WriteGuides = Callable[[Mapping[str, str | bytes]], Path]
WORDS = ("续费", "忘记", "密码", "支付宝", "套餐", "流量", "手续费", "客服", "短信", "账户")


def parse(searcher: Searcher, text: str) -> ParsedQuery:
    return searcher.explain(text, limit=0).query


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("xufei", "续费"),
        ("XuFei", "续费"),
        ("ｘｕｆｅｉ", "续费"),
        ("xu fei", "续费"),
        ("wangjimima", "忘记密码"),
        ("wangji mima", "忘记密码"),
        ("wangji密码", "忘记密码"),
        ("忘记mima", "忘记密码"),
        ("wjmm", "忘记密码"),
        ("zidongxufei", "自动续费"),
        ("zhi fu bao", "支付宝"),
        ("zhifubao", "支付宝"),
        ("zfb", "支付宝"),
        ("lebara xufei", "lebara 续费"),
        ("xufei, mima", "续费, 密码"),
    ],
)
def test_letters_are_read_as_the_words_they_sound_like(searcher: Searcher, text: str, reading: str) -> None:
    query = parse(searcher, text)
    assert (query.suggestion, query.reason) == (reading, "pinyin")


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("xufei duojiu shengxiao", "unlimited#续费后多久生效"),
        ("wangjimima", "roaming#忘记密码怎么办"),
        ("wangji密码", "roaming#忘记密码怎么办"),
        ("wjmm", "roaming#忘记密码怎么办"),
        ("zhi fu bao", "unlimited#第三方平台"),
        ("zfb", "unlimited#第三方平台"),
    ],
)
def test_pinyin_finds_what_its_words_find(searcher: Searcher, text: str, section: str) -> None:
    assert section in searcher.ranked_ids(text)[:3]


@pytest.mark.parametrize("text", ["lebara", "paypal", "app", "wi-fi", "LEB"])
def test_names_that_the_guides_have_are_not_read_as_pinyin(searcher: Searcher, text: str) -> None:
    query = parse(searcher, text)
    assert query.suggestion is None
    assert not any(one.origin == "pinyin" for group in query.groups for one in group.alternatives)


@pytest.mark.parametrize("text", ["esim1088", "xufei123", "123xufei", "xufei2"])
def test_letters_that_touch_digits_are_no_pinyin(searcher: Searcher, text: str) -> None:
    assert parse(searcher, text).suggestion is None


@pytest.mark.parametrize("text", ["esim1088", "qqqqq", "v", "xufie", "vvv www"])
def test_letters_that_sound_like_nothing_find_nothing(searcher: Searcher, text: str) -> None:
    assert parse(searcher, text).suggestion is None
    assert searcher.ranked_ids(text) == ()


def test_a_slip_in_a_name_is_likelier_than_a_reading_by_initials(searcher: Searcher) -> None:
    query = parse(searcher, "lebra")
    assert (query.suggestion, query.reason) == ("lebara", "typo")


def test_words_of_one_sound_are_all_looked_for(write_guides: WriteGuides, tmp_path: Path) -> None:
    guides = {"a.md": "# 甲\n\n怎样充值。\n", "b.md": "# 乙\n\n怎样重置。\n", "c.md": "# 丙\n\n别的事情。\n"}
    build(write_guides(guides), tmp_path / "data")
    with closing(Searcher.open(tmp_path / "data")) as searcher:
        assert {hit.guide.id for hit in searcher.search("chongzhi").hits} == {"a", "b"}


def test_letters_that_a_guide_has_outrank_what_they_sound_like(write_guides: WriteGuides, tmp_path: Path) -> None:
    guides = {"a.md": "# 甲\n\n怎样续费。\n", "b.md": "# 乙\n\n软件xufei。\n", "c.md": "# 丙\n\n别的事情。\n"}
    build(write_guides(guides), tmp_path / "data")
    with closing(Searcher.open(tmp_path / "data")) as searcher:
        results = searcher.search("xufei")
        assert results.hits[0].guide.id == "b"
        assert results.parsed.suggestion is None


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3))
def test_any_words_of_the_guides_are_understood_from_their_pinyin(searcher: Searcher, words: list[str]) -> None:
    query = parse(searcher, " ".join(readings(word)[0] for word in words))
    guessed = {one.term for group in query.groups for one in group.alternatives if one.origin == "pinyin"}
    assert set(words) <= guessed


@given(st.text(st.sampled_from("xufeiwangjmzhb续费 '1"), max_size=50))
def test_a_reading_changes_nothing_but_letters(searcher: Searcher, text: str) -> None:
    query = parse(searcher, text)
    if query.suggestion is not None:
        assert [c for c in query.suggestion if c.isdigit()] == [c for c in query.text if c.isdigit()]
        assert query.suggestion != query.text


def test_each_word_of_a_sound_counts_alike_in_every_channel(searcher: Searcher) -> None:
    groups = searcher.explain("xufei", limit=0).query.groups
    read = {(group.channel, group.typed): {one.term for one in group.alternatives} for group in groups}
    assert "续费" in read["words", "xufei"]
    assert "续费" in read["bigrams", "xufei 1"]
    assert "续" in read["characters", "xufei 1"]
    assert "费" in read["characters", "xufei 2"]
    weights = {one.weight for group in groups for one in group.alternatives if one.origin == "pinyin"}
    assert weights == {PINYIN_WEIGHT}

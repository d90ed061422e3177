from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.pinyin import readings
from index.builder import build
from index.scoring import PREFIX_WEIGHT, SURE_PREFIX_WEIGHT
from index.searcher import Searcher

WriteGuides = Callable[[Mapping[str, str | bytes]], Path]
FILLER = "这里说的是另外一件事情，和问题没有什么关系。"


def unfinished(searcher: Searcher, text: str, channel: str = "words") -> dict[str, list[str]]:
    """What each thing typed may become."""
    groups = [group for group in searcher.explain(text, limit=0).query.groups if group.channel == channel]
    found = {group.typed: [one.term for one in group.alternatives if one.origin == "prefix"] for group in groups}
    return {typed: terms for typed, terms in found.items() if terms}


@pytest.mark.parametrize(
    ("text", "typed", "word"),
    [
        ("自动续", "续", "续费"),
        ("leb", "leb", "lebara"),
        ("LEB", "leb", "lebara"),
        ("zhifub", "zhifub", "支付宝"),
        ("zhif", "zhif", "支付宝"),
        ("手", "手", "手续费"),
        ("怎么payp", "payp", "paypal"),
    ],
)
def test_the_last_word_may_become_a_longer_one(searcher: Searcher, text: str, typed: str, word: str) -> None:
    assert word in unfinished(searcher, text)[typed]


def test_a_name_that_the_model_sees_hides_no_unfinished_word(searcher: Searcher) -> None:
    assert "多少" in unfinished(searcher, "充多")["多"]


@pytest.mark.parametrize("text", ["leb手机", "leb?", "自动续。", "zhifub 怎么办", ""])
def test_only_a_word_at_the_very_end_is_unfinished(searcher: Searcher, text: str) -> None:
    assert not {"leb", "续", "zhifub"} & unfinished(searcher, text).keys()


@pytest.mark.parametrize("channel", ["words", "bigrams", "characters"])
def test_an_unfinished_name_is_completed_in_every_channel(searcher: Searcher, channel: str) -> None:
    assert "lebara" in unfinished(searcher, "leb", channel)["leb"]


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("自动续", "roaming#要不要开自动续费"),
        ("忘记密", "roaming#忘记密码怎么办"),
        ("zhifub", "unlimited#第三方平台"),
        ("lebar", "lebara-sim#intro"),
        ("宽限", "unlimited#忘记续费会怎样"),
        ("客服热", "leb-phone#客服热线充值"),
    ],
)
def test_half_a_query_finds_what_the_whole_one_will(searcher: Searcher, text: str, section: str) -> None:
    assert section in searcher.ranked_ids(text)[:3]


@pytest.mark.parametrize("text", ["自动续", "zhifub", "leb"])
def test_what_is_not_finished_is_not_called_another_reading(searcher: Searcher, text: str) -> None:
    query = searcher.explain(text, limit=0).query
    assert (query.suggestion, query.reason) == (None, None)


def test_the_finished_word_outranks_what_it_may_become(write_guides: WriteGuides, tmp_path: Path) -> None:
    guides = {
        "long.md": f"# 甲\n\nlebara。{FILLER}\n",
        "short.md": f"# 乙\n\nleb。{FILLER}\n",
        "z.md": f"# 丙\n\n别的。{FILLER}\n",
    }
    build(write_guides(guides), tmp_path / "data")
    with closing(Searcher.open(tmp_path / "data")) as searcher:
        assert [hit.guide.id for hit in searcher.search("leb").hits] == ["short", "long"]


@given(st.text(st.sampled_from("lebarpyi续费手机z hfu"), max_size=8))
def test_what_a_word_may_become_starts_with_it_in_letters_or_in_sound(searcher: Searcher, text: str) -> None:
    named = {name for group in searcher._reader.synonyms.groups for name in group}
    for typed, terms in unfinished(searcher, text).items():
        for term in terms:
            assert term != typed
            sounds = any(reading.startswith(typed) for reading in readings(term))
            assert term.startswith(typed) or sounds or typed in named


@given(st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz续一不手"), min_size=1, max_size=2))
def test_no_more_than_twenty_longer_words_are_tried(searcher: Searcher, text: str) -> None:
    assert all(len(set(terms)) == len(terms) <= 20 for terms in unfinished(searcher, text).values())


def weights(searcher: Searcher, text: str) -> dict[str, float]:
    groups = [group for group in searcher.explain(text, limit=0).query.groups if group.channel == "words"]
    return {one.term: one.weight for group in groups for one in group.alternatives if one.origin == "prefix"}


def test_the_only_word_it_may_become_counts_for_most(searcher: Searcher) -> None:
    assert weights(searcher, "payp")["paypal"] == pytest.approx(SURE_PREFIX_WEIGHT)


def test_each_of_many_counts_for_its_share(searcher: Searcher) -> None:
    many = weights(searcher, "手")
    assert len(many) > 1
    assert all(PREFIX_WEIGHT < weight < SURE_PREFIX_WEIGHT for weight in many.values())
    assert sum(weight - PREFIX_WEIGHT for weight in many.values()) <= SURE_PREFIX_WEIGHT - PREFIX_WEIGHT + 1e-9


def test_the_share_of_the_word_itself_is_taken_from_those_it_may_become(searcher: Searcher) -> None:
    words = searcher._reader.channels["words"]
    own, longer = words.holders_of("手机"), weights(searcher, "手机")
    assert own
    assert longer
    total = own + sum(map(words.holders_of, longer))
    for term, weight in longer.items():
        share = (weight - PREFIX_WEIGHT) / (SURE_PREFIX_WEIGHT - PREFIX_WEIGHT)
        assert share == pytest.approx(words.holders_of(term) / total)


def test_the_end_of_a_name_with_synonyms_becomes_nothing_else(searcher: Searcher) -> None:
    assert "paypal" not in weights(searcher, "wechat pay")
    assert "paypal" in weights(searcher, "怎么 pay")


@pytest.mark.parametrize("text", ["alip", "续费 alip", "Alip", "alipa"])
def test_a_name_that_no_guide_has_is_completed_for_its_synonyms(searcher: Searcher, text: str) -> None:
    assert searcher._reader.channels["words"].lexicon.number("alipay") is None
    assert "支付宝" in unfinished(searcher, text)["alipay"]
    assert searcher.ranked_ids(text)[:3] == searcher.ranked_ids(text[: text.lower().index("alip")] + "alipay")[:3]


def test_the_last_word_of_a_name_is_completed_for_the_whole_name(searcher: Searcher) -> None:
    assert "微信 支付" in unfinished(searcher, "wechat pa")["wechat pay"]


@pytest.mark.parametrize("text", ["a", "x.alip", "paypalali"])
def test_a_letter_or_a_part_of_a_word_completes_no_name(searcher: Searcher, text: str) -> None:
    assert "alipay" not in unfinished(searcher, text)


def test_a_part_of_a_latin_name_is_no_pinyin(searcher: Searcher) -> None:
    assert unfinished(searcher, "me")
    assert not unfinished(searcher, "t.me")
    assert searcher.search("t.me").hits == ()

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from index.builder import build
from index.searcher import Searcher

WriteGuides = Callable[[Mapping[str, str | bytes]], Path]
FILLER = "这里说的是另外一件事情，和问题没有什么关系。"


def synonyms(searcher: Searcher, text: str, channel: str = "words") -> dict[str, set[str]]:
    """The synonyms of each thing typed."""
    groups = [group for group in searcher.explain(text, limit=0).query.groups if group.channel == channel]
    found = {group.typed: {one.term for one in group.alternatives if one.origin == "synonym"} for group in groups}
    return {typed: terms for typed, terms in found.items() if terms}


@pytest.fixture
def shop(write_guides: WriteGuides, tmp_path: Path) -> Iterator[Searcher]:
    """Guides of equal length, two of which say one thing in two words."""
    guides = {
        "other.md": f"# 甲\n\n海关。{FILLER}\n",
        "pay-in.md": f"# 乙\n\n充值。{FILLER}\n",
        "renew.md": f"# 丙\n\n续费。{FILLER}\n",
    }
    build(write_guides(guides), tmp_path / "data")
    with closing(Searcher.open(tmp_path / "data")) as searcher:
        yield searcher


@pytest.mark.parametrize(
    ("text", "typed", "some"),
    [
        ("充值", "充值", {"续费", "缴费"}),
        ("缴费", "缴费", {"续费", "充值"}),
        ("怎么续费", "续费", {"充值", "缴费"}),
        ("儲值", "储值", {"续费"}),
        ("怎么确认到账", "确认", {"验证", "核对"}),
        ("号码写错", "写错", {"填错"}),
        ("Alipay", "alipay", {"支付宝"}),
        ("wechat pay", "wechat pay", {"微信 支付"}),
        ("WeChat  Pay", "wechat pay", {"微信 支付"}),
        ("电邮", "电邮", {"邮件", "email"}),
        ("流量用完了", "用完", {"用尽", "耗尽"}),
        ("該問誰", "问谁", {"客服"}),
        ("不會講外語", "不会讲外语", {"语言不通"}),
    ],
)
def test_a_word_is_also_looked_for_by_its_synonyms(searcher: Searcher, text: str, typed: str, some: set[str]) -> None:
    assert some <= synonyms(searcher, text)[typed]


def test_a_synonym_of_several_words_is_looked_for_in_pairs_of_characters_too(searcher: Searcher) -> None:
    assert {"微信 信支 支付"} <= synonyms(searcher, "wechat pay", "bigrams")["wechat pay"]


def test_a_section_that_holds_a_part_of_a_synonym_holds_no_synonym(write_guides: WriteGuides, tmp_path: Path) -> None:
    guides = {
        "all.md": f"# 甲\n\n填写的号码有错误。{FILLER}\n",
        "part.md": f"# 乙\n\n错误代码。{FILLER}\n",
        "other.md": f"# 丙\n\n填写表格。{FILLER}\n",
    }
    build(write_guides(guides), tmp_path / "data")
    with closing(Searcher.open(tmp_path / "data")) as opened:
        assert [hit.guide.id for hit in opened.search("输错").hits] == ["all"]
        hit = opened.search("输错").hits[0]
        assert hit.snippet.matches == ()


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("充值后多久能用", "unlimited#续费后多久生效"),
        ("缴费后多久生效", "unlimited#续费后多久生效"),
        ("wechat pay", "lebara-sim#第三方支付"),
        ("alipay", "lebara-sim#第三方支付"),
        ("退钱", "unlimited#能否取消已买的套餐"),
        ("邮政 缴费", "leb-phone#邮局"),
    ],
)
def test_what_was_typed_in_other_words_is_found(searcher: Searcher, text: str, section: str) -> None:
    assert section in searcher.ranked_ids(text)[:3]


@pytest.mark.parametrize(("text", "order"), [("续费", ["renew", "pay-in"]), ("充值", ["pay-in", "renew"])])
def test_the_word_that_was_typed_outranks_its_synonym(shop: Searcher, text: str, order: list[str]) -> None:
    assert [hit.guide.id for hit in shop.search(text).hits] == order


@pytest.mark.parametrize("text", ["apps", "whatsapp", "alipayer", "app2"])
def test_a_latin_word_inside_another_has_no_synonyms(searcher: Searcher, text: str) -> None:
    assert synonyms(searcher, text) == {}


@pytest.mark.parametrize("text", ["充值", "wechat pay", "alipay"])
def test_a_synonym_is_no_other_reading_of_the_query(searcher: Searcher, text: str) -> None:
    query = searcher.explain(text, limit=0).query
    assert (query.suggestion, query.reason) == (None, None)

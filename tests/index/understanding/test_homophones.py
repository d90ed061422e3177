from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from index.analysis.analyzer import analyze
from index.analysis.channels import outermost
from index.analysis.pinyin import readings
from index.builder import build
from index.parsed_query import ParsedQuery
from index.searcher import Searcher

WriteGuides = Callable[[Mapping[str, str | bytes]], Path]
ALIKE = ("登陆", "制服", "克服", "生肖", "收集", "实践", "手记", "国籍", "主意")
"""Real words that no guide has and that sound like words of the guides."""


def parse(searcher: Searcher, text: str) -> ParsedQuery:
    return searcher.explain(text, limit=0).query


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("续废", "续费"),
        ("續廢", "續費"),
        ("续废多久生效", "续费多久生效"),
        ("自动续非", "自动续费"),
        ("手续废", "手续费"),
        ("支付保", "支付宝"),
        ("忘记密马", "忘记密码"),
        ("上网咔", "上网卡"),
        ("续废 手续废", "续费 手续费"),
    ],
)
def test_han_that_make_no_word_are_read_by_their_sound(searcher: Searcher, text: str, reading: str) -> None:
    query = parse(searcher, text)
    assert (query.suggestion, query.reason) == (reading, "homophone")


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("续废多久生效", "unlimited#续费后多久生效"),
        ("手续废", "leb-phone#会不会收手续费"),
        ("忘记密马", "roaming#忘记密码怎么办"),
        ("自动续非", "roaming#要不要开自动续费"),
        ("怀疑炸骗", "leb-phone#怀疑遇到诈骗"),
    ],
)
def test_a_slip_of_the_input_method_finds_what_was_meant(searcher: Searcher, text: str, section: str) -> None:
    assert section in searcher.ranked_ids(text)[:3]


@pytest.mark.parametrize("word", ALIKE)
def test_a_real_word_is_not_read_as_another_of_its_sound(searcher: Searcher, word: str) -> None:
    reader = searcher._reader
    assert any(reader.full.of(key) for key in readings(word))
    assert reader.channels["words"].holders_of(word) == 0
    assert parse(searcher, word).suggestion is None


@given(st.lists(st.sampled_from((*ALIKE, "续费", "密码", "账户", "便利店")), min_size=1, max_size=4))
def test_real_words_side_by_side_are_not_rewritten(searcher: Searcher, words: list[str]) -> None:
    text = "".join(words)
    assume([token.term for token in outermost(analyze(text).tokens["words"])] == words)
    query = parse(searcher, text)
    assert query.suggestion is None
    assert not any(one.origin == "homophone" for group in query.groups for one in group.alternatives)


@pytest.mark.parametrize("text", ["续", "废", "续 废", "续，废", "续a废"])
def test_single_characters_apart_are_not_read_by_their_sound(searcher: Searcher, text: str) -> None:
    assert parse(searcher, text).reason != "homophone"


def test_what_a_guide_holds_as_it_was_typed_is_not_read_as_something_else(
    write_guides: WriteGuides, tmp_path: Path
) -> None:
    guides = {"a.md": "# 甲\n\n怎样续费。\n", "b.md": "# 乙\n\n游戏续废。\n", "c.md": "# 丙\n\n别的事情。\n"}
    build(write_guides(guides), tmp_path / "data")
    with closing(Searcher.open(tmp_path / "data")) as searcher:
        results = searcher.search("续废")
        assert results.parsed.suggestion is None
        assert results.hits[0].guide.id == "b"


@given(st.text(st.sampled_from("续废费非密马码手"), min_size=1, max_size=8))
def test_a_reading_is_as_long_as_what_was_typed(searcher: Searcher, text: str) -> None:
    query = parse(searcher, text)
    assert query.suggestion is None or len(query.suggestion) == len(text)

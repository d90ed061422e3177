from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.builder import build
from index.parsed_query import ParsedQuery
from index.searcher import Searcher
from index.understanding.typos import SHORTEST, near

WriteGuides = Callable[[Mapping[str, str | bytes]], Path]


def parse(searcher: Searcher, text: str) -> ParsedQuery:
    return searcher.explain(text, limit=0).query


@pytest.fixture
def names(write_guides: WriteGuides, tmp_path: Path) -> Iterator[Searcher]:
    """Guides that hold a few Latin names."""
    guides = {
        "a.md": "# 甲\n\nBCPL 和 instagram 的说明。\n",
        "b.md": "# 乙\n\nlebara 的说明。\n",
        "c.md": "# 丙\n\nlebera 的说明。\n",
        "d.md": "# 丁\n\nlebera 的另一个说明。\n",
        "e.md": "# 戊\n\n别的事情。\n",
    }
    build(write_guides(guides), tmp_path / "data")
    with closing(Searcher.open(tmp_path / "data")) as searcher:
        yield searcher


@pytest.mark.parametrize("text", ["lebra", "lebaar", "LEBRA", "ｌｅｂｒａ", "lebarra", "labara", "lebarraa"])
def test_a_name_with_a_slip_is_read_as_the_name(searcher: Searcher, text: str) -> None:
    query = parse(searcher, text)
    assert (query.suggestion, query.reason) == ("lebara", "typo")
    assert searcher.ranked_ids(text) == searcher.ranked_ids("lebara")


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("lebra 手机卡", "lebara 手机卡"),
        ("paypla付款", "paypal付款"),
        ("用lebaar续费", "用lebara续费"),
        ("lebra?", "lebara?"),
        ("lebra 한국", "lebara 한국"),
    ],
)
def test_the_rest_of_the_query_stays(searcher: Searcher, text: str, reading: str) -> None:
    assert parse(searcher, text).suggestion == reading


@pytest.mark.parametrize("text", ["lebara", "leb", "paypal", "app", "sim"])
def test_names_that_the_guides_have_are_no_slips(searcher: Searcher, text: str) -> None:
    assert near(text, searcher._reader) == []
    assert parse(searcher, text).reason != "typo"


@pytest.mark.parametrize("text", ["esim1088", "lebra5", "5lebra", "1088", "lebara1"])
def test_letters_that_touch_digits_are_no_slip(searcher: Searcher, text: str) -> None:
    assert parse(searcher, text).reason != "typo"


def test_an_unknown_name_with_digits_finds_nothing(searcher: Searcher) -> None:
    assert searcher.ranked_ids("esim1088") == ()


@pytest.mark.parametrize(
    ("word", "names_near"),
    [
        ("instagrm", ["instagram"]),
        ("instgarm", ["instagram"]),
        ("instagrmm", ["instagram"]),
        ("insgrm", []),
        ("lebbbra", []),
        ("bcl", ["bcpl"]),
        ("bpl", ["bcpl"]),
        ("cpl", []),
        ("bcp", []),
        ("bc", []),
        ("bcpl", []),
        ("lébara", ["lebara"]),
    ],
)
def test_short_words_may_have_one_slip_and_long_ones_two(names: Searcher, word: str, names_near: list[str]) -> None:
    assert near(word, names._reader) == names_near


def test_of_equally_near_names_the_commonest_comes_first(names: Searcher) -> None:
    assert near("lebra", names._reader) == ["lebera", "lebara"]


def test_a_name_that_a_guide_has_outranks_the_name_it_may_be_a_slip_of(names: Searcher) -> None:
    results = names.search("lebara")
    assert [hit.guide.id for hit in results.hits] == ["b"]
    assert results.parsed.suggestion is None


@given(st.sampled_from(["lebara", "paypal"]), st.data())
def test_a_name_with_two_letters_exchanged_is_near(searcher: Searcher, name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(name) - 2))
    slip = name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    assert slip == name or name in near(slip, searcher._reader)


@given(st.text(st.sampled_from("lebarpyis"), max_size=8))
def test_a_near_name_is_known_and_at_most_two_letters_longer_or_shorter(searcher: Searcher, word: str) -> None:
    found = near(word, searcher._reader)
    words, names = searcher._reader.channels["words"].lexicon, searcher._reader.synonyms.names
    assert all(words.number(term) is not None or term in names for term in found)
    assert all(abs(len(term) - len(word)) <= 2 for term in found)
    assert not found or len(word) >= SHORTEST


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("wechta pay续费", "wechat pay续费"),
        ("wehcat", "wechat"),
        ("Weixni Pay 充值", "weixin Pay 充值"),
        ("用 alipya 交费", "用 alipay 交费"),
    ],
)
def test_a_slip_in_a_name_that_no_guide_has_finds_its_synonyms(searcher: Searcher, text: str, right: str) -> None:
    query = parse(searcher, text)
    assert (query.suggestion, query.reason) == (right, "typo")
    assert searcher.ranked_ids(text)[0] == searcher.ranked_ids(right)[0]


def test_a_slip_in_a_name_whose_synonyms_no_guide_has_stays(names: Searcher) -> None:
    query = parse(names, "alipya 的说明")
    assert query.suggestion is None
    assert {one.origin for group in query.groups for one in group.alternatives} == {"typed"}


def test_a_word_that_may_still_grow_is_no_slip(searcher: Searcher) -> None:
    origins = {one.origin for group in searcher.explain("paypa", limit=0).query.groups for one in group.alternatives}
    assert "prefix" in origins
    assert "typo" not in origins
    slipped = {
        one.origin for group in searcher.explain("paypa 付款", limit=0).query.groups for one in group.alternatives
    }
    assert "typo" in slipped

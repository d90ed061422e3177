"""What a query costs is counted in calls: functions of Python and of C that run for it."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from types import FrameType

import pytest
from hypothesis import example, given, settings, target
from hypothesis import strategies as st

from index.builder import build
from index.query import LONGEST_QUERY, clean
from index.searcher import Searcher
from tests.conftest import amount
from tests.widget.commands import write_guides

GUIDES = amount(150, 3_000)
HAN = "续费退货换发票订单支付密码登录账户套餐流量漫游激活卡号充值余额客服电话地址物流快递保修的"
LATIN = "abcdefghijklmnoprstuw"
MOST_CALLS = 4_000
"""For each code point; and for each Latin word of the index TRIES more, because unknown words are compared with all."""
TRIES = 2

PIECES = st.one_of(
    st.sampled_from(["的", "续废", "推货", "xufei", "tuihuo", "fp", "leb", "lebra", "iphone15", '"', "發票", "usb-c"]),
    st.text(st.sampled_from(HAN), min_size=1, max_size=6),
    st.text(st.sampled_from(LATIN), min_size=1, max_size=9),
    st.sampled_from([" ", "-", ".", "1", "\u0301", "\u200b", "\u202e", "\U0001f600", "\U00020bb7", "ﷺ", "㍿", "İ"]),
)
QUERIES = st.lists(PIECES, min_size=1, max_size=200).map(lambda pieces: clean("".join(pieces))[:LONGEST_QUERY])


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """A searcher of many guides with many Latin names."""
    chance = random.Random(3)  # noqa: S311 - choices to repeat, no secrets
    folder = tmp_path_factory.mktemp("many")

    def text(letters: str, length: int) -> str:
        return "".join(chance.choice(letters) for _ in range(length))

    def guide() -> str:
        opening = f"# {text(HAN, 6)} {text(LATIN, 5)}\n\n{text(HAN, 30)} {text(LATIN, 4)}。\n\n"
        return f"{opening}## {text(HAN, 5)}\n\n{text(HAN, 25)}。\n"

    guides = {f"g{number}": guide() for number in range(GUIDES)}
    build(write_guides(folder / "guides", guides), folder / "data")
    searcher = Searcher.open(folder / "data")
    searcher.warm()
    searcher.search("续费 abc")
    yield searcher
    searcher.close()


def calls(searcher: Searcher, text: str) -> int:
    """Search, and count."""
    count = 0

    def profile(_frame: FrameType, event: str, _value: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(profile)
    try:
        searcher.search(text)
    finally:
        sys.setprofile(None)
    return count


@settings(max_examples=amount(80, 5_000))
@given(QUERIES)
@example("的" * 200)
@example("续废推货换或法票定单之付" * 16)
@example(" ".join(f"{a}{b}q" for a in LATIN for b in "xyz")[:200])
@example(" ".join(["xufei", "tuihuo", "fapiao", "dingdan"] * 9)[:200])
@example("xufeituihuofapiao" * 11)
@example('"退" ' * 50)
def test_the_most_expensive_query_that_can_be_found_costs_a_bounded_number_of_calls(many: Searcher, text: str) -> None:
    cost = calls(many, text)
    target(float(cost))
    assert cost < LONGEST_QUERY * (MOST_CALLS + TRIES * sum(map(len, many._reader.latin.values())))


@given(QUERIES.filter(lambda text: len(text) <= 40))
def test_a_query_asks_for_a_bounded_number_of_terms(many: Searcher, text: str) -> None:
    groups = many.explain(text, limit=0).query.groups
    assert sum(len(group.alternatives) for group in groups) <= 60 * (len(text) + 1)


OPERATORS = (
    "[TO]", "[* TO *]", "*", "?*", "*:*", "续费*", "退~9", "id:*", "section:x", "words:续费 OR *", "NOT x", "{a TO b}",
    "((((",
)  # fmt: skip
ODD = st.one_of(
    st.characters(),
    st.characters(categories=["Cc", "Cf", "Cs", "Co", "Mn", "Me", "So"]),
    st.sampled_from(list("的()[]{}*?~^\"'\\/+-&|!:<>@#$%=_.,;")),
)


@settings(max_examples=amount(150, 20_000))
@given(st.lists(ODD, max_size=LONGEST_QUERY).map("".join))
@example("的" * 200)
@example("[TO]" * 50)
@example("\ud800" * 200)
@example("e" + "\u0301" * 199)
@example("\u202e" * 200)
def test_any_text_gives_an_answer_or_none(searcher: Searcher, text: str) -> None:
    results = searcher.search(text, limit=10)
    assert len(results.hits) <= 10
    assert results.parsed.text == clean(text)


@pytest.mark.parametrize("text", OPERATORS)
def test_no_operator_finds_more_than_its_words(searcher: Searcher, text: str) -> None:
    words = "".join(character if character.isalnum() else " " for character in text)
    assert searcher.search(text).total <= searcher.search(words).total

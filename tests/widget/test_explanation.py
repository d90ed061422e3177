from __future__ import annotations

import re

import pytest

from index.searcher import Searcher
from widget.explanation import explained
from widget.tables import cells

STEPS = ("typed", "folded", "left out", "synonym", "pinyin", "homophone", "typo", "prefix", "read as")


def parts(searcher: Searcher, query: str, section_id: str | None = None) -> list[list[str]]:
    """The steps, the terms and the sections of an explanation, as lines."""
    text = "\n".join(explained(searcher.explain(query, section_id)))
    return [part.split("\n") for part in text.split("\n\n")]


def steps(searcher: Searcher, query: str) -> list[tuple[str, str]]:
    lines = parts(searcher, query)[0]
    return [(name, rest) for line in lines for name, rest in [re.split(r"  +", line, maxsplit=1)]]


@pytest.mark.parametrize(
    ("query", "step"),
    [
        ("ＬＥＢ續費", ("typed", "LEB續費")),
        ("ＬＥＢ續費", ("folded", "leb续费")),
        ("怎么续费", ("left out", "怎么")),
        ("忘记mima", ("pinyin", "mima → 密码")),
        ("忘记mima", ("read as", "忘记密码 (pinyin)")),
        ("lebra套餐", ("typo", "lebra → lebara")),
        ("lebra套餐", ("read as", "lebara套餐 (typo)")),
    ],
)
def test_each_step_of_understanding_is_shown(searcher: Searcher, query: str, step: tuple[str, str]) -> None:
    assert step in steps(searcher, query)


def test_a_synonym_and_a_half_typed_word_are_shown_with_what_they_may_be(searcher: Searcher) -> None:
    shown = dict(steps(searcher, "充值自动续"))
    assert re.fullmatch(r"充值 → .*续费.*", shown["synonym"])
    assert shown["prefix"].startswith("续 → ")


@pytest.mark.parametrize("query", ["怎么充值lebra", "忘记mima 多久生", "xufei", "", "？"])
def test_steps_stand_in_the_order_in_which_they_are_taken(searcher: Searcher, query: str) -> None:
    names = [STEPS.index(name) for line in parts(searcher, query)[0] for name in STEPS if line.startswith(f"{name} ")]
    assert names == sorted(names)


def test_terms_stand_in_columns_by_channel(searcher: Searcher) -> None:
    head, *rows = parts(searcher, "续费lebra多久")[1]
    assert head.split() == ["channel", "typed", "term", "weight", "origin", "sections"]
    assert {row.split()[0] for row in rows if row[0] != " "} == {"words", "bigrams", "characters"}
    assert len({cells(row) for row in (head, *rows)}) == 1  # the last column ends at one cell
    assert any(row.split() == ["words", "lebra", "lebra", "1", "typed", "0"] for row in rows)
    assert any(re.fullmatch(r" +lebara +0\.7 +typo +\d+", row) for row in rows)


@pytest.mark.parametrize("query", ["续费后多久生效", "xufei", "lebra 充值", "怎么退款"])
def test_sums_by_channel_are_those_of_the_points_below(searcher: Searcher, query: str) -> None:
    for total, sums, head, *rows in parts(searcher, query)[2:]:
        assert head.split() == ["points", "channel", "term", "weight", "origin", "rarity"]
        by_channel: dict[str, float] = {}
        for row in rows:
            points, channel = row.split()[:2]
            by_channel[channel] = by_channel.get(channel, 0.0) + float(points)
        said = {name: float(points) for points, name in re.findall(r"(\d+\.\d+) (\w+)", sums)}
        assert said == pytest.approx(by_channel, abs=0.0006 * len(rows))
        assert float(total.split()[0]) == pytest.approx(sum(said.values()), abs=0.002)


def test_points_for_a_whole_title_are_named_so(searcher: Searcher) -> None:
    rows = parts(searcher, "续费后多久生效", "unlimited#续费后多久生效")[2][3:]
    assert [row.split()[1:3] for row in rows if row.split()[1] == "title"] == [["title", "续费后多久生效？"]]


def test_a_section_that_nothing_speaks_for_is_shown_with_no_points(searcher: Searcher) -> None:
    assert parts(searcher, "飞行模式", "unlimited#授权实体店")[2][0].startswith("0.000  unlimited#")

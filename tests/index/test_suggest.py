from __future__ import annotations

import pytest

from index.script import script_of
from index.searcher import Searcher


def texts(searcher: Searcher, text: str) -> list[str]:
    return [suggestion.text for suggestion in searcher.suggest(text, 20)]


@pytest.mark.parametrize(
    ("text", "title", "_way"),
    [
        ("续费后", "续费后多久生效？", "the start of a question"),
        ("多久", "续费后多久生效？", "a word inside"),
        ("自助终", "自助终端机", "a heading, half a word"),
        ("LEB 電", "LEB 電話卡續費：線上與線下辦法", "the title of a guide"),
        ("xufeihou", "续费后多久生效？", "pinyin"),
        ("wangjim", "忘记密码怎么办", "unfinished pinyin"),
        ("wjmm", "忘记密码怎么办", "initials"),
        ("ＬＥＢ電", "LEB 電話卡續費：線上與線下辦法", "full-width"),
    ],
)
def test_titles_complete_what_was_typed(searcher: Searcher, text: str, title: str, _way: str) -> None:
    assert title in texts(searcher, text)


@pytest.mark.parametrize(
    ("typed", "found"), [("線上", "線上續費"), ("线上", "线上续费"), ("shouju", "收據與憑證怎麼留")]
)
def test_titles_come_in_the_script_that_was_typed_else_in_their_own(searcher: Searcher, typed: str, found: str) -> None:
    assert found in texts(searcher, typed)


@pytest.mark.parametrize(("typed", "other"), [("續費", "zh-Hans"), ("续费", "zh-Hant"), ("忘記", "zh-Hans")])
def test_no_completion_is_in_the_other_script(searcher: Searcher, typed: str, other: str) -> None:
    found = texts(searcher, typed)
    assert found
    assert [text for text in found if script_of(text) == other] == []


@pytest.mark.parametrize("text", ["", "？", "量子力学", "qqq", "\ud800"])
def test_what_no_title_goes_on_from_is_not_completed(searcher: Searcher, text: str) -> None:
    assert texts(searcher, text) == []


def test_titles_that_start_with_the_text_come_first_and_none_twice(searcher: Searcher) -> None:
    found = texts(searcher, "续费")
    starts = [text.startswith("续费") for text in found]
    assert starts == sorted(starts, reverse=True)
    assert starts[0]
    assert len(set(found)) == len(found)

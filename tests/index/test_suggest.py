from __future__ import annotations

import pytest

from index.script import detect_language, script_of
from index.searcher import Searcher
from tests.index.conftest import Open


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


@pytest.mark.parametrize("text", ["？", "量子力学", "qqq"])
def test_what_no_title_goes_on_from_is_not_completed(searcher: Searcher, text: str) -> None:
    assert texts(searcher, text) == []


def test_titles_that_start_with_the_text_come_first_and_none_twice(searcher: Searcher) -> None:
    found = texts(searcher, "续费")
    starts = [text.startswith("续费") for text in found]
    assert starts == sorted(starts, reverse=True)
    assert starts[0]
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("typed", ["续费", "續費", "xufei", "LEB", ""])
def test_each_title_comes_with_the_language_it_is_in_now(searcher: Searcher, typed: str) -> None:
    found = searcher.suggest(typed, 20)
    assert found
    for suggestion in found:
        assert suggestion.lang == detect_language(suggestion.text, suggestion.lang), suggestion


FAQ = """# Card B

Words about card B.

## FAQ

Read on.

### How long?

A day.

### Where?

Everywhere.
"""


def test_where_nothing_was_typed_guides_take_turns_with_frequent_questions_first(index_of: Open) -> None:
    opened = index_of(
        {
            "a.md": "# Card A\n\nWords about card A.\n\n## Where?\n\nHere.\n\n## Heading\n\n### Under it\n\nMore.",
            "b.md": FAQ,
        }
    )
    found = opened.suggest(" \u200b\ud800", 20)
    assert [(one.text, one.section_id.partition("#")[0]) for one in found] == [
        ("Card A", "a"),
        ("How long?", "b"),
        ("Where?", "a"),
        ("Under it", "a"),
        ("Card B", "b"),
    ], "no heading without a text of its own, no title that only leads to answers, no title twice"
    assert opened.suggest("", 2) == found[:2]
    assert {one.lang for one in found} == {"en"}

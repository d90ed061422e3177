from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.widget.http_client import fetch


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ("怎麼xufei", {"query": "怎麼續費", "reason": "pinyin"}),
        ("怎么xufei", {"query": "怎么续费", "reason": "pinyin"}),
        ("續廢", {"query": "續費", "reason": "homophone"}),
        ("續費", None),
    ],
)
def test_a_query_read_in_another_way_is_told_in_its_own_script(
    service: str, typed: str, suggestion: dict[str, str] | None
) -> None:
    assert fetch(service, f"/search?q={quote(typed)}").json["suggestion"] == suggestion


@pytest.mark.parametrize(("typed", "title"), [("線上", "線上續費"), ("线上", "线上续费")])
def test_a_question_being_typed_is_completed_in_its_own_script(service: str, typed: str, title: str) -> None:
    found = fetch(service, f"/suggest?q={quote(typed)}").json["suggestions"]
    assert title in [one["text"] for one in found]
    assert {one["lang"] for one in found} == {"zh-Hant" if title == "線上續費" else "zh-Hans"}


def test_an_empty_question_is_answered_by_sections_that_can_be_read(service: str) -> None:
    answer = fetch(service, "/suggest?q=")
    found = answer.json["suggestions"]
    assert len({one["section"].partition("#")[0] for one in found[:5]}) == 5, "one of each guide"
    assert [fetch(service, f"/sections/{quote(one['section'], safe='')}").json["title"] for one in found] == [
        one["text"] for one in found
    ]
    assert fetch(service, "/suggest").json == answer.json

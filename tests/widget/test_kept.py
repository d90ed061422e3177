"""Answers that are kept: the same as new ones, bounded, and of the live generation alone."""

from __future__ import annotations

import gzip
from pathlib import Path

import orjson
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from index.builder import build
from index.searcher import Searcher
from tests.widget.commands import write_guides
from tests.widget.conftest import opened
from widget.kept import Answer, Answers
from widget.replies import Origin

QUESTION = "/search?q=续费后多久生效"


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions that were really searched."""
    seen: list[str] = []
    search = Searcher.search

    def noted(self: Searcher, text: str, **more: object) -> object:
        if text in QUESTION:  # a service asks something else while it starts
            seen.append(text)
        return search(self, text, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Searcher, "search", noted)
    return seen


def lasting(answer: TestResponse) -> dict[str, str]:
    """Give the headers but those that name the request."""
    return {name: value for name, value in answer.headers.items() if name not in {"X-Request-ID", "Date"}}


def test_a_repeated_question_is_searched_once_and_answered_the_same(sample_data: Path, searches: list[str]) -> None:
    with opened(sample_data) as site:
        first, again = site.get(QUESTION), site.get(QUESTION)
        assert searches == ["续费后多久生效"]
        assert again.data == first.data
        assert lasting(again) == lasting(first)
        assert again.headers["X-Request-ID"] != first.headers["X-Request-ID"]


def test_a_kept_answer_that_the_client_has_is_not_sent_again(sample_data: Path, searches: list[str]) -> None:
    with opened(sample_data) as site:
        first = site.get(QUESTION)
        again = site.get(QUESTION, headers={"If-None-Match": first.headers["ETag"]})
        other = site.get(QUESTION, headers={"If-None-Match": '"other", ' + first.headers["ETag"]})
    assert (again.status_code, again.data, other.status_code) == (304, b"", 304)
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
    assert not {"Content-Type", "Content-Length"} & set(again.headers.keys())
    assert len(searches) == 2  # a list of tags is read where everything is read


def test_kept_answers_end_with_their_generation(tmp_path: Path) -> None:
    data, guides = tmp_path / "data", tmp_path / "guides"
    build(write_guides(guides, {"a": "# Title first\n\nalpha\n"}), data)
    with opened(data) as site:
        targets = ["/search?q=alpha", "/suggest?q=title", "/sections/a%23intro"]
        before = {target: site.get(target).get_json() for target in targets * 2}
        build(write_guides(guides, {"a": "# Title second\n\nalpha\n"}), data)
        after = {target: site.get(target).get_json() for target in targets * 2}
    for target in targets:
        assert before[target]["generation"] != after[target]["generation"]
        assert "second" in str(after[target])
        assert "first" not in str(after[target])


@pytest.mark.parametrize("target", ["/search?limit=x", "/nowhere", "/readyz", "/sections/nowhere", "/", "/metrics"])
def test_what_is_no_lasting_answer_is_not_kept(sample_data: Path, target: str) -> None:
    with opened(sample_data) as site:
        first, again = site.get(target), site.get(target)
        assert again.status_code == first.status_code
        counted = site.get("/metrics").text
    assert 'cache="hit",results="some"} 0.0' in counted


def test_sites_of_an_allow_list_never_get_each_other_s_answers(sample_data: Path) -> None:
    allowed = ["https://a.example", "https://b.example"]
    with opened(sample_data, HELPWIDGET_ORIGINS=" ".join(allowed)) as site:
        for origin in [*allowed, "https://foreign.example"] * 2:
            given = site.get(QUESTION, headers={"Origin": origin}).headers.get("Access-Control-Allow-Origin")
            assert given == (origin if origin in allowed else None)


def test_with_nothing_to_keep_in_every_question_is_searched(sample_data: Path, searches: list[str]) -> None:
    with opened(sample_data, HELPWIDGET_CACHE="0") as site:
        assert site.get(QUESTION).data
        assert site.get(QUESTION).data
    assert len(searches) == 2


def answer(size: int, generation: str = "one") -> Answer:
    return Answer(Origin(generation), "/search", (), "tag", bytes(size))


def test_answers_take_no_more_bytes_than_allowed_and_the_longest_unasked_goes_first() -> None:
    answers = Answers(40_050)
    for number in range(10):
        answers.put(number, answer(2_500))
    assert answers.get(0, "one")
    for number in range(10, 14):
        answers.put(number, answer(2_500))
    kept = [number for number in range(14) if answers.get(number, "one")]
    assert kept == [0, 5, 6, 7, 8, 9, 10, 11, 12, 13]
    answers.put("large", answer(20_000))
    assert answers.get("large", "one") is None
    assert answers.get(13, "two") is None


def test_long_addresses_take_room_as_well() -> None:
    answers = Answers(100_000)
    keys = [(f"/search{number}", "x" * 8_000) for number in range(20)]
    for key in keys:
        answers.put(key, answer(200))
    assert len([key for key in keys if answers.get(key, "one")]) == 100_000 // 9_700


def test_replacing_an_answer_takes_its_room_once() -> None:
    answers = Answers(20_000)
    for _ in range(100):
        answers.put("same", answer(900))
    answers.put("other", answer(900))
    assert answers.get("same", "one")
    assert answers.get("other", "one")


@pytest.mark.parametrize("target", [QUESTION, "/", "/help-widget.js", "/guides/unlimited", "/demo.css"])
def test_long_texts_are_compressed_for_those_who_take_it(client: FlaskClient, target: str) -> None:
    plain = client.get(target, buffered=True)
    small = client.get(target, headers={"Accept-Encoding": "br, gzip"}, buffered=True)
    again = client.get(target, headers={"Accept-Encoding": "br, gzip"}, buffered=True)
    refused = client.get(target, headers={"Accept-Encoding": "gzip;q=0"}, buffered=True)
    assert small.headers["Content-Encoding"] == "gzip"
    assert len(small.data) < len(plain.data) / 1.5
    assert int(small.headers["Content-Length"]) == len(small.data)
    assert "Accept-Encoding" in small.vary
    assert "Accept-Encoding" in plain.vary
    assert "Content-Encoding" not in refused.headers
    if target == QUESTION:
        assert orjson.loads(gzip.decompress(small.data))["hits"] == plain.get_json()["hits"]
    else:
        assert gzip.decompress(small.data) == refused.data == plain.data
    assert gzip.decompress(again.data) == gzip.decompress(small.data)


def test_short_texts_are_sent_as_they_are(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/livez", headers={"Accept-Encoding": "gzip"}).headers

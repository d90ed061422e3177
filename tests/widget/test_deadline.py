"""A search that takes too long gives what it has, says so, and is not kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from index.deadline import NEVER, Deadline
from index.query import parse
from index.searcher import Searcher
from index.understanding.ways import WAYS
from tests.widget.conftest import opened

LATE = Deadline(at=0.0)


def test_past_the_deadline_only_what_was_typed_is_searched(searcher: Searcher) -> None:
    late = searcher.search("lebra 续费后多久生效", deadline=LATE)
    whole = searcher.search("lebra 续费后多久生效")
    assert (late.partial, whole.partial) == (True, False)
    assert {a.origin for group in late.parsed.groups for a in group.alternatives} == {"typed"}
    assert len({a.origin for group in whole.parsed.groups for a in group.alternatives}) > 1
    assert late.hits[0].section.title == "续费后多久生效？"
    assert not any(hit.snippet.matches or hit.title_matches for hit in late.hits)
    assert all(hit.snippet.text for hit in late.hits)


def test_past_the_deadline_no_further_section_is_looked_through_for_a_phrase(searcher: Searcher) -> None:
    assert searcher.search('"续费"').hits
    late = searcher.search('"续费"', deadline=LATE)
    assert (late.hits, late.partial) == ((), True)


def test_ways_are_asked_until_the_deadline(searcher: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter(range(100))
    monkeypatch.setattr("index.deadline.time.perf_counter", lambda: next(moments))
    asked: list[str] = []
    ways = tuple(lambda typed, reader, way=way: asked.append(way.__name__) or way(typed, reader) for way in WAYS)
    monkeypatch.setattr("index.understanding.ways.WAYS", ways)
    parse("续费 app", searcher._reader, Deadline(at=2))
    assert asked == [way.__name__ for way in WAYS[:2]]


def test_without_a_deadline_it_is_never_too_late() -> None:
    assert not NEVER.passed
    assert Deadline.within(0).passed
    assert not Deadline.within(1_000).passed


def test_a_partial_answer_says_so_and_is_neither_kept_nor_named_by_a_tag(
    sample_data: Path, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(sample_data, HELPWIDGET_DEADLINE="1") as site:
        with monkeypatch.context() as patched:
            patched.setattr(Deadline, "within", classmethod(lambda _cls, _seconds: LATE))
            late = site.get("/search?q=续费后多久生效")
        whole = site.get("/search?q=续费后多久生效", headers={"If-None-Match": "W/x"})
    assert late.status_code == 200
    assert late.get_json()["partial"] is True
    assert late.get_json().keys() == client.get("/search?q=续费后多久生效").get_json().keys()
    assert late.headers["Cache-Control"] == "no-store"
    assert "ETag" not in late.headers
    assert whole.status_code == 200


def test_the_demo_page_has_the_same_deadline(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    target = "/?q=lebra"  # a slip, which is not looked for when it is too late
    assert "/guides/" in client.get(target).text
    monkeypatch.setattr(Deadline, "within", classmethod(lambda _cls, _seconds: LATE))
    assert "/guides/" not in client.get(target).text

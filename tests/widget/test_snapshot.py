from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest

from index.builder import build
from index.generation import live_generation, pointer_mark
from tests.conftest import amount, serving
from tests.widget.commands import run, write_guides
from tests.widget.conftest import opened
from tests.widget.damages import DAMAGES, UNFORESEEN, flip_a_byte, publish, told, until
from tests.widget.http_client import fetch, loaded
from widget import snapshot
from widget.snapshot import RETRY_SECONDS, Snapshot

REBUILDS = amount(4, 200)
RESPONSES = amount(400, 100_000)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory with guides that say `first`."""
    publish(tmp_path / "guides", tmp_path / "data", "first")
    return tmp_path / "data"


def test_a_running_service_takes_up_a_new_generation(data: Path, tmp_path: Path) -> None:
    first = live_generation(data).name
    with serving("serve", "--data", str(data), "--workers", "2") as address:
        assert fetch(address, "/search?q=first").json["generation"] == first
        write_guides(tmp_path / "guides", {"a": "# Title second\n\nalpha second text\n"})
        assert run("index", tmp_path / "guides", "--data", data).returncode == 0
        second = live_generation(data).name
        assert second != first
        until(lambda: fetch(address, "/readyz").json["generation"] == second)
        answer = fetch(address, "/search?q=second").json
        assert (answer["generation"], answer["hits"][0]["title"]) == (second, "Title second")
        assert "Title second" in fetch(address, "/guides/a").body.decode()


@pytest.mark.parametrize("damage", [*DAMAGES, *UNFORESEEN])
def test_a_damaged_newer_generation_leaves_the_last_good_one_serving(
    data: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    with opened(data) as site:
        first, degraded = told(site)
        assert not degraded
        publish(tmp_path / "guides", data, "second")
        damage(data)
        assert told(site) == (first, True)
        answer = site.get("/search?q=alpha").get_json()
        assert (answer["generation"], answer["hits"][0]["title"]) == (first, "Title first")
        assert site.get("/sections/a%23intro").status_code == 200
        assert "Title first" in site.get("/guides/a").text


def test_whoever_starts_on_the_last_good_generation_is_degraded_before_anybody_asks(data: Path, tmp_path: Path) -> None:
    publish(tmp_path / "guides", data, "second")
    flip_a_byte(data)
    assert Snapshot(data).degraded


def test_requests_that_follow_at_once_look_at_the_disk_no_more(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[Path] = []
    monkeypatch.setattr(snapshot, "pointer_mark", lambda folder: (looks.append(folder), pointer_mark(folder))[1])
    monkeypatch.setattr(snapshot, "GLANCE_SECONDS", 60.0)
    served = Snapshot(data)
    served.searcher()
    assert looks
    looks.clear()
    for _ in range(9):
        served.searcher()
    assert looks == []


def test_after_a_damaged_generation_the_next_good_one_is_taken_up(data: Path, tmp_path: Path) -> None:
    with opened(data) as site:
        publish(tmp_path / "guides", data, "second")
        flip_a_byte(data)
        assert told(site)[1]
        third = publish(tmp_path / "guides", data, "third")
        until(lambda: told(site) == (third, False), 10 * RETRY_SECONDS)


def test_a_generation_that_is_mended_in_place_is_taken_up(data: Path, tmp_path: Path) -> None:
    with opened(data) as site:
        second = publish(tmp_path / "guides", data, "second")
        file = next(path for path in live_generation(data).path.iterdir() if path.name != "manifest.json")
        whole = file.read_bytes()
        file.write_bytes(b"torn")
        assert told(site)[1]
        file.write_bytes(whole)
        until(lambda: told(site) == (second, False), 10 * RETRY_SECONDS)


def test_a_running_service_says_that_it_is_degraded(data: Path, tmp_path: Path) -> None:
    first = live_generation(data).name
    with serving("serve", "--data", str(data)) as address:
        publish(tmp_path / "guides", data, "second")
        flip_a_byte(data)
        ready = fetch(address, "/readyz")
        assert (ready.status, ready.json["generation"], ready.json["degraded"]) == (200, first, True)
        assert fetch(address, "/search?q=alpha").json["hits"][0]["title"] == "Title first"


def test_a_generation_that_is_gone_is_told_by_sections_that_are_gone(data: Path, tmp_path: Path) -> None:
    with opened(data) as site:
        assert site.get(f"/sections/{quote('b#intro')}").status_code == 200
        shutil.rmtree(tmp_path / "guides")
        build(write_guides(tmp_path / "guides", {"a": "# Only\n\nalpha\n"}), data)
        assert site.get(f"/sections/{quote('b#intro')}").status_code == 404
        assert site.get("/guides/b").status_code == 404


def test_a_searcher_answers_in_any_thread_after_its_generation_was_removed(data: Path, tmp_path: Path) -> None:
    with opened(data) as site, ThreadPoolExecutor(1) as other_thread:
        searcher = site.application.extensions["helpwidget.snapshot"].searcher()
        for word in ("second", "third"):
            publish(tmp_path / "guides", data, word)
        assert not searcher.generation.path.exists()
        results = other_thread.submit(searcher.search, "alpha").result()
        assert results.hits[0].section.title == "Title first"


def test_requests_from_many_threads_are_answered_from_one_generation_each_while_it_changes(
    data: Path, tmp_path: Path
) -> None:
    words = {live_generation(data).name: "first"}

    with serving("serve", "--data", str(data), "--workers", "2") as address:

        def renew() -> None:
            name = publish(tmp_path / "guides", data, word := f"later{len(words)}")
            words[name] = word
            until(lambda: fetch(address, "/search?q=alpha").json["generation"] == name)

        seen = loaded(address, renew, REBUILDS, RESPONSES)
    assert seen.total() >= RESPONSES
    assert {(name, title) for _, name, title in seen if title != f"Title {words[name]}"} == set()
    assert {status for status, _, _ in seen} == {200}
    assert len({name for _, name, _ in seen}) > REBUILDS / 2

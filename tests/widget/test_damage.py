from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from time import sleep

import pytest

from index.errors import GenerationDamagedError, GenerationError, GenerationForeignError
from index.generation import Generation, live_generation
from tests.conftest import serving
from tests.widget.commands import only_line, run
from tests.widget.conftest import opened
from tests.widget.damages import (
    DAMAGES,
    HARMFUL,
    HARMLESS,
    come_from_another_version,
    cut_a_file,
    flip_a_byte,
    garble_the_pointer,
    lose_a_file,
    lose_everything,
    lose_the_directory,
    lose_the_pointer,
    publish,
    told,
    until,
)
from tests.widget.http_client import fetch
from tests.widget.test_serve import CONNECTIONS, started
from widget import create_app, snapshot
from widget.settings import read_settings
from widget.snapshot import CHECK_SECONDS, RETRY_SECONDS, Snapshot


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory with guides that say `first`."""
    publish(tmp_path / "guides", tmp_path / "data", "first")
    return tmp_path / "data"


@pytest.mark.parametrize("damage", [*DAMAGES, lose_everything])
def test_a_service_does_not_start_where_no_generation_is_good(data: Path, damage: Callable[[Path], None]) -> None:
    lose_a_file(data)
    damage(data)
    with pytest.raises(GenerationError):
        create_app(read_settings({}, data=data))


@pytest.mark.parametrize("damage", [*HARMFUL, *HARMLESS])
def test_a_service_that_starts_on_a_damaged_generation_serves_the_last_good_one(
    data: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    names = [live_generation(data).name, publish(tmp_path / "guides", data, "second")]
    damage(data)
    last = names[damage in {lose_the_pointer, garble_the_pointer}]  # then both are intact
    with opened(data) as site:
        assert told(site) == (last, True)
        assert site.get("/search?q=alpha").get_json()["generation"] == last
        third = publish(tmp_path / "guides", data, "third")
        until(lambda: told(site) == (third, False), 10 * RETRY_SECONDS)


def test_a_service_does_not_start_on_an_index_of_another_version(data: Path, tmp_path: Path) -> None:
    publish(tmp_path / "guides", data, "second")
    come_from_another_version(data)
    with pytest.raises(GenerationForeignError):
        create_app(read_settings({}, data=data))


@pytest.mark.parametrize("damage", HARMFUL)
def test_where_the_files_that_are_served_are_damaged_the_last_good_generation_takes_their_place(
    data: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    first = live_generation(data).name
    second = publish(tmp_path / "guides", data, "second")
    with opened(data) as site:
        assert told(site) == (second, False)
        damage(data)
        sleep(1.5 * CHECK_SECONDS)
        assert told(site) == (first, True)
        assert site.get("/search?q=alpha").get_json()["hits"][0]["title"] == "Title first"


@pytest.mark.parametrize("damage", HARMLESS)
def test_files_that_are_gone_from_the_disk_go_on_answering(
    data: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    second = publish(tmp_path / "guides", data, "second")
    with opened(data) as site:
        damage(data)
        sleep(1.5 * CHECK_SECONDS)
        assert told(site) == (second, True)
        assert site.get("/search?q=alpha").get_json()["hits"][0]["title"] == "Title second"


def test_files_that_were_only_touched_are_served_on(data: Path) -> None:
    with opened(data) as site:
        live = live_generation(data)
        for file in live.path.iterdir():
            file.touch()
        sleep(1.5 * CHECK_SECONDS)
        assert told(site) == (live.name, False)


def test_where_no_generation_is_good_there_are_no_answers_until_there_is_one(data: Path, tmp_path: Path) -> None:
    with opened(data) as site:
        flip_a_byte(data)
        sleep(1.5 * CHECK_SECONDS)
        for target in ("/search?q=alpha", "/readyz") * 2:
            answer = site.get(target)
            assert (answer.status_code, answer.get_json()["code"]) == (503, "no_index")
        second = publish(tmp_path / "guides", data, "second")
        until(lambda: site.get("/readyz").status_code == 200, 10 * RETRY_SECONDS)
        assert told(site) == (second, False)


def test_a_stand_in_that_is_damaged_too_is_not_served(data: Path, tmp_path: Path) -> None:
    first = live_generation(data)
    publish(tmp_path / "guides", data, "second")
    flip_a_byte(data)
    with opened(data) as site:
        assert told(site) == (first.name, True)
        (first.path / "words.postings").write_bytes(b"torn")
        until(lambda: site.get("/readyz").status_code == 503, 10 * RETRY_SECONDS)
        third = publish(tmp_path / "guides", data, "third")
        until(lambda: site.get("/readyz").status_code == 200, 10 * RETRY_SECONDS)
        assert told(site) == (third, False)


@pytest.mark.parametrize("damage", [flip_a_byte, cut_a_file, lose_the_directory])
def test_a_running_service_whose_files_are_damaged_answers_again_and_says_so(
    data: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    """A worker may die of a file that was cut off under it; another one takes its place."""
    first = live_generation(data).name
    second = publish(tmp_path / "guides", data, "second")
    serves = {second} if damage is lose_the_directory else {first}
    with serving("serve", "--data", str(data), "--workers", "2") as address:
        assert fetch(address, "/search?q=alpha").json["generation"] == second
        damage(data)

        def answers() -> bool:
            try:
                ready, found = fetch(address, "/readyz").json, fetch(address, "/search?q=alpha").json
            except (OSError, IndexError, ValueError):  # the worker died over it
                return False
            return bool(ready["degraded"] and {ready["generation"], found["generation"]} == serves and found["hits"])

        until(lambda: all(answers() for _ in range(20)))  # by both workers


@pytest.fixture
def slow_check(monkeypatch: pytest.MonkeyPatch) -> tuple[Event, Event]:
    """Events around what opens a generation: it sets the first and waits for the second."""
    entered, let_go = Event(), Event()

    def slowly(data: Path) -> Generation:
        entered.set()
        assert let_go.wait(30)
        return live_generation(data)

    monkeypatch.setattr(snapshot, "live_generation", slowly)
    return entered, let_go


def test_nobody_reads_files_that_were_written_into_while_they_are_checked(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    first = live_generation(data).name
    publish(tmp_path / "guides", data, "second")
    served = Snapshot(data)
    cut_a_file(data)
    entered, let_go = request.getfixturevalue("slow_check")
    with ThreadPoolExecutor(2) as pool:
        checking = pool.submit(lambda: (sleep(1.5 * CHECK_SECONDS), served.searcher())[1])
        assert entered.wait(30)
        other = pool.submit(served.searcher)
        with pytest.raises(TimeoutError):
            other.result(snapshot.WAIT_SECONDS / 10)
        monkeypatch.setattr(snapshot, "WAIT_SECONDS", 0.0)
        with pytest.raises(GenerationDamagedError, match="is being checked"):
            served.searcher()
        let_go.set()
        assert {found.result().generation.name for found in (checking, other)} == {first}


def test_while_a_new_generation_is_opened_all_others_are_answered_from_the_old_one(
    data: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    first, served = live_generation(data).name, Snapshot(data)
    second = publish(tmp_path / "guides", data, "second")
    entered, let_go = request.getfixturevalue("slow_check")
    with ThreadPoolExecutor(1) as pool:
        opening = pool.submit(served.searcher)
        assert entered.wait(30)
        assert served.searcher().generation.name == first
        let_go.set()
        assert opening.result().generation.name == second


@pytest.mark.skipif(not CONNECTIONS.exists(), reason="only Linux tells the children of a process")
def test_a_worker_that_takes_the_place_of_a_dead_one_never_reads_what_was_cut_short(data: Path, tmp_path: Path) -> None:
    first = live_generation(data).name
    publish(tmp_path / "guides", data, "second")
    with started("--data", str(data)) as (process, address), ThreadPoolExecutor(8) as pool:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        assert fetch(address, "/livez").status == 200
        (worker,) = children.read_text().split()
        cut_a_file(data)
        os.kill(int(worker), signal.SIGKILL)
        until(lambda: children.read_text().split() not in ([worker], []))
        answers = list(pool.map(lambda _: fetch(address, "/search?q=alpha").json, range(80)))
    assert {answer["generation"] for answer in answers} == {first}


CUT_AT_THE_START = """
import sys
from index import searcher
from tests.widget.damages import cut_a_file
from widget.cli import main

class Reader(searcher.GenerationReader):
    def __init__(self, path):
        super().__init__(path)
        cut_a_file(path.parents[1])

searcher.GenerationReader = Reader
main()
"""
"""A service whose files are cut off when they have just been opened."""


def test_a_service_whose_files_are_cut_short_while_it_starts_ends_and_starts_again_on_the_last_good_ones(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = live_generation(data).name
    publish(tmp_path / "guides", data, "续费")  # which the start asks for, to load all that questions need
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    command = [sys.executable, "-W", "ignore", "-c", CUT_AT_THE_START, "serve", "--data", str(data), "--port", "0"]
    ended = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout) == (-signal.SIGBUS, b"")
    with serving("serve", "--data", str(data)) as address:
        ready, found = fetch(address, "/readyz").json, fetch(address, "/search?q=alpha").json
        assert (ready["generation"], ready["degraded"], found["generation"]) == (first, True, first)
    assert list(temporary.iterdir()) == []


def test_a_running_service_goes_back_with_rollback(data: Path, tmp_path: Path) -> None:
    first = live_generation(data).name
    second = publish(tmp_path / "guides", data, "second")
    with opened(data) as site:
        ended = run("rollback", "--data", data)
        assert ended.returncode == 0
        said = ended.stdout.splitlines()
        assert said[0].startswith(f"{first} of ")
        assert said[0].endswith("is live again: 2 guides, 2 sections")
        assert said[1] == f"in place of {second}"
        assert told(site) == (first, False)
    ended = run("rollback", "--data", data)
    assert (ended.returncode, ended.stdout) == (1, "")
    line = only_line(ended.stderr)
    assert "no intact index before the live one" in line
    assert line.endswith(f"helpwidget index GUIDES --data {data}")

"""Too many at once, and workers that are replaced meanwhile: whoever is answered is answered well."""

from __future__ import annotations

import os
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

import pytest

from index.generation import live_generation
from tests.conftest import amount, serving
from tests.widget.http_client import Answer, connect, fetch, loaded, read_answer, request_bytes
from tests.widget.test_serve import CONNECTIONS, holds_listener, started
from tests.widget.test_snapshot import publish, until

SEARCH = request_bytes("/search?q=续费后多久生效")


needs_children = pytest.mark.skipif(not CONNECTIONS.exists(), reason="only Linux tells the children of a process")


@contextmanager
def held(process: subprocess.Popen[str]) -> Iterator[None]:
    """Stop the worker of a service: what is sent meanwhile, it finds all at once."""
    worker = int(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text())
    os.kill(worker, signal.SIGSTOP)
    try:
        until(lambda: has_stopped(worker))
        yield
    finally:
        os.kill(worker, signal.SIGCONT)


def has_stopped(pid: int) -> bool:
    """Tell whether no thread of a process goes on: until one has taken the signal, the others still answer."""
    try:
        states = [path.read_text().rpartition(") ")[2][0] for path in Path(f"/proc/{pid}/task").glob("*/stat")]
    except (FileNotFoundError, ProcessLookupError):  # a thread that has just ended
        return False
    return set(states) == {"T"}


def asked_at_once(service: tuple[subprocess.Popen[str], str], *requests: bytes) -> list[Answer]:
    """Send requests that a service finds all at once, in this order; give what it answers."""
    process, address = service
    assert fetch(address, "/livez").status == 200
    with held(process):
        connections = [connect(address) for _ in requests]
        for connection, request in zip(connections, requests, strict=True):
            connection.sendall(request)
    return [read_answer(connection) for connection in connections]


@needs_children
def test_as_many_as_have_room_are_all_answered_however_suddenly_they_come(sample_data: Path) -> None:
    with started("--data", str(sample_data)) as service:
        answers = asked_at_once(service, *[SEARCH] * (4 + 32))
    assert [answer.status for answer in answers] == [200] * 36


@needs_children
def test_who_finds_no_room_is_refused_those_that_waited_longest_first(
    sample_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HELPWIDGET_THREADS", "1")
    monkeypatch.setenv("HELPWIDGET_QUEUE", "4")
    sent = request_bytes("/search?q=a", Origin="https://shop.example", X_Request_ID="refused-1")
    with started("--data", str(sample_data)) as service:
        alive, *answers = asked_at_once(service, request_bytes("/livez"), *[sent] * 30)
        counted = fetch(service[1], "/metrics").body.decode()
        until(lambda: fetch(service[1], "/search?q=a").status == 200)
    refused = [answer for answer in answers if answer.status != 200]
    assert alive.status == 200
    assert answers[-1].status == 200
    assert refused[:25] == answers[:25]
    assert f'helpwidget_requests_total{{route="none",status="503"}} {len(refused)}.0' in counted
    for answer in refused:
        assert (answer.status, answer.headers["retry-after"]) == (503, "1")
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "Retry-After" in answer.headers["access-control-expose-headers"]
        assert answer.headers["x-request-id"] == "refused-1"
        assert (answer.json["status"], answer.json["code"]) == (503, "overloaded")


def fine(answer: Answer) -> bool:
    """Tell whether an answer is one that overload may give."""
    return answer.status == 200 or (answer.status == 503 and int(answer.headers["retry-after"]) > 0)


def test_at_ten_times_its_capacity_a_service_answers_or_says_when_to_come_back(sample_data: Path) -> None:
    few = {"HELPWIDGET_THREADS": "2", "HELPWIDGET_QUEUE": "2", "HELPWIDGET_CACHE": "0"}
    with serving("serve", "--data", str(sample_data), environment=few) as address, ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(lambda _: fetch(address, "/search?q=怎么取消自动续费"), range(amount(400, 50_000))))
        assert fetch(address, "/readyz").status == 200
    assert [answer for answer in answers if not fine(answer)] == []
    assert Counter(answer.status for answer in answers).keys() == {200, 503}


@needs_children
def test_new_workers_and_new_generations_under_load_fail_nobody_and_mix_nothing(tmp_path: Path) -> None:
    words: dict[str, str] = {}

    def renew() -> None:
        word = f"word{len(words)}"
        words[publish(tmp_path / "guides", tmp_path / "data", word)] = word

    renew()
    with started("--data", str(tmp_path / "data"), "--workers", "2") as (process, address):
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")

        def reload_and_renew() -> None:
            renew()
            before = set(children.read_text().split())
            os.kill(process.pid, signal.SIGHUP)
            until(lambda: len(now := set(children.read_text().split())) == 2 and not now & before, 60)

        seen = loaded(address, reload_and_renew, amount(3, 20), amount(400, 100_000))
    assert live_generation(tmp_path / "data").name in {name for _, name, _ in seen}
    assert {status for status, _, _ in seen} == {200}
    assert {(name, title) for _, name, title in seen if title != f"Title {words[name]}"} == set()


@needs_children
def test_kept_connections_are_not_closed_without_a_word_when_workers_are_replaced(sample_data: Path) -> None:
    stop = Event()

    def ask(address: str) -> int:
        """Ask over connections that are used again until one is told to close; give the number of answers."""
        answers, connection = 0, HTTPConnection(urlsplit(address).netloc, timeout=30)
        with closing(connection):
            while not stop.is_set():
                connection.request("GET", "/livez")
                answer = connection.getresponse()  # raises where the connection was closed; it opens a new one if told
                assert (answer.status, answer.read()) == (200, b'{"status":"ok"}')
                answers += 1
        return answers

    with started("--data", str(sample_data), "--workers", "2") as (process, address), ThreadPoolExecutor(4) as pool:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        asking = [pool.submit(ask, address) for _ in range(4)]
        try:
            for _ in range(amount(6, 50)):
                before = set(children.read_text().split())
                os.kill(process.pid, signal.SIGHUP)
                until(lambda before=before: len(now := set(children.read_text().split())) == 2 and not now & before, 60)
        finally:
            stop.set()
        assert all(thread.result() for thread in asking)


@needs_children
def test_who_connected_before_the_end_is_answered(sample_data: Path) -> None:
    with started("--data", str(sample_data)) as (process, address):
        assert fetch(address, "/livez").status == 200
        with held(process):
            waiting = [connect(address) for _ in range(6)]
            for connection in waiting:
                connection.sendall(SEARCH)
            process.terminate()
            until(lambda: not holds_listener(process.pid, urlsplit(address).port or 0))
        assert [read_answer(connection).status for connection in waiting] == [200] * 6
        assert process.wait(30) == 0

"""Too many at once, and workers that are replaced meanwhile: whoever is answered is answered well."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from threading import Event
from time import monotonic
from urllib.parse import urlsplit

import pytest

from index.generation import live_generation
from tests.conftest import amount, serving
from tests.widget.http_client import Answer, connect, fetch, read_answer, request_bytes
from tests.widget.test_serve import CONNECTIONS, holds_listener, started, was_read
from tests.widget.test_snapshot import publish, until

SEARCH = request_bytes("/search?q=续费后多久生效")


@pytest.mark.skipif(not CONNECTIONS.exists(), reason="only Linux tells what a server has read")
def test_who_finds_the_queue_full_is_refused_at_once_and_all_others_are_answered(sample_data: Path) -> None:
    one = {"HELPWIDGET_THREADS": "1", "HELPWIDGET_QUEUE": "1"}
    with serving("serve", "--data", str(sample_data), environment=one) as address:
        port = urlsplit(address).port or 0
        slow, waiting = connect(address), connect(address)
        slow.sendall(SEARCH[:-4])
        until(lambda: was_read(port, slow.getsockname()[1]))
        waiting.sendall(SEARCH)
        until(lambda: fetch(address, "/search?q=a").status == 503)
        refused = fetch(address, "/search?q=a", Origin="https://shop.example", X_Request_ID="refused-1")
        alive = fetch(address, "/livez")
        slow.sendall(SEARCH[-4:])
        assert [read_answer(slow).status, read_answer(waiting).status] == [200, 200]
        assert fetch(address, "/search?q=a").status == 200
        counted = fetch(address, "/metrics").body.decode()
    assert (refused.status, refused.headers["retry-after"]) == (503, "1")
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["access-control-allow-origin"] == "*"
    assert "Retry-After" in refused.headers["access-control-expose-headers"]
    assert refused.headers["x-request-id"] == "refused-1"
    assert (refused.json["status"], refused.json["code"]) == (503, "overloaded")
    assert alive.status == 200
    assert 'helpwidget_requests_total{route="none",status="503"}' in counted


KEPT = SEARCH.replace(b"Connection: close", b"Connection: keep-alive")


@pytest.mark.skipif(not CONNECTIONS.exists(), reason="only Linux tells what a server has read")
def test_who_only_closes_a_connection_takes_no_place_in_the_queue(sample_data: Path) -> None:
    one = {"HELPWIDGET_THREADS": "1", "HELPWIDGET_QUEUE": "1"}
    with serving("serve", "--data", str(sample_data), environment=one) as address:
        idle = []
        for _ in range(4):
            idle.append(connect(address))
            idle[-1].sendall(KEPT)
            assert idle[-1].recv(65_536).startswith(b"HTTP/1.1 200")
        slow = connect(address)
        slow.sendall(SEARCH[:-4])
        until(lambda: was_read(urlsplit(address).port or 0, slow.getsockname()[1]))
        for connection in idle:
            connection.close()
        waiting = connect(address)
        waiting.sendall(SEARCH)
        slow.sendall(SEARCH[-4:])
        assert [read_answer(slow).status, read_answer(waiting).status] == [200, 200]


def test_nobody_waits_for_clients_that_do_not_close_their_end(sample_data: Path) -> None:
    def ask(address: str, *, closing: bool) -> float:
        """Ask from 12 connections, one after the other; give the seconds that took."""
        began, held = monotonic(), []
        for _ in range(12):
            connection = connect(address)
            connection.sendall(request_bytes("/livez"))
            assert connection.recv(65_536).startswith(b"HTTP/1.1 200")
            held.append(connection)
            if closing:
                connection.close()
        took = monotonic() - began
        for connection in held:
            connection.close()
        return took

    with serving("serve", "--data", str(sample_data)) as address:
        assert ask(address, closing=False) < 20 * ask(address, closing=True) + 5  # it took two seconds for each


ALLOWED = {"HELPWIDGET_ORIGINS": "https://shop.example"}
UNREADABLE = {
    400: b"GET / HTTP/1.1\r\nHost: a\r\nBad : header\r\n%s\r\n",
    414: b"GET /search?q=" + b"a" * 9_000 + b" HTTP/1.1\r\nHost: a\r\n%s\r\n",
    431: b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 5_000 + b"\r\n%s\r\n",
}


@pytest.mark.parametrize("origin", ["https://shop.example", "https://foreign.example", None])
def test_what_can_t_be_read_is_answered_with_the_headers_of_every_answer(sample_data: Path, origin: str | None) -> None:
    sent = b"oRigin: %s\r\n" % origin.encode() if origin else b""
    with serving("serve", "--data", str(sample_data), environment=ALLOWED) as address:
        usual = fetch(address, "/nowhere", **({"Origin": origin} if origin else {}))
        for status, request in UNREADABLE.items():
            connection = connect(address)
            connection.sendall(request % sent)
            answer = read_answer(connection)
            assert answer.status == status
            assert not usual.headers.keys() - answer.headers.keys() - {"server", "date"}
            assert "Origin" in answer.headers["vary"]
            allowed = answer.headers.get("access-control-allow-origin")
            assert allowed == (origin if origin == "https://shop.example" else None)


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


def loaded(address: str, change: Callable[[], None], changes: int, enough: int) -> Counter[tuple[int, str, str]]:
    """Ask from eight threads until there were as many changes and answers; give what came back."""
    stop = Event()

    def ask(target: str) -> Counter[tuple[int, str, str]]:
        seen: Counter[tuple[int, str, str]] = Counter()
        while not stop.is_set() or seen.total() < enough // 8:
            answer = fetch(address, target)
            found = answer.json["hits"][0] if "hits" in answer.json else answer.json
            seen[answer.status, answer.json["generation"], found["title"]] += 1
        return seen

    with ThreadPoolExecutor(8) as pool:
        asking = [pool.submit(ask, target) for target in ("/search?q=alpha", "/sections/a%23intro") * 4]
        try:
            for _ in range(changes):
                change()
        finally:
            stop.set()
        return sum((thread.result() for thread in asking), Counter())


@pytest.mark.skipif(not CONNECTIONS.exists(), reason="only Linux tells the children of a process")
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


@pytest.mark.skipif(not CONNECTIONS.exists(), reason="only Linux tells the children of a process")
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


@pytest.mark.skipif(not CONNECTIONS.exists(), reason="only Linux tells the children of a process")
def test_who_connected_before_the_end_is_answered(sample_data: Path) -> None:
    with started("--data", str(sample_data)) as (process, address):
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        assert fetch(address, "/livez").status == 200
        worker = int(children.read_text())
        os.kill(worker, signal.SIGSTOP)
        try:
            waiting = [connect(address) for _ in range(6)]
            for connection in waiting:
                connection.sendall(SEARCH)
            process.terminate()
            until(lambda: not holds_listener(process.pid, urlsplit(address).port or 0))
        finally:
            os.kill(worker, signal.SIGCONT)
        assert [read_answer(connection).status for connection in waiting] == [200] * 6
        assert process.wait(30) == 0

"""What clients do with their connections: say nothing, half of a request, several at once, or close them."""

from __future__ import annotations

import resource
import socket
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from time import monotonic

import pytest

from tests.conftest import serving
from tests.widget.http_client import connect, fetch, read_answer, request_bytes
from tests.widget.test_overload import held, needs_children
from tests.widget.test_serve import started

SEARCH = request_bytes("/search?q=续费后多久生效")
KEPT = SEARCH.replace(b"Connection: close", b"Connection: keep-alive")


def many_files(stack: ExitStack) -> None:
    """Let this process open as many as the tests of connections need."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4_096, hard), hard))
    stack.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))


def test_no_thread_waits_for_a_client(sample_data: Path) -> None:
    one = {"HELPWIDGET_THREADS": "1", "HELPWIDGET_QUEUE": "1"}
    with serving("serve", "--data", str(sample_data), environment=one) as address, ExitStack() as stack:
        silent = [stack.enter_context(connect(address)) for _ in range(8)]
        half = [connect(address) for _ in range(4)]
        for connection in half:
            connection.sendall(SEARCH[:-4])
        idle = stack.enter_context(connect(address))
        idle.sendall(KEPT)
        assert idle.recv(65_536).startswith(b"HTTP/1.1 200")
        assert [fetch(address, "/search?q=a").status for _ in range(8)] == [200] * 8
        silent[0].sendall(SEARCH)
        assert silent[0].recv(12) == b"HTTP/1.1 200"
        for connection in half:
            connection.sendall(SEARCH[-4:])
            assert read_answer(connection).status == 200


@needs_children
def test_who_does_not_read_the_answers_holds_up_nobody_else(sample_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HELPWIDGET_THREADS", "2")
    with started("--data", str(sample_data)) as (process, address), closing(connect(address)) as deaf:
        assert fetch(address, "/livez").status == 200
        worker = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        before = worker.read_text()
        deaf.settimeout(1)
        with suppress(TimeoutError):
            while True:  # until the service does not read on, since its answers are not read
                deaf.sendall(100 * KEPT)
        assert [fetch(address, "/search?q=a").status for _ in range(8)] == [200] * 8
        deaf.close()
        assert [fetch(address, "/search?q=a").status for _ in range(8)] == [200] * 8
        assert worker.read_text() == before


def test_clients_that_read_no_answer_do_not_stop_a_process_for_good(
    sample_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HELPWIDGET_THREADS", "2")
    with serving("serve", "--data", str(sample_data)) as address, ExitStack() as stack:
        for _ in range(2):
            deaf = stack.enter_context(closing(connect(address)))
            deaf.settimeout(1)
            with suppress(TimeoutError, ConnectionError):
                while True:
                    deaf.sendall(100 * KEPT)
        assert fetch(address, "/livez").status == 200
        assert [fetch(address, "/search?q=a").status for _ in range(8)] == [200] * 8


def test_more_half_sent_requests_than_connections_keep_nobody_out(sample_data: Path) -> None:
    half = SEARCH[:-4]
    with serving("serve", "--data", str(sample_data)) as address, ExitStack() as stack:
        many_files(stack)
        for _ in range(1_200):
            stack.enter_context(connect(address)).sendall(half)
        assert fetch(address, "/search?q=a").status == 200


@needs_children
def test_a_connection_that_speaks_just_when_it_has_to_go_ends_no_worker(sample_data: Path) -> None:
    half, rest = SEARCH[:-4], SEARCH[-4:]
    with started("--data", str(sample_data)) as (process, address), ExitStack() as stack:
        many_files(stack)
        assert fetch(address, "/livez").status == 200
        worker = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        before = worker.read_text()
        waiting = [stack.enter_context(connect(address)) for _ in range(1_000)]
        for connection in waiting:
            connection.sendall(half)
        assert fetch(address, "/livez").status == 200
        with held(process):
            newcomer = connect(address)
            newcomer.sendall(request_bytes("/livez"))
            for connection in waiting:
                with suppress(OSError):  # it has gone already
                    connection.sendall(rest)
        assert read_answer(newcomer).status == 200
        assert worker.read_text() == before


def test_requests_that_come_in_one_piece_are_all_answered(service: str) -> None:
    with closing(connect(service)) as connection:
        connection.sendall(KEPT + KEPT + SEARCH[:-4])
        connection.sendall(SEARCH[-4:])
        with connection.makefile("rb") as stream:
            assert stream.read().count(b"HTTP/1.1 200 OK") == 3


@pytest.mark.parametrize("method", [b"GET", b"POST"])
@pytest.mark.parametrize("said", [b"Content-Length: %d", b"content-LENGTH:%d", b"Transfer-Encoding: chunked"])
def test_a_body_that_comes_later_is_never_taken_for_a_request(service: str, method: bytes, said: bytes) -> None:
    length = said % len(SEARCH) if b"%d" in said else said
    body = SEARCH if b"%d" in said else b"%x\r\n%s\r\n0\r\n\r\n" % (len(SEARCH), SEARCH)
    with closing(connect(service)) as connection:
        connection.sendall(method + b" /livez HTTP/1.1\r\nHost: a\r\n" + length + b"\r\n\r\n")
        answer = connection.recv(65_536)
        with suppress(OSError):
            connection.sendall(body)
            while data := connection.recv(65_536):
                answer += data
    assert answer.count(b"HTTP/1.1 ") == 1


def test_a_head_without_end_is_refused(service: str) -> None:
    with closing(connect(service)) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 70_000)
        assert read_answer(connection).status == 431


BODIES = {
    "broken": b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    "ended": b"Transfer-Encoding: chunked\r\n\r\n5\r\nab",
    "missing": b"Content-Length: 9\r\n\r\n",
}


@pytest.mark.parametrize("body", BODIES)
def test_a_body_that_is_broken_or_never_comes_is_not_waited_for_and_no_error(sample_data: Path, body: str) -> None:
    with started("--data", str(sample_data)) as (process, address):
        with closing(connect(address)) as connection:
            connection.sendall(b"POST /search HTTP/1.1\r\nHost: a\r\n" + BODIES[body])
            if body == "ended":
                connection.shutdown(socket.SHUT_WR)
            with connection.makefile("rb") as stream:
                assert stream.read().startswith(b"HTTP/1.1 405 ")
        assert fetch(address, "/livez").status == 200
        process.terminate()
        assert process.communicate(timeout=30)[1] == ""


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

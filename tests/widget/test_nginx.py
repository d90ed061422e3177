"""The service behind the nginx configuration that is shipped: clients that are slow on purpose keep nobody waiting."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from urllib.parse import urlsplit

import pytest

from tests.conftest import amount, serving
from tests.widget.http_client import connect, fetch, read_answer, request_bytes
from tests.widget.test_snapshot import until

SHIPPED = Path(__file__).parents[2] / "widget" / "deploy" / "nginx.conf"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
MAIN = """
daemon off; master_process off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""

pytestmark = pytest.mark.skipif(not NGINX, reason="nginx is not installed")


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def adapted(port: int, address: str, folder: Path) -> str:
    """Give the shipped configuration with this test's addresses, and without TLS."""
    text = SHIPPED.read_text("utf-8")
    changes = [
        (r"listen 443 ssl;", f"listen 127.0.0.1:{port};"),
        (r"server 127\.0\.0\.1:8000;", f"server {urlsplit(address).netloc};"),
        (r"/var/log/nginx/helpwidget\.log", f"{folder}/site.log"),
        (r"ssl_certificate(_key)? [^;]+;", ""),
    ]
    for pattern, replacement in changes:
        assert re.search(pattern, text), f"{pattern} is not in {SHIPPED.name}"
        text = re.sub(pattern, replacement, text)
    return text


@contextmanager
def behind_nginx(address: str, folder: Path) -> Iterator[str]:
    """Run nginx in front of a service; give its address."""
    port = free_port()
    (folder / "site.conf").write_text(adapted(port, address, folder), "utf-8")
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder), "utf-8")
    assert NGINX
    process = subprocess.Popen([NGINX, "-p", str(folder), "-c", "nginx.conf"], stderr=subprocess.DEVNULL)
    try:
        until(lambda: process.poll() is not None or listens(port))
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def listens(port: int) -> bool:
    """Tell whether somebody listens on a port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def front(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of nginx in front of a service."""
    with (
        serving("serve", "--data", str(sample_data), environment={"HELPWIDGET_PROXIES": "1"}) as address,
        behind_nginx(address, tmp_path_factory.mktemp("nginx")) as front,
    ):
        yield front


def seconds(address: str) -> float:
    """Give the time that a question takes; anything but an answer fails."""
    started = perf_counter()
    assert fetch(address, "/search?q=续费后多久生效").status == 200
    return perf_counter() - started


def test_half_sent_requests_keep_nobody_waiting(front: str) -> None:
    half = request_bytes("/search?q=续费后多久生效")[:-10]
    idle = [seconds(front) for _ in range(20)]
    with ExitStack() as stack:
        for _ in range(amount(200, 1_000)):
            stack.enter_context(connect(front)).sendall(half)
        with ThreadPoolExecutor(2) as pool:
            busy = list(pool.map(lambda _: seconds(front), range(amount(60, 600))))
    assert quantiles(busy, n=100)[-1] < 5 * max(idle) + 0.5


def test_a_slow_client_is_let_go(front: str) -> None:
    with connect(front) as slow:
        slow.sendall(b"GET /search?q=a HTTP/1.1\r\nHost: localhost\r\n")
        with pytest.raises(ConnectionResetError):
            slow.recv(1)


def test_numbers_are_not_for_the_public_and_security_headers_arrive(front: str) -> None:
    answer = fetch(front, "/search?q=续费")
    assert (answer.status, answer.json["hits"] != []) == (200, True)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "max-age" in answer.headers["strict-transport-security"]
    assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["x-request-id"])  # nginx made it
    assert fetch(front, "/metrics").status == 200  # asked from this very machine
    assert re.search(r"location = /metrics \{\s+allow 127\.0\.0\.1;\s+deny all;", SHIPPED.read_text("utf-8"))


REFUSED = {
    413: b"POST /search HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 5000\r\n\r\n" + b"a" * 5_000,
    414: b"GET /search?q=" + b"a" * 9_000 + b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    431: b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX: " + b"a" * 9_000 + b"\r\n\r\n",
    400: b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
}


@pytest.mark.parametrize("status", REFUSED)
def test_what_nginx_refuses_by_itself_is_a_problem_with_the_headers_of_every_answer(front: str, status: int) -> None:
    usual = fetch(front, "/nowhere")
    with connect(front) as connection:
        connection.sendall(REFUSED[status])
        answer = read_answer(connection)
    assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json")
    assert (answer.json["status"], answer.json["type"], answer.json["param"]) == (status, "about:blank", None)
    assert answer.json["code"] != "refused"
    assert not usual.headers.keys() - answer.headers.keys() - {"vary"}
    assert answer.headers["access-control-allow-origin"] == "*"


def test_forged_addresses_don_t_pass_nginx(sample_data: Path, tmp_path: Path) -> None:
    limits = {"HELPWIDGET_PROXIES": "1", "HELPWIDGET_RATE_PER_CLIENT": "3 per hour"}
    with (
        serving("serve", "--data", str(sample_data), environment=limits) as address,
        behind_nginx(address, tmp_path) as front,
    ):
        statuses = [fetch(front, "/search?q=a", X_Forwarded_For=f"203.0.113.{n}").status for n in range(6)]
    assert statuses == [200] * 3 + [429] * 3


def test_what_was_asked_is_in_no_log_of_nginx_even_when_the_service_is_gone(tmp_path: Path) -> None:
    with behind_nginx(f"http://127.0.0.1:{free_port()}", tmp_path) as front:
        answer = fetch(front, "/search?q=13800138000")
        assert (answer.status, answer.json["code"], answer.headers["retry-after"]) == (502, "not_reachable", "1")
    logs = [path for path in tmp_path.rglob("*") if path.suffix == ".log"]
    assert logs
    assert [path for path in logs if b"13800138000" in path.read_bytes()] == []

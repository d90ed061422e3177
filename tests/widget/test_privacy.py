"""What visitors type stands in no log, number or file of the service; yet each request can be told from the others."""

from __future__ import annotations

import logging
import os
import subprocess
from pathlib import Path
from urllib.parse import quote

import orjson
import pytest

from tests.widget.commands import HELPWIDGET
from tests.widget.conftest import opened
from tests.widget.http_client import Answer, connect, fetch, read_answer
from widget import create_app
from widget.logs import JsonLines
from widget.settings import read_settings

PRIVATE = ["13800138000", "zhang.san@mail.example", "11010519491231002X", "6222021234567890123", "张三的秘密"]
FORMS = {form for text in PRIVATE for form in (text, quote(text), quote(text, safe=""), text.replace("@", "%40"))}
TARGETS = ["/search?q={}", "/search?q=x&limit={}", "/suggest?q={}", "/?q={}", "/sections/{}", "/guides/{}", "/{}"]
BROKEN = [
    "GET /search?q={} HTTP/9.9\r\n\r\n",
    "GET /search?q={} and more HTTP/1.1\r\n\r\n",
    "G({})T /search HTTP/1.1\r\n\r\n",
    "GET /search?q={} HTTP/1.1\r\nHost : x\r\n\r\n",
    "GET /search?q={} HTTP/1.1\r\nHost: x\r\n{}: {}\r\n (x)\r\n\r\n",
    "GET /search?q={} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: {}\r\n\r\n",
    "GET /search?q={}" + "a" * 9_000 + " HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET /search?q={} HTTP/1.1\r\nHost: x\r\nX-A: " + "a" * 9_000 + "\r\n\r\n",
    "GET /search?q={} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
    "{}\r\n\r\n",
]

Told = tuple[list[Answer], list[Answer], str, bytes]
"""Answers to requests, answers to what is none, the log, and all that was written into the temp directory."""


def send(address: str, text: str) -> Answer:
    """Send bytes that are no proper request; give what comes back."""
    connection = connect(address)
    connection.sendall(text.encode())
    return read_answer(connection)


@pytest.fixture(scope="module")
def told(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Ask everything that is private in every way; give the answers, those to broken requests, the log, the files."""
    folder = tmp_path_factory.mktemp("private")
    settings = {"HELPWIDGET_ACCESS_LOG": "on", "TMPDIR": str(folder), "HELPWIDGET_DATA": str(sample_data)}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [HELPWIDGET, "serve", "--port", "0"], stdout=subprocess.PIPE, stderr=log, env={**environment(), **settings}
        )
        try:
            assert process.stdout
            said = next(line for line in process.stdout if line.startswith(b"Help widget: "))
            address = said.split()[-1].decode().rstrip("/")
            asked = [fetch(address, target.format(quote(text))) for target in TARGETS for text in PRIVATE]
            asked += [
                fetch(address, "/search?q=a", X_Request_ID=given) for given in ("proxy-0123456789", "x", "a b" * 9)
            ]
            asked += [fetch(address, "/search?q=a", Referer=f"https://a.example/{text}") for text in PRIVATE]
            asked += [fetch(address, f"/search?q={quote(PRIVATE[4])}", "POST")]
            broken = [send(address, text.replace("{}", private)) for text in BROKEN for private in PRIVATE[:4]]
            written = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
        finally:
            process.terminate()
            process.communicate(timeout=30)
    return asked, broken, (folder / "log").read_text(), written


def environment() -> dict[str, str]:
    """Give the environment without settings of the service."""
    return {name: value for name, value in os.environ.items() if not name.startswith("HELPWIDGET_")}


def test_nothing_that_was_typed_is_in_the_log_or_in_a_file(told: Told) -> None:
    _, _, log, written = told
    assert [form for form in FORMS if form in log] == []
    assert [form for form in FORMS if form.encode() in written] == []


def test_every_request_has_a_line_with_its_id_and_route(told: Told) -> None:
    asked, _, log, _ = told
    lines = [orjson.loads(line) for line in log.splitlines()]
    requests = {line["request"]: line for line in lines if line["logger"] == "helpwidget.requests"}
    assert [requests[answer.headers["x-request-id"]]["status"] for answer in asked] == [a.status for a in asked]
    assert len(requests) == len(asked)
    assert {line["route"] for line in requests.values()} == {
        "/search", "/suggest", "/", "/sections/<path:section_id>", "/guides/<path:guide_id>", "none",
    }  # fmt: skip
    assert all(line["milliseconds"] >= 0 for line in requests.values())


def test_a_well_formed_id_is_kept_and_another_is_replaced(
    told: Told,
) -> None:
    ids = [answer.headers["x-request-id"] for answer in told[0]]
    assert ids.count("proxy-0123456789") == 1
    assert "x" not in ids
    assert len(set(ids)) == len(ids)


def test_what_is_no_request_is_answered_with_a_problem_that_repeats_nothing(
    told: Told,
) -> None:
    for answer in told[1]:
        assert answer.status in {400, 414, 431}
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.json["status"] == answer.status
        assert not any(form in answer.body.decode() for form in FORMS)
    assert {answer.status for answer in told[1]} == {400, 414, 431}


def test_an_accident_is_logged_with_its_place_and_id_but_not_with_what_it_says(
    sample_data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(read_settings({}, data=sample_data))

    def break_down() -> str:
        raise RuntimeError(PRIVATE[0])

    app.add_url_rule("/accident", view_func=break_down)
    with caplog.at_level(logging.ERROR):
        answer = app.test_client().get("/accident", headers={"X-Request-ID": "proxy-0123456789"})
    app.extensions["helpwidget.snapshot"].searcher().close()
    lines = [orjson.loads(JsonLines().format(record)) for record in caplog.records]
    assert answer.status_code == 500
    [line] = [line for line in lines if line.get("error")]
    assert (line["error"], line["request"]) == ("RuntimeError", "proxy-0123456789")
    assert line["at"][-1].startswith("widget/test_privacy.py:")
    assert line["at"][-1].endswith(" break_down")
    assert PRIVATE[0] not in str(lines)


def test_without_the_setting_no_request_is_logged(sample_data: Path, caplog: pytest.LogCaptureFixture) -> None:
    with opened(sample_data) as site, caplog.at_level(logging.DEBUG):
        site.get("/search?q=a")
        site.get("/search?limit=x")
    assert [record for record in caplog.records if record.name.startswith(("helpwidget", "widget"))] == []

"""Whatever is sent: an answer or a problem, never an accident, and nothing that was not asked for."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from io import BytesIO
from itertools import product
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

import orjson
import pytest
from flask.testing import FlaskClient
from werkzeug.test import run_wsgi_app

from index.builder import build
from tests.conftest import amount
from tests.widget.commands import write_guides
from tests.widget.conftest import opened
from tests.widget.http_client import fetch

OUTSIDE = "words that stand outside"
PIECES = [
    b"\x00", b"\xff", b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xc0\xaf", b"\xf4\x90\x80\x80", b"\xe7\xbb", b"%", b"%%",
    b"%00", b"%ff", b"%u7eed", b"%ED%A0%80", b"&", b"=", b"&&==", b";", b"#", b"?", b"q=", b"&q=", b"limit=",
    b"offset=9999", b"lang=", b"guide=", b"+", b" ", b"\t", b"\r", b"\n", b"\\", b"..", b"../", b"%2e%2e%2f", b"//",
    b'"', b'"""', b"'", b"`", b"<", b">", b"{{7*7}}", b"${x}", b"%s%n", b"\xe2\x80\xae", b"\xe2\x80\x8b",
    b"\xef\xbb\xbf", b"\xef\xbf\xbe", b"\xef\xb7\xba", b"[TO]", b"*", b"~9", b"^9", b"id:", b"AND", b"NOT", b"(" * 50,
    b")" * 50, b"a" * 300, "续费".encode(), "續費".encode(), b"xufei", "\U00020bb7".encode(), "👩‍👩‍👧".encode(),
    "e\u0301".encode() * 40, "ﷺ".encode() * 12, "的".encode() * 199, b"1e309", b"-0",
]  # fmt: skip


def noise(seed: int) -> bytes:
    """Give bytes that somebody may send: of known trouble, of chance, or of both."""
    chance = random.Random(seed)  # noqa: S311 - nothing depends on its being a secret
    parts = [
        chance.choice(PIECES) if chance.random() < 0.7 else chance.randbytes(chance.randrange(8)) for _ in range(6)
    ]
    text = b"".join(parts[: chance.randrange(1, 7)])
    return quote(text, safe="").encode() if chance.random() < 0.4 else text


def ask(client: FlaskClient, path: bytes, query: bytes) -> tuple[int, bytes]:
    """Send bytes through the application alone, as the server hands them on."""
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": unquote_to_bytes(path).decode("latin-1"), "SERVER_NAME": "localhost",
        "QUERY_STRING": query.decode("latin-1"), "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "SCRIPT_NAME": "",
        "RAW_URI": (path + b"?" + query).decode("latin-1"), "wsgi.url_scheme": "http", "wsgi.input": BytesIO(),
    }  # fmt: skip
    body, status, _ = run_wsgi_app(client.application, environ, buffered=True)
    return int(status[:3]), b"".join(body)


@pytest.mark.parametrize("path", ["/search", "/suggest", "/"])
def test_any_bytes_for_a_question_are_answered(client: FlaskClient, path: str) -> None:
    statuses = set()
    for seed in range(amount(120, 300_000)):
        sent = noise(seed)
        status, body = ask(client, path.encode(), b"q=" + sent)
        assert status in {200, 400}, (seed, sent)
        assert path == "/" or orjson.loads(body)
        statuses.add(status)
    assert 200 in statuses


@pytest.mark.parametrize("path", [b"/sections/", b"/guides/", b"/"])
def test_any_bytes_for_an_address_are_answered(client: FlaskClient, path: bytes) -> None:
    for seed in range(amount(120, 100_000)):
        sent = noise(seed).replace(b"?", b"").replace(b"#", b"")
        status, _ = ask(client, path + sent, noise(seed + 1))
        assert status in {200, 400, 404}, (seed, sent)


def test_any_bytes_on_the_wire_are_answered_or_refused(service: str) -> None:
    for seed in range(amount(60, 20_000)):
        sent = re.sub(rb"[\r\n ]", b"+", noise(seed))
        assert fetch(service, b"/search?q=" + sent).status in {200, 400, 414}, (seed, sent)


SYNTAX = [
    "[TO]", "[a TO z]", "{a TO z}", "[TO", "TO]", "*", "?", "*:*", "**", "?*", "续*", "*费", "l*a", "leb?ra", "/.*/",
    "/续.*/", "r/x/", "~", "~9", "续费~9", "lebara~2", '"续费 套餐"~9', "^", "续费^9", "续费^", "+续费", "-续费", "+",
    "-", "!续费", "&&", "||", "续费 && 套餐", "NOT 续费", "续费 AND 套餐", "续费 OR 套餐", "续费 ANDNOT 套餐",
    "续费 ANDMAYBE 套餐", "续费 REQUIRE 套餐", "id:unlimited", "id:*", "section:*", "title:续费", "text:续费",
    "words:续费", "bigrams:续费", "guide:roaming", "lang:zh-Hans", "_stored:x", "_all:x", "id:[TO]",
    "title:(续费 OR 套餐)", "(((续费", ")))", "()", "(续费 OR (套餐 AND NOT 密码))", "<续费", ">=2026",
    "updated:>2026", "date:[2020 TO 2030]", "'续费'", "`续费`", "\\*", "\\", "续费\\", "${续费}", "{{续费}}", "%2A",
    "\x00*", "*\x00", "＊", "［ＴＯ］", "：", "id：unlimited", "$ne", "1=1", "' OR 1=1 --", "<script>", "site:x",
    "filetype:md", "inurl:x", "续费|套餐", "续费&套餐", "续费;套餐", "#续费", "@续费",
]  # fmt: skip


def found(client: FlaskClient, question: str) -> list[tuple[str, float]]:
    answer = client.get("/search", query_string={"q": question, "limit": 50})
    assert answer.status_code == 200
    return [(hit["id"], hit["score"]) for hit in answer.get_json()["hits"]]


@pytest.mark.parametrize("question", SYNTAX)
def test_signs_of_query_languages_are_nothing_but_punctuation(client: FlaskClient, question: str) -> None:
    words = re.sub(r"[^\w\s]|_", "、", question)
    if '"' in question:
        assert found(client, question) == []  # a phrase, of words that stand apart
    elif not words.strip("、 "):
        assert found(client, question) == []
    else:
        assert found(client, question) == found(client, words)


def escapes() -> Iterator[str]:
    """Give addresses that would lead out of every folder."""
    dots = ["..", "%2e%2e", "%252e%252e", ".%2e", "%c0%ae%c0%ae", "....", "..%00", "．．"]
    slashes = ["/", "%2f", "%252f", "\\", "%5c", "//"]
    for dot, slash, times in product(dots, slashes, (1, 9)):
        yield (dot + slash) * times + "secret.md"
        yield "unlimited/" + (dot + slash) * times + f"etc{slash}passwd"
    yield from (
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "file:///etc/passwd",
        "~/secret",
        "C:\\secret.md",
        "secret",
        "../secret",
    )
    yield from ("linked", "linked.md", "inside/linked", "manifest.json", "../data/live", "live", ".", "")


def test_no_address_leads_to_a_file_outside(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text(f"# {OUTSIDE}\n\n{OUTSIDE}\n", "utf-8")
    guides = write_guides(tmp_path / "guides", {"a": "# One\n\nalpha\n", "inside/b": "# Two\n\nbeta\n"})
    (guides / "linked.md").symlink_to(tmp_path / "secret.md")
    (guides / "inside" / "linked").symlink_to(tmp_path)
    build(guides, tmp_path / "data")
    tried = list(escapes())
    assert len(tried) >= 200
    with opened(tmp_path / "data") as site:
        for address, folder in product(tried, ("sections", "guides")):
            status, body = ask(site, f"/{folder}/{address}".encode(), b"")
            assert status in {400, 404}, address
            assert OUTSIDE.encode() not in body
            assert b"root:" not in body
        for address in tried:
            status, body = ask(site, f"/{address}".encode(), b"")
            assert status in {200, 400, 404}
            assert OUTSIDE.encode() not in body
            assert b"root:" not in body
        assert found(site, OUTSIDE) == []

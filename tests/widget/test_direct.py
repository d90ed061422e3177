"""Answers that Flask does not see: the same as its own."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from index.searcher import Searcher
from tests.widget.conftest import opened

SHOP = "https://shop.example"
TARGETS = ["/search?q=续费后多久生效", "/search?q=", "/suggest?q=续"]
HEADERS = [
    {**gzip, **origin}
    for gzip, origin in product(
        ({}, {"Accept-Encoding": "gzip"}, {"Accept-Encoding": "gzip;q=0"}),
        ({}, {"Origin": SHOP}, {"Origin": "https://foreign.example"}),
    )
]


def told(answer: TestResponse) -> dict[str, str]:
    """Give the headers but those that differ between any two answers."""
    differing = {"X-Request-ID", "Date", "Content-Length"}  # the time that it took is in the body
    return {name: value for name, value in answer.headers.items() if name not in differing}


def by_flask(site: FlaskClient, target: str, headers: dict[str, str]) -> TestResponse:
    """Ask in a way that only Flask understands."""
    return site.get(target, headers={**headers, "If-None-Match": '"one", "another"'})


@pytest.mark.parametrize("origins", ["*", f"{SHOP} https://other.example"])
def test_an_answer_has_the_headers_that_flask_would_give_it(sample_data: Path, origins: str) -> None:
    with opened(sample_data, HELPWIDGET_CACHE="0", HELPWIDGET_ORIGINS=origins) as site:
        for target, headers in product(TARGETS, HEADERS):
            assert told(site.get(target, headers=headers)) == told(by_flask(site, target, headers))


def test_an_error_is_told_and_counted_as_by_flask(sample_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(sample_data, HELPWIDGET_CACHE="0") as site:
        assert told(site.get("/search?limit=x")) == told(by_flask(site, "/search?limit=x", {}))
        monkeypatch.setattr(Searcher, "search", lambda *_, **__: 1 // 0)
        failed, other = site.get("/search?q=a"), by_flask(site, "/search?q=a", {})
        assert (failed.status_code, failed.get_json()) == (500, other.get_json())
        assert told(failed) == told(other)
        assert 'helpwidget_requests_total{route="/search",status="500"} 2.0' in site.get("/metrics").text

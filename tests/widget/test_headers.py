from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.widget.conftest import opened

EVERYTHING = [
    "/search?q=a", "/sections/unlimited%23intro", "/guides/unlimited", "/", "/help-widget.js", "/demo.css",
    "/livez", "/readyz", "/nowhere", "/search?limit=abc",
]  # fmt: skip
SHOP = "https://shop.example"
LOCAL = "http://localhost:3000"
ALLOWED = {"HELPWIDGET_ORIGINS": f"{SHOP} {LOCAL}"}


@pytest.mark.parametrize("target", EVERYTHING)
def test_any_site_may_read_any_response_but_never_with_credentials(client: FlaskClient, target: str) -> None:
    for headers in ({}, {"Origin": SHOP}, {"Origin": "null"}):
        answer = client.get(target, headers=headers, buffered=True)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert "Origin" not in answer.vary


@pytest.mark.parametrize("target", EVERYTHING)
@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        (SHOP, SHOP),
        (LOCAL, LOCAL),
        ("https://foreign.example", None),
        (f"{SHOP}.evil.example", None),
        ("https://shop.example:8443", None),
        ("http://shop.example", None),
        ("null", None),
        (None, None),
    ],
)
def test_with_an_allow_list_only_its_sites_may_read(
    sample_data: Path, target: str, origin: str | None, allowed: str | None
) -> None:
    with opened(sample_data, **ALLOWED) as site:
        answer = site.get(target, headers={"Origin": origin} if origin else {}, buffered=True)
        assert answer.headers.get("Access-Control-Allow-Origin") == allowed
        assert "Origin" in answer.vary
        assert "Access-Control-Allow-Credentials" not in answer.headers


def preflight(site: FlaskClient, origin: str, target: str = "/search") -> dict[str, str]:
    """Ask as a browser does before an unusual request; give the headers about access."""
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }
    answer = site.options(target, headers=asked)
    assert answer.status_code in {200, 204}
    return {name: value for name, value in answer.headers.items() if name.startswith("Access-Control-")}


@pytest.mark.parametrize("target", ["/search", "/sections/unlimited%23intro", "/help-widget.js"])
def test_a_preflight_allows_what_the_widget_sends(client: FlaskClient, target: str) -> None:
    access = preflight(client, SHOP, target)
    assert access["Access-Control-Allow-Origin"] == "*"
    assert {"GET", "HEAD", "OPTIONS"} == set(access["Access-Control-Allow-Methods"].split(", "))
    assert "if-none-match" in access["Access-Control-Allow-Headers"].lower()
    assert int(access["Access-Control-Max-Age"]) > 0


def test_a_preflight_of_a_foreign_site_allows_nothing(sample_data: Path) -> None:
    with opened(sample_data, **ALLOWED) as site:
        assert preflight(site, "https://foreign.example") == {}
        assert preflight(site, LOCAL)["Access-Control-Allow-Origin"] == LOCAL


def test_scripts_of_other_sites_may_read_the_entity_tag(client: FlaskClient) -> None:
    exposed = client.get("/search?q=a").headers["Access-Control-Expose-Headers"]
    assert {"ETag", "Retry-After"} <= set(exposed.split(", "))


@pytest.mark.parametrize("target", EVERYTHING)
def test_no_response_is_sniffed(client: FlaskClient, target: str) -> None:
    answer = client.get(target, buffered=True)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Referrer-Policy" in answer.headers


@pytest.mark.parametrize("target", ["/", "/guides/unlimited"])
def test_pages_run_nothing_inline_and_load_nothing_foreign(client: FlaskClient, target: str) -> None:
    policy = client.get(target).headers["Content-Security-Policy"]
    rules = {name: sources for name, *sources in (rule.split() for rule in policy.split(";"))}
    assert rules["default-src"] == ["'none'"]
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == ["'self'"]
    assert rules["base-uri"] == ["'none'"]
    assert rules["img-src"] == ["'self'", "https:"]
    assert rules["require-trusted-types-for"] == ["'script'"]


METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]
PATHS = [*EVERYTHING, "/suggest?q=a", "/metrics", "/openapi.json", "/opensearch.xml", "/sections/nowhere"]
ORIGINS = [None, SHOP, LOCAL, "https://foreign.example", "null", f"{SHOP}/", SHOP.upper(), f"{SHOP}, {LOCAL}", "*"]


@pytest.mark.parametrize("method", METHODS)
def test_who_may_read_depends_on_the_origin_alone_whatever_is_asked_how(sample_data: Path, method: str) -> None:
    with opened(sample_data, **ALLOWED) as site, opened(sample_data) as public:
        for path, origin in product(PATHS, ORIGINS):
            headers = {"Origin": origin} if origin else {}
            answer = site.open(path, method=method, headers=headers, buffered=True)
            assert answer.headers.get("Access-Control-Allow-Origin") == (origin if origin in {SHOP, LOCAL} else None)
            assert "Origin" in answer.vary
            anybody = public.open(path, method=method, headers=headers, buffered=True)
            assert anybody.headers["Access-Control-Allow-Origin"] == "*"
            for given in (answer, anybody):
                assert "Access-Control-Allow-Credentials" not in given.headers
                assert (given.status_code == 405) == (method in METHODS[3:] and path != "/nowhere")
                assert given.headers["X-Content-Type-Options"] == "nosniff"
                assert given.headers["Content-Security-Policy"]
                assert given.headers["Referrer-Policy"]
                assert given.headers["X-Request-ID"]


def test_a_page_may_do_only_what_it_needs_and_everything_else_nothing(client: FlaskClient) -> None:
    page, data = client.get("/"), client.get("/search?q=a")
    assert page.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in page.headers["Permissions-Policy"]
    assert data.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"

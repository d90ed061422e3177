from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from index.builder import build
from tests.widget.commands import write_guides
from tests.widget.conftest import opened

PAGES = ["/", "/?q=续费", "/guides/unlimited"]
CACHED = ["/search?q=续费", "/search?q=", "/sections/unlimited%23intro", *PAGES]


@pytest.mark.parametrize("target", CACHED)
def test_an_answer_may_be_kept_and_is_not_sent_twice(client: FlaskClient, target: str) -> None:
    first = client.get(target)
    assert first.headers["Cache-Control"] == "public, max-age=60, stale-while-revalidate=600"
    again = client.get(target, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get(target, headers={"If-None-Match": 'W/"other"'}).status_code == 200


def tag(client: FlaskClient, target: str) -> str:
    """Give the entity tag of an answer."""
    return client.get(target).headers["ETag"]


@pytest.mark.parametrize(
    "other",
    [
        "/search?q=密码",
        "/search?q=续费&limit=9",
        "/search?q=续费&offset=1",
        "/search?q=续费&guide=roaming",
        "/search?q=续费&lang=zh-Hant",
        "/sections/unlimited%23intro",
    ],
)
def test_another_request_has_another_entity_tag(client: FlaskClient, other: str) -> None:
    assert tag(client, other) != tag(client, "/search?q=续费")


@pytest.mark.parametrize(
    "same",
    [
        "/search?q=%20续费%E2%80%8B",
        "/search?q=续费&limit=10&offset=0",
        "/search?utm_source=x&q=续费",
    ],
)
def test_the_same_question_has_the_same_entity_tag_however_it_was_spelt(client: FlaskClient, same: str) -> None:
    assert tag(client, same) == tag(client, "/search?q=续费")


def test_the_order_of_guides_is_no_other_question(client: FlaskClient) -> None:
    one, other = "/search?q=续费&guide=roaming&guide=leb-data", "/search?q=续费&guide=leb-data&guide=roaming"
    assert tag(client, one) == tag(client, other)


def test_a_new_generation_makes_every_kept_answer_stale(tmp_path: Path) -> None:
    guides = write_guides(tmp_path / "guides", {"a": "# One\n\nalpha beta\n"})
    build(guides, tmp_path / "data")
    with opened(tmp_path / "data") as site:
        before = {target: tag(site, target) for target in ("/search?q=alpha", "/sections/a%23intro")}
        build(guides, tmp_path / "data")
        for target, kept in before.items():
            answer = site.get(target, headers={"If-None-Match": kept})
            assert answer.status_code == 200
            assert answer.headers["ETag"] != kept


@pytest.mark.parametrize(
    "target", ["/livez", "/readyz", "/nowhere", "/search?limit=abc", "/sections/nowhere", "/guides/nowhere"]
)
def test_errors_and_health_are_never_kept(client: FlaskClient, target: str) -> None:
    answer = client.get(target)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_a_head_request_gives_the_headers_alone(client: FlaskClient) -> None:
    whole, head = client.get("/search?q=续费"), client.head("/search?q=续费")
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == whole.headers["ETag"]


@pytest.mark.parametrize("target", ["/openapi.json", "/opensearch.xml"])
def test_a_description_is_not_sent_twice(client: FlaskClient, target: str) -> None:
    first = client.get(target)
    again = client.get(target, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")


@pytest.mark.parametrize("target", PAGES[1:])
def test_the_entity_tag_of_a_page_changes_with_what_it_shows(client: FlaskClient, target: str) -> None:
    assert len({tag(client, other) for other in (target, "/", "/?q=密码", "/guides/roaming")}) == 4

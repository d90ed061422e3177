"""What the service says of itself agrees with what it does."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.conftest import amount
from widget.description import openapi_document

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)
UNDESCRIBED = {"/", "/guides/{guide_id}", "/help-widget.js", "/help-widget.{digest}.js", "/{name}", "/metrics",
               "/openapi.json", "/opensearch.xml"}  # fmt: skip
"""Routes that give no JSON payload: pages, files, and the descriptions themselves."""


def rules(app: Flask) -> set[str]:
    """Give the routes in the words of OpenAPI."""
    names = re.compile(r"<(?:[^:<>]+:)?(\w+)>")
    return {
        names.sub(lambda name: f"{{{name[1].removeprefix('section_')}}}", rule.rule)
        for rule in app.url_map.iter_rules()
    }


def test_every_route_of_the_api_is_described_and_no_other(client: FlaskClient) -> None:
    assert set(openapi_document()["paths"]) == rules(client.application) - UNDESCRIBED


def test_the_description_is_served(client: FlaskClient) -> None:
    answer = client.get("/openapi.json")
    assert answer.get_json() == openapi_document()
    assert answer.get_json()["openapi"] == "3.1.0"


POSITIVE, NEGATIVE = schemathesis.GenerationMode
ASKED = [*((path, POSITIVE) for path in openapi_document()["paths"]), ("/search", NEGATIVE), ("/suggest", NEGATIVE)]


@pytest.mark.parametrize(("path", "mode"), ASKED)
def test_every_answer_is_as_described_whatever_is_sent(
    client: FlaskClient, path: str, mode: schemathesis.GenerationMode
) -> None:
    schema = schemathesis.openapi.from_wsgi("/openapi.json", client.application)
    answered: set[int] = set()

    @given(schema[path]["GET"].as_strategy(generation_mode=mode))
    @settings(
        max_examples=amount(25, 5_000), deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def ask(case: Case) -> None:
        answered.add(case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"}).status_code)

    ask()
    assert answered <= {200, 400, 404, 405}
    assert answered & {200, 400, 404}


def described(xml: bytes) -> ElementTree.Element:
    """Parse a description; what is none fails."""
    return ElementTree.fromstring(xml)  # noqa: S314 - our own


OPEN_SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def test_browsers_are_told_how_to_search(client: FlaskClient) -> None:
    answer = client.get("/opensearch.xml", base_url="https://help.shop.example")
    assert answer.content_type == "application/opensearchdescription+xml"
    urls = {url.get("type"): url.get("template") or "" for url in described(answer.data).iter(f"{OPEN_SEARCH}Url")}
    assert urls == {
        "text/html": "https://help.shop.example/?q={searchTerms}",
        "application/json": "https://help.shop.example/search?q={searchTerms}",
    }
    for template in urls.values():
        target = template.removeprefix("https://help.shop.example").replace("{searchTerms}", "续费")
        assert "续费" in client.get(target).text


def test_a_host_that_is_no_host_breaks_no_description(client: FlaskClient) -> None:
    for host in ('a"b', "a<b", "a&b", "a'><x>"):
        answer = client.get("/opensearch.xml", headers={"Host": host})
        assert answer.status_code in {200, 400}
        if answer.status_code == 200:
            described(answer.data)

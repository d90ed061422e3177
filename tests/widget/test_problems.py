from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from widget import create_app
from widget.settings import read_settings

KEYS = {"type", "title", "status", "code", "detail", "param"}
FULL_WIDTH_TEN = "%EF%BC%91%EF%BC%90"
BAD_LIMITS = ["abc", "0", "51", "-1", "1e3", FULL_WIDTH_TEN, "", "1.5", "%20", "10,", "0x10", "99999999999999999999"]
BAD_OFFSETS = ["abc", "-1", "1001", "1e3", FULL_WIDTH_TEN, "", "99999999999999999999"]
BAD_LANGUAGES = ["", "de", "zh-hans", "zh-Hans,en", "*"]

PROBLEMS = [
    *(("GET", f"/search?q=x&limit={value}", 400, "bad_parameter", "limit") for value in BAD_LIMITS),
    *(("GET", f"/search?q=x&offset={value}", 400, "bad_parameter", "offset") for value in BAD_OFFSETS),
    *(("GET", f"/search?q=x&lang={value}", 400, "bad_parameter", "lang") for value in BAD_LANGUAGES),
    ("GET", f"/search?q={'a' * 201}", 400, "bad_parameter", "q"),
    ("GET", f"/search?q={'%F0%A0%80%80' * 201}", 400, "bad_parameter", "q"),
    ("GET", f"/search?q={'%EF%B7%BA' * 20}", 400, "bad_parameter", "q"),  # one ligature is 18 letters when cleaned
    ("GET", "/nowhere", 404, "not_found", None),
    ("GET", "/search/", 404, "not_found", None),
    ("GET", "/sections/", 404, "not_found", None),
    ("GET", "/sections/unlimited", 404, "section_not_found", None),
    ("GET", "/sections/unlimited%23nowhere", 404, "section_not_found", None),
    ("GET", "/sections/%FF%ED%A0%80", 404, "section_not_found", None),
    ("GET", "/guides/nowhere", 404, "guide_not_found", None),
    ("GET", "/guides/%FF", 404, "guide_not_found", None),
    ("POST", "/search?q=x", 405, "method_not_allowed", None),
    ("DELETE", "/sections/unlimited%23intro", 405, "method_not_allowed", None),
    ("PUT", "/guides/unlimited", 405, "method_not_allowed", None),
    ("BREW", "/", 405, "method_not_allowed", None),
]


@pytest.mark.parametrize("case", PROBLEMS, ids=lambda case: f"{case[0]} {case[1]}"[:60])
def test_every_error_is_a_problem_that_any_site_may_read(
    client: FlaskClient, case: tuple[str, str, int, str, str | None]
) -> None:
    method, target, status, code, param = case
    answer = client.open(target, method=method, headers={"Origin": "https://shop.example"})
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "no-store"
    problem = answer.get_json()
    assert problem.keys() == KEYS
    assert (problem["status"], problem["code"], problem["param"]) == (status, code, param)
    assert isinstance(problem["type"], str)
    assert problem["title"]
    assert problem["detail"]
    assert not any(markup in answer.text.lower() for markup in ("<html", "<!doctype", "<p>", "<h1"))


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("/search?limit=abc", ["limit", "1", "50"]),
        ("/search?offset=abc", ["offset", "0", "1000"]),
        ("/search?lang=de", ["lang", "zh-Hans", "zh-Hant", "en"]),
        (f"/search?q={'a' * 201}", ["q", "200", "201"]),
        ("/sections/续费", ["'续费'", "GUIDE#ANCHOR"]),
        ("/guides/nothing", ["'nothing'"]),
    ],
)
def test_a_problem_says_what_was_wrong_and_what_fits(client: FlaskClient, target: str, words: list[str]) -> None:
    detail = client.get(target).get_json()["detail"]
    assert [word for word in words if word not in detail] == []


def test_a_wrong_method_is_told_the_right_ones(client: FlaskClient) -> None:
    allowed = {name.strip() for name in client.post("/search").headers["Allow"].split(",")}
    assert allowed == {"GET", "HEAD", "OPTIONS"}


def test_an_accident_is_a_problem_that_keeps_its_cause_to_itself(sample_data: Path) -> None:
    app = create_app(read_settings({}, data=sample_data))

    def break_down() -> str:
        raise RuntimeError("the secret cause")

    app.add_url_rule("/accident", view_func=break_down)
    answer = app.test_client().get("/accident")
    app.extensions["helpwidget.snapshot"].searcher().close()
    assert (answer.status_code, answer.content_type) == (500, "application/problem+json")
    assert answer.get_json().keys() == KEYS
    assert answer.get_json()["code"] == "internal_error"
    assert "secret" not in answer.text
    assert answer.headers["Access-Control-Allow-Origin"] == "*"

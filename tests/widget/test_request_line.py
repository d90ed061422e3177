"""What only a real server shows: requests that no well-behaved client sends."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.widget.http_client import fetch

QUESTION = "续费后多久生效"
ANSWER = "unlimited#续费后多久生效"


def test_an_escaped_question_is_answered(service: str) -> None:
    answer = fetch(service, f"/search?q={quote(QUESTION)}")
    assert answer.status == 200
    assert answer.json["hits"][0]["id"] == ANSWER


def test_a_question_that_was_not_escaped_is_answered(service: str) -> None:
    answer = fetch(service, f"/search?q={QUESTION}&limit=1")
    assert answer.status == 200
    assert answer.json["query"] == QUESTION
    assert [hit["id"] for hit in answer.json["hits"]] == [ANSWER]


def test_a_section_whose_id_was_not_escaped_is_found(service: str) -> None:
    answer = fetch(service, f"/sections/{ANSWER.replace('#', '%23')}")
    assert answer.status == 200
    assert answer.json["id"] == ANSWER


@pytest.mark.parametrize("q", [b"\xff", b"\xed\xa0\x80", b"\xc0\xaf", b"\xe7\xbb"])
def test_bytes_that_are_no_text_and_were_not_escaped_are_answered(service: str, q: bytes) -> None:
    answer = fetch(service, b"/search?q=" + q)
    assert answer.status in {200, 400}
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("filling", ["a", "续", "\U00020bb7"])
def test_the_longest_question_fits_into_a_request(service: str, filling: str) -> None:
    assert fetch(service, f"/search?q={quote(filling * 200)}").json["query"] == filling * 200


@pytest.mark.parametrize("length", [201, 400])
def test_a_question_that_is_too_long_is_refused_as_a_problem(service: str, length: int) -> None:
    answer = fetch(service, f"/search?q={quote('续' * length)}", Origin="https://shop.example")
    assert (answer.status, answer.headers["content-type"]) == (400, "application/problem+json")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.json["param"] == "q"


@pytest.mark.parametrize("length", [500, 800])
def test_a_question_that_is_much_too_long_is_refused_as_a_problem(service: str, length: int) -> None:
    answer = fetch(service, f"/search?q={quote('续' * length)}", Origin="https://shop.example")
    assert answer.status in {400, 414}
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_other_methods_are_refused_as_a_problem(service: str, method: str) -> None:
    answer = fetch(service, "/search?q=a", method)
    assert (answer.status, answer.headers["content-type"]) == (405, "application/problem+json")


DOUBLED = ["//guides//unlimited", "/guides//unlimited", "/guides/%2fetc%2fpasswd", "/sections//unlimited%23intro"]


@pytest.mark.parametrize("target", DOUBLED)
def test_doubled_slashes_are_no_other_name_of_a_resource(service: str, target: str) -> None:
    answer = fetch(service, target)
    assert (answer.status, answer.headers["content-type"]) == (404, "application/problem+json")

"""When the service is asked, what is sent along, and what is shown of its answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from conftest import Answers, Site
    from playwright.sync_api import Page, Route

# Requests that are not aborted although nobody waits for them any more.
DEAF_FETCH = "const original = window.fetch; window.fetch = (url) => original(url);"


def test_nothing_is_requested_before_the_first_question(page: Page, site: Site) -> None:
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    site.visit(page)
    page.keyboard.press("/")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("   ")
    page.keyboard.press("Enter")
    assert requested == [site.url, f"{site.service}/help-widget.js"]


def test_typing_fast_asks_once(page: Page, site: Site, answers: Answers) -> None:
    page.clock.install()
    site.visit(page)
    page.keyboard.press("/")
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)
    page.keyboard.type("lebara")
    page.clock.run_for(119)
    assert answers.queries == []
    page.clock.run_for(1)
    expect(page.get_by_role("option")).to_have_count(3)
    assert answers.queries == ["lebara"]


def test_requests_carry_nothing_about_the_visitor(page: Page, site: Site, answers: Answers) -> None:
    page.context.add_cookies([{"name": "session", "value": "secret", "url": site.service}])
    site.visit(page)
    page.keyboard.press("/")
    page.keyboard.type("x")
    page.keyboard.press("Enter")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_have_attribute("aria-busy", "false")
    assert len(answers.requests) == 2
    for request in answers.requests:
        assert "cookie" not in request.all_headers()
    stored = page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]")
    assert stored == ["session=secret", 0, 0]


def test_an_answer_that_comes_late_is_never_shown(page: Page, site: Site) -> None:
    late: list[Route] = []

    def answer(route: Route) -> None:
        if "q=first" in route.request.url:
            late.append(route)
        else:
            reply(route, "second")

    def reply(route: Route, title: str) -> None:
        hit = {"id": title, "title": title, "snippet": title}
        route.fulfill(body=json.dumps({"hits": [hit]}), content_type="application/json")

    page.add_init_script(DEAF_FETCH)
    page.route("**/search?*", answer)
    site.visit(page)
    page.keyboard.press("/")
    with page.expect_request("**/search?q=first*"):
        page.keyboard.type("first")
    page.get_by_role("combobox").fill("second")
    expect(page.get_by_role("option")).to_have_text("second" * 2)
    with page.expect_response("**/search?q=first*") as response:
        reply(late[0], "first")
    response.value.finished()
    page.evaluate("new Promise(requestAnimationFrame)")
    expect(page.get_by_role("option")).to_have_text("second" * 2)


def test_enter_never_opens_a_result_of_the_question_before(page: Page, site: Site, answers: Answers) -> None:
    site.visit(page)
    page.keyboard.press("/")
    page.keyboard.type("first")
    expect(page.get_by_role("option")).to_have_count(3)
    answers.reply = answers.found(answers.hit("z#9"))
    page.keyboard.type("second")
    page.keyboard.press("Enter")
    expect(page.get_by_role("option")).to_have_count(1)
    assert answers.sections == []


def test_a_failure_is_told_and_can_be_retried(page: Page, site: Site, answers: Answers) -> None:
    answers.failures = 2
    site.visit(page)
    page.keyboard.press("/")
    page.keyboard.type("x")
    retry = page.get_by_role("button", name="重试")
    expect(retry).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("没有回答")
    assert answers.queries == ["x", "x"], "one silent attempt more"
    retry.click()
    expect(page.get_by_role("option")).to_have_count(3)
    expect(retry).to_be_hidden()
    expect(page.get_by_role("combobox")).to_be_focused()


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_service_gets_the_pause_it_asked_for(page: Page, site: Site, status: int) -> None:
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            headers = {"retry-after": "20", "access-control-expose-headers": "Retry-After"}
            route.fulfill(status=status, headers=headers, json={"status": status, "code": "too_many_requests"})
        else:
            route.fulfill(json={"hits": [{"id": "a", "title": "a", "snippet": "a"}]})

    page.route("**/search?*", answer)
    page.route("**/suggest?*", lambda route: route.fulfill(json={"suggestions": []}))
    page.clock.install()
    site.visit(page)
    page.evaluate("HelpWidget.search('x')")
    expect(page.get_by_role("button", name="重试")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("没有回答")
    page.clock.run_for(19_000)
    assert len(asked) == 1
    page.clock.run_for(1_000)
    expect(page.get_by_role("option")).to_have_count(1)
    assert len(asked) == 2


def test_a_section_that_failed_can_be_retried(page: Page, site: Site, answers: Answers) -> None:
    site.visit(page)
    page.keyboard.press("/")
    page.keyboard.type("x")
    expect(page.get_by_role("option")).to_have_count(3)
    answers.failures = 2
    page.keyboard.press("Enter")
    page.get_by_role("button", name="重试").click()
    expect(page.get_by_role("article")).to_contain_text("正文")


def test_a_section_that_is_gone_says_so_and_offers_nothing_that_would_not_help(page: Page, site: Site) -> None:
    site.visit(page, fragment="#help=renamed")
    expect(page.get_by_role("status")).to_have_text("没有找到「renamed」，换个问法")
    expect(page.get_by_role("article")).to_be_focused()
    expect(page.get_by_role("button", name="返回")).to_be_visible()
    expect(page.get_by_role("button", name="重试")).to_have_count(0)
    expect(page.get_by_role("button", name="复制链接")).to_have_count(0)


def test_a_question_that_cannot_be_asked_offers_no_other_attempt(page: Page, site: Site) -> None:
    page.route("**/search?*", lambda route: route.fulfill(status=400, json={"status": 400, "code": "bad_parameter"}))
    site.visit(page, '<help-widget contact-url="/contact"></help-widget>')
    page.evaluate("HelpWidget.search('x')")
    expect(page.get_by_role("status")).to_have_text("没有找到「x」，换个问法")
    expect(page.get_by_role("link", name="联系客服")).to_be_visible()
    expect(page.get_by_role("button", name="重试")).to_have_count(0)


@pytest.mark.parametrize("body", ["<html>", "null", "[]", '{"hits": [null]}'])
def test_an_answer_that_makes_no_sense_is_a_failure(page: Page, site: Site, body: str) -> None:
    page.route("**/search?*", lambda route: route.fulfill(body=body, content_type="application/json"))
    site.visit(page)
    page.keyboard.press("/")
    page.keyboard.type("x")
    expect(page.get_by_role("button", name="重试")).to_be_visible()


def test_a_known_question_is_answered_without_asking_again(page: Page, site: Site, answers: Answers) -> None:
    site.visit(page)
    page.keyboard.press("/")
    page.keyboard.type("x")
    expect(page.get_by_role("option")).to_have_count(3)
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    page.keyboard.type("x")
    expect(page.get_by_role("option")).to_have_count(3)
    assert answers.queries == ["x"]


def test_without_a_network_what_was_answered_is_answered_again(page: Page, site: Site) -> None:
    site.visit(page)
    page.evaluate("HelpWidget.search('续费后多久生效')")
    expect(page.get_by_role("option").first).to_contain_text("续费后多久生效")
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_contain_text("几分钟")
    page.context.set_offline(True)
    page.evaluate("HelpWidget.search('忘记密码')")
    expect(page.get_by_role("button", name="重试")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("没有回答")
    page.evaluate("HelpWidget.search('续费后多久生效')")
    expect(page.get_by_role("option").first).to_contain_text("续费后多久生效")
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_contain_text("几分钟")
    page.context.set_offline(False)
    page.evaluate("HelpWidget.search('忘记密码')")
    expect(page.get_by_role("option").first).to_contain_text("密码")

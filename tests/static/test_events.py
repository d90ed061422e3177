"""Every action is told to the page as a `help-widget:*` event, and left to the page where it prevents the event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from conftest import Answers, Site
    from playwright.sync_api import Page

NAMES = [
    *["open", "close", "search", "results", "select", "section", "feedback", "contact", "error"],
    *["back", "copy", "retry", "clear", "forget"],
]
LISTEN = """([names, prevented]) => {
  window.told = [];
  for (const name of names) {
    document.addEventListener(`help-widget:${name}`, (event) => {
      window.told.push([name, event.detail, event.target.localName]);
      if (name === prevented) event.preventDefault();
    });
  }
}"""


def listen(page: Page, site: Site, prevented: str = "") -> None:
    site.visit(page, '<help-widget contact-url="/contact"></help-widget>')
    page.evaluate(LISTEN, [NAMES, prevented])


def read_a_section(page: Page, site: Site, prevented: str = "") -> None:
    listen(page, site, prevented)
    page.evaluate("HelpWidget.search('x')")
    expect(page.get_by_role("option")).to_have_count(3)
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_contain_text("正文")


def told(page: Page) -> list[list[Any]]:
    found: list[list[Any]] = page.evaluate("window.told")
    return found


def test_every_action_is_told_with_what_it_was_about(page: Page, site: Site, answers: Answers) -> None:
    listen(page, site, prevented="contact")
    page.keyboard.press("/")
    page.keyboard.type("x")
    expect(page.get_by_role("option")).to_have_count(3)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="👎").click()
    expect(page.get_by_role("button", name="👎")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="👍")).to_have_attribute("aria-pressed", "false")
    answers.failures = 2
    page.get_by_role("combobox").fill("broken")
    expect(page.get_by_role("button", name="重试")).to_be_visible()
    answers.reply = answers.found()
    page.get_by_role("combobox").fill("none")
    page.get_by_role("link", name="联系客服").click()
    page.get_by_role("button", name="关闭").click()
    events = told(page)
    assert {target for _, _, target in events} == {"help-widget"}
    assert [name for name, _, _ in events] == [
        *["open", "search", "results", "select", "section", "feedback"],
        *["search", "error", "search", "results", "contact", "close"],
    ]
    details = {name: detail for name, detail, _ in events}
    assert details["contact"] == {"query": "none"}
    assert details["error"] == {"query": "broken", "code": 500}
    assert details["feedback"] == {"id": "a#1", "helpful": False}
    assert details["section"] == {**answers.section, "from": "result"}
    assert details["select"] == {**answers.hit("a#1"), "from": "result"}
    assert details["search"] == {"query": "none"}
    assert details["results"]["hits"] == []
    assert len(page.context.pages) == 1, "the page took over contact"


def test_what_the_page_prevents_does_not_happen(page: Page, site: Site, answers: Answers) -> None:
    listen(page, site, prevented="open")
    page.keyboard.press("/")
    page.evaluate("HelpWidget.search('x'); HelpWidget.openSection('a#1')")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert [name for name, _, _ in told(page)] == ["open"] * 3
    assert (answers.queries, answers.sections) == ([], [])

    listen(page, site, prevented="close")
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    page.mouse.click(5, 5)
    expect(page.get_by_role("dialog")).to_be_visible()

    listen(page, site, prevented="feedback")
    page.evaluate("HelpWidget.openSection('a#1')")
    page.get_by_role("button", name="👍").click()
    assert [name for name, _, _ in told(page)] == ["open", "section", "feedback"]
    expect(page.get_by_role("button", name="👍")).not_to_have_attribute("aria-pressed", "true")


@pytest.mark.usefixtures("answers")
@pytest.mark.parametrize("way", ["Escape", "返回"])
def test_leaving_a_section_is_told_and_can_be_prevented(page: Page, site: Site, way: str) -> None:
    for prevented in ["", "back"]:
        read_a_section(page, site, prevented)
        if way == "Escape":
            page.keyboard.press("Escape")
        else:
            page.get_by_role("button", name=way).click()
        name, detail, _ = told(page)[-1]
        assert (name, detail["id"], detail["text"]) == ("back", "a#1", "正文")
        expect(page.get_by_role("article")).to_have_count(1 if prevented else 0)
        expect(page.get_by_role("combobox")).to_have_value("x")


@pytest.mark.usefixtures("answers")
def test_copying_a_link_is_told_and_can_be_prevented(page: Page, site: Site) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.service)
    for prevented, copied in [("copy", "before"), ("", f"{site.url}#help=a%231")]:
        read_a_section(page, site, prevented)
        page.evaluate("navigator.clipboard.writeText('before')")
        page.get_by_role("button", name="复制链接").click()
        name, detail, _ = told(page)[-1]
        assert (name, detail["id"]) == ("copy", "a#1")
        expect(page.get_by_role("button", name="复制链接 ✓")).to_have_count(0 if prevented else 1)
        assert page.evaluate("navigator.clipboard.readText()") == copied


def test_trying_again_is_told_and_can_be_prevented(page: Page, site: Site, answers: Answers) -> None:
    listen(page, site, prevented="retry")
    retry = page.get_by_role("button", name="重试")
    answers.failures = 4
    page.evaluate("HelpWidget.search('x')")
    retry.click()
    assert told(page)[-1][:2] == ["retry", {"query": "x"}]
    page.evaluate("HelpWidget.openSection('a#1')")
    expect(page.get_by_role("article").get_by_role("button", name="重试")).to_be_visible()
    retry.click()
    name, detail, _ = told(page)[-1]
    assert (name, detail["id"]) == ("retry", "a#1")
    expect(retry).to_be_visible()
    assert [len(answers.queries), len(answers.sections)] == [2, 2]


@pytest.mark.usefixtures("answers")
def test_the_guide_of_a_section_is_told_and_the_page_may_lead_there_itself(page: Page, site: Site) -> None:
    page.context.route("**/guides/**", lambda route: route.fulfill(body="guide"))
    for prevented, tabs in [("select", 1), ("", 2)]:
        listen(page, site, prevented)
        page.evaluate("HelpWidget.openSection('a#1')")
        expect(page.get_by_role("article")).to_contain_text("正文")
        page.get_by_role("link", name="完整指南").click()
        name, detail, _ = told(page)[-1]
        assert (name, detail["id"], detail["from"]) == ("select", "a#1", "guide")
        page.wait_for_timeout(100)
        assert len(page.context.pages) == tabs


@pytest.mark.usefixtures("answers")
def test_emptying_the_field_is_told_and_can_be_prevented(page: Page, site: Site) -> None:
    for prevented, left in [("clear", "x"), ("", "")]:
        listen(page, site, prevented)
        for way in ["清空", "Escape"]:
            page.evaluate("HelpWidget.search('x')")
            expect(page.get_by_role("option")).to_have_count(3)
            if way == "Escape":
                page.keyboard.press("Escape")
            else:
                page.get_by_role("button", name=way).click()
            assert told(page)[-1][:2] == ["clear", {"query": "x"}]
            expect(page.get_by_role("combobox")).to_have_value(left)


@pytest.mark.usefixtures("answers")
def test_forgetting_the_recent_questions_is_told_and_can_be_prevented(page: Page, site: Site) -> None:
    site.visit(page, "<help-widget recent></help-widget>")
    for prevented, kept in [("forget", 1), ("", 0)]:
        page.evaluate("localStorage['help-widget'] = JSON.stringify([['续费', Date.now()]])")
        page.reload()
        page.evaluate(LISTEN, [NAMES, prevented])
        page.keyboard.press("/")
        page.locator(".questions").get_by_role("button", name="清空").click()
        assert told(page)[-1][0] == "forget"
        assert page.evaluate("localStorage.length") == kept


@pytest.mark.parametrize(("way", "origin"), [("Enter", "result"), ("Control+Enter", "guide")])
def test_a_page_may_lead_to_a_result_in_its_own_way(
    page: Page, site: Site, answers: Answers, way: str, origin: str
) -> None:
    listen(page, site, prevented="select")
    page.keyboard.press("/")
    page.keyboard.type("x")
    expect(page.get_by_role("option")).to_have_count(3)
    page.keyboard.press("ArrowDown")
    page.keyboard.press(way)
    expect(page.get_by_role("listbox")).to_be_visible()
    assert told(page)[-1][:2] == ["select", {**answers.reply["hits"][0], "from": origin}]
    assert answers.sections == []
    assert len(page.context.pages) == 1


@pytest.mark.parametrize("origin", ["suggestion", "popular", "neighbour"])
def test_what_opens_a_section_is_told_and_can_be_prevented(
    page: Page, site: Site, answers: Answers, origin: str
) -> None:
    answers.reply = answers.found()
    answers.suggestions = [{"text": "续航", "section": "s#1"}]
    answers.popular = [{"text": "热点", "section": "s#2"}]
    answers.section["next"] = {"id": "s#3", "title": "下一节"}
    name, section = {"suggestion": ("续航", "s#1"), "popular": ("热点", "s#2"), "neighbour": ("下一节", "s#3")}[origin]
    for prevented in ["select", ""]:
        listen(page, site, prevented)
        answers.sections.clear()
        page.evaluate("HelpWidget.search('x')")
        if origin == "neighbour":
            page.evaluate("HelpWidget.openSection('s#0')")
        page.get_by_role("button", name=name).click()
        select = {"id": section, "from": origin}
        if prevented:
            assert told(page)[-1][:2] == ["select", select]
            assert section.replace("#", "%23") not in answers.sections
        else:
            expect(page.get_by_role("article")).to_have_attribute("aria-busy", "false")
            assert [event[:2] for event in told(page)[-2:]] == [
                ["select", select],
                ["section", {**answers.section, "from": origin}],
            ]


def test_what_the_page_or_its_address_opens_is_told_too(page: Page, site: Site, answers: Answers) -> None:
    listen(page, site)
    page.evaluate("HelpWidget.openSection('a#1')")
    expect(page.get_by_role("article")).to_contain_text("正文")
    assert [event[:2] for event in told(page)] == [["open", None], ["section", {**answers.section, "from": "call"}]]
    page.evaluate("HelpWidget.close(); location.hash = '#help=b%232'")
    expect(page.get_by_role("article")).to_be_visible()
    page.wait_for_function("window.told.length === 5")
    assert [event[:2] for event in told(page)[3:]] == [["open", None], ["section", {**answers.section, "from": "link"}]]


@pytest.mark.usefixtures("answers")
def test_going_on_from_section_to_section_keeps_where_each_was_opened(page: Page, site: Site) -> None:
    read_a_section(page, site)
    page.keyboard.press("Escape")
    name, detail, _ = told(page)[-1]
    assert (name, detail["from"]) == ("back", "result")

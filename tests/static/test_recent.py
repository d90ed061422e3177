"""Recent questions: kept only where the page asks for it, shown to start from, cleared by one press."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from conftest import Answers, Site
    from playwright.sync_api import Page

ELEMENT = '<help-widget recent examples="忘记密码"></help-widget>'
COUNT_STORAGE = """
window.touched = 0;
for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches", "cookieStore"]) {
  const original = window[name];
  Object.defineProperty(window, name, { get: () => (window.touched += 1, original) });
}
"""
FORBID_STORAGE = """
Object.defineProperty(window, "localStorage", { get() { throw new DOMException("denied", "SecurityError"); } });
"""


def ask_and_read(page: Page, question: str) -> None:
    page.evaluate("(question) => HelpWidget.search(question)", question)
    expect(page.get_by_role("option")).to_have_count(3)
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_contain_text("正文")


def restart(page: Page) -> None:
    """Go back to where nothing is asked."""
    page.get_by_role("button", name="清空").click()
    expect(page.get_by_role("option")).to_have_count(0)


@pytest.mark.usefixtures("answers")
def test_questions_that_led_to_a_result_are_offered_again(page: Page, site: Site) -> None:
    site.visit(page, ELEMENT)
    ask_and_read(page, "续费")
    ask_and_read(page, "退款 <b>")
    page.evaluate("HelpWidget.search('只是看看')")
    expect(page.get_by_role("option")).to_have_count(3)
    restart(page)
    asked = page.locator(".questions").filter(has_text="最近").get_by_role("button")
    expect(asked).to_have_text(["清空", "退款 <b>", "续费"])
    site.visit(page, ELEMENT)
    page.keyboard.press("/")
    expect(asked).to_have_text(["清空", "退款 <b>", "续费"])
    asked.last.click()
    expect(page.get_by_role("combobox")).to_have_value("续费")
    expect(page.get_by_role("option")).to_have_count(3)


@pytest.mark.usefixtures("answers")
def test_one_press_forgets_them_all(page: Page, site: Site) -> None:
    site.visit(page, ELEMENT)
    ask_and_read(page, "续费")
    assert page.evaluate("Object.keys(localStorage)") == ["help-widget"]
    restart(page)
    page.locator(".questions").get_by_role("button", name="清空").click()
    expect(page.get_by_role("combobox")).to_be_focused()
    expect(page.get_by_role("button", name="续费")).to_have_count(0)
    expect(page.get_by_role("button", name="忘记密码")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.usefixtures("answers")
def test_a_section_that_was_not_searched_for_is_not_kept(page: Page, site: Site) -> None:
    site.visit(page, ELEMENT)
    page.evaluate("HelpWidget.openSection('a#1')")
    expect(page.get_by_role("article")).to_contain_text("正文")
    page.context.route("**/guides/**", lambda route: route.fulfill(body="guide"))
    with page.expect_popup():
        page.keyboard.press("Control+Enter")
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.usefixtures("answers")
def test_without_the_attribute_no_storage_is_even_looked_at(page: Page, site: Site) -> None:
    page.add_init_script(COUNT_STORAGE)
    site.visit(page, '<help-widget examples="忘记密码"></help-widget>')
    ask_and_read(page, "续费")
    restart(page)
    expect(page.get_by_text("热门")).to_be_visible()
    expect(page.get_by_text("最近")).to_have_count(0)
    assert page.evaluate("touched") == 0
    assert page.context.cookies() == []


@pytest.mark.usefixtures("answers")
def test_a_browser_that_forbids_storage_searches_all_the_same(page: Page, site: Site) -> None:
    page.add_init_script(FORBID_STORAGE)
    site.visit(page, ELEMENT)
    ask_and_read(page, "续费")
    restart(page)
    expect(page.get_by_text("热门")).to_be_visible()
    expect(page.get_by_text("最近")).to_have_count(0)


@pytest.mark.usefixtures("answers")
def test_what_is_no_question_in_the_storage_is_not_shown(page: Page, site: Site) -> None:
    site.visit(page, ELEMENT)
    page.evaluate(
        "localStorage['help-widget'] = JSON.stringify([{}, 5, null, '', ' ', '续费'].map((q) => [q, Date.now()]))"
    )
    page.reload()
    page.keyboard.press("/")
    asked = page.locator(".questions").filter(has_text="最近").get_by_role("button")
    expect(asked).to_have_text(["清空", "续费"])


def test_a_question_that_found_nothing_is_not_kept(page: Page, site: Site, answers: Answers) -> None:
    answers.reply = answers.found()
    answers.popular = [{"text": "指南", "section": "a#1"}]
    site.visit(page, "<help-widget recent></help-widget>")
    page.evaluate("HelpWidget.search('飞机')")
    page.locator(".questions").get_by_role("button", name="指南").click()
    expect(page.get_by_role("article")).to_contain_text("正文")
    assert page.evaluate("localStorage.length") == 0

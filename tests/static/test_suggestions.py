"""Questions that something half typed may become, and what is offered where nothing answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from conftest import Answers, Site
    from playwright.sync_api import Page


def test_suggestions_are_offered_while_typing(page: Page, site: Site, answers: Answers) -> None:
    answers.suggestions = [
        {"text": "xu", "section": None},
        {"text": "xu？", "section": None},
        {"text": "续费", "section": None},
        {"text": "续航 <b>", "section": "a#1"},
    ]
    site.visit(page)
    page.keyboard.press("/")
    page.keyboard.type("xu")
    buttons = page.locator(".chips").get_by_role("button")
    expect(buttons).to_have_text(["续费", "续航 <b>"])
    assert answers.completed == ["xu"]
    buttons.last.click()
    expect(page.get_by_role("article")).to_contain_text("正文")
    expect(buttons.first).to_be_hidden()
    page.keyboard.press("Escape")
    buttons.first.click()
    expect(page.get_by_role("combobox")).to_have_value("续费")
    expect(page.get_by_role("combobox")).to_be_focused()
    expect(page.get_by_role("option")).to_have_count(3)
    page.get_by_role("button", name="清空").click()
    expect(buttons).to_have_count(0)


@pytest.mark.parametrize("suggestions", [None, {}, [None]])
def test_a_service_without_suggestions_answers_all_the_same(
    page: Page,
    site: Site,
    answers: Answers,
    suggestions: Any,  # noqa: ANN401 - whatever a service may say
) -> None:
    answers.suggestions = suggestions
    site.visit(page)
    page.keyboard.press("/")
    with page.expect_response("**/suggest?*"):
        page.keyboard.type("xu")
    expect(page.get_by_role("option")).to_have_count(3)
    expect(page.get_by_role("status")).to_have_text("3 条结果")
    expect(page.locator(".chips")).to_be_hidden()


def test_where_nothing_answers_suggestions_popular_questions_and_a_person_are_offered(
    page: Page, site: Site, answers: Answers
) -> None:
    answers.reply = answers.found()
    answers.suggestions = [{"text": "机票", "section": None}]
    site.visit(page, '<help-widget examples="续费后多久生效|忘记密码" contact-url="/contact"></help-widget>')
    page.keyboard.press("/")
    page.keyboard.type("飞机")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="机票")).to_be_visible()
    expect(dialog.get_by_role("button", name="续费后多久生效")).to_be_visible()
    expect(dialog.get_by_role("link", name="联系客服")).to_be_visible()

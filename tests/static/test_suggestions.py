"""Questions that something half typed may become, and what is offered where nothing answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from conftest import Answers, Site
    from playwright.sync_api import Locator, Page, Route


@pytest.fixture
def open_page(page: Page, site: Site) -> Page:
    """A page that embeds the widget by its script tag alone."""
    site.visit(page)
    return page


def test_suggestions_are_offered_while_typing(page: Page, site: Site, answers: Answers) -> None:
    answers.suggestions = [
        {"text": "xu", "section": None},
        {"text": "xu？", "section": None},
        {"text": "续费", "section": None},
        {"text": "续航 <b>", "section": "a#1"},
    ]
    site.visit(page)
    page.keyboard.press("/")
    page.keyboard.insert_text("xu")
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


@pytest.mark.parametrize(
    ("typed", "same", "other"),
    [
        ("续费后多久", "续费后多久？", "续费后多久生效"),
        ("续费后多久?", "续费后多久？", "怎样续费"),
        ("续费，后多久 ", "「续费后」多久", "续费"),
        ("ＬＥＢ卡", "LEB 卡", "LEB 卡 2"),
        ("5g", "5G!", "5G?2"),
    ],
)
def test_nothing_is_suggested_that_only_a_mark_tells_from_the_question(
    open_page: Page, answers: Answers, typed: str, same: str, other: str
) -> None:
    answers.suggestions = [{"text": same, "section": "a#1"}, {"text": other, "section": "b#1"}]
    open_page.keyboard.press("/")
    open_page.keyboard.insert_text(typed)
    expect(open_page.locator(".chips").get_by_role("button")).to_have_text([other])


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
    assert answers.completed == ["%E9%A3%9E%E6%9C%BA"], "the page's own questions take the place of the service's"


def popular(page: Page) -> Locator:
    return page.locator(".questions").filter(has_text="热门").get_by_role("button")


def test_where_nothing_answers_sections_to_begin_with_can_be_opened(page: Page, site: Site, answers: Answers) -> None:
    answers.reply = answers.found()
    answers.popular = [
        {"text": "续费指南", "section": "a#1", "lang": "zh-Hans"},
        {"text": "線上續費", "section": "b#2", "lang": "zh-Hant"},
        {"text": "  ", "section": "b#3"},
    ]
    site.visit(page)
    page.keyboard.press("/")
    expect(popular(page)).to_have_count(0)
    page.keyboard.type("飞机")
    expect(popular(page)).to_have_text(["续费指南", "線上續費"])
    expect(page.get_by_role("status")).to_have_text("没有找到「飞机」，换个问法")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(popular(page).first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_contain_text("正文")
    assert answers.sections == ["a%231"]
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox")).to_have_value("")
    expect(popular(page)).to_have_text(["续费指南", "線上續費"])  # what is known is offered to begin with as well
    assert answers.completed == ["%E9%A3%9E%E6%9C%BA", ""]


def test_with_the_script_tag_alone_the_real_service_has_something_for_who_finds_nothing(page: Page, site: Site) -> None:
    site.visit(page)
    page.keyboard.press("/")
    page.keyboard.type("quantum physics")
    expect(page.get_by_role("status")).to_contain_text("quantum physics")
    expect(popular(page)).to_have_count(5)
    title = popular(page).first.text_content()
    assert title
    popular(page).first.click()
    expect(page.get_by_role("article").get_by_role("heading", level=2)).to_have_text(title)


@pytest.mark.parametrize("popular_sections", [{}, [None], "text", None])
def test_a_service_without_sections_to_begin_with_says_all_the_same_that_nothing_was_found(
    page: Page,
    site: Site,
    answers: Answers,
    popular_sections: Any,  # noqa: ANN401 - whatever a service may say
) -> None:
    answers.reply = answers.found()
    answers.popular = popular_sections
    site.visit(page, '<help-widget contact-url="/contact"></help-widget>')
    page.keyboard.press("/")
    page.keyboard.type("x")
    expect(page.get_by_role("link", name="联系客服")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("没有找到「x」，换个问法")
    page.keyboard.type("y")
    expect(page.get_by_role("status")).to_have_text("没有找到「xy」，换个问法")
    expect(popular(page)).to_have_count(0)


def test_titles_say_their_language(page: Page, site: Site, answers: Answers) -> None:
    answers.reply = answers.found()
    answers.suggestions = [{"text": "續費", "section": "a#1", "lang": "zh-Hant"}, {"text": "充值", "section": None}]
    answers.popular = [{"text": "LEBARA card", "section": "b#2", "lang": "en"}]
    neighbours = {"previous": {"id": "a#0", "title": "指南", "lang": "zh-Hans"}, "next": {"id": "a#2", "title": "Next"}}
    answers.section.update(neighbours, lang="zh-Hant")
    site.visit(page, lang="zh-Hans")
    page.keyboard.press("/")
    page.keyboard.type("x")
    chips = page.locator(".chips").get_by_role("button")
    expect(chips.first).to_have_attribute("lang", "zh-Hant")
    assert chips.last.get_attribute("lang") is None, "what says nothing has the language around it"
    expect(popular(page)).to_have_attribute("lang", "en")
    chips.first.click()
    expect(page.get_by_role("button", name="指南")).to_have_attribute("lang", "zh-Hans")
    assert page.get_by_role("button", name="Next").get_attribute("lang") is None


def test_sections_to_begin_with_that_come_late_disturb_no_reader(page: Page, site: Site, answers: Answers) -> None:
    answers.reply = answers.found()
    answers.suggestions = [{"text": "续费", "section": "a#1"}]
    answers.section["blocks"] = [answers.paragraph(f"第 {number} 段") for number in range(60)]
    held: list[Route] = []
    page.route("**/suggest?q=", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks its handlers
    site.visit(page)
    with page.expect_request("**/suggest?q="):
        page.evaluate("HelpWidget.search('x')")
    page.locator(".chips").get_by_role("button").click()
    expect(page.get_by_text("第 59 段")).to_have_count(1)
    page.get_by_role("button", name="👎").click()
    with page.expect_response("**/suggest?q="):
        held[0].fulfill(json={"suggestions": [{"text": "指南", "section": "b#1"}]})
    expect(page.get_by_role("button", name="👎")).to_be_focused()
    expect(page.get_by_role("button", name="👎")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="👎")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(popular(page)).to_have_text(["指南"])

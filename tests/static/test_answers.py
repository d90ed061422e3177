"""The main job: a question typed on the demo page, answered by the real service, by keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page


def test_a_question_is_answered_by_keyboard_alone(page: Page, service: str, focused: Callable[[], str]) -> None:
    page.goto(service)
    page.keyboard.press("Tab")
    before = focused()
    page.keyboard.press("Control+k")
    assert focused() == "combobox"

    page.keyboard.type("续费后多久生效")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("续费后多久生效")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")

    page.keyboard.press("Enter")
    article = page.get_by_role("article")
    expect(article.get_by_role("heading", level=2)).to_contain_text("续费后多久生效")
    expect(article).to_have_attribute("aria-busy", "false")
    assert focused() == "article"

    page.keyboard.press("Escape")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert focused() == "combobox"
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox")).to_have_value("")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert focused() == before


def test_matches_of_a_real_answer_are_marked(page: Page, service: str) -> None:
    page.goto(service)
    page.keyboard.press("/")
    page.keyboard.type("忘记密码怎么办")
    expect(page.get_by_role("option").first.locator("mark").first).to_be_visible()
    marked = page.get_by_role("option").first.locator("mark").all_text_contents()
    assert set("".join(marked)) & set("忘记密码")


def test_a_popular_question_of_the_demo_page_opens_its_answers(page: Page, service: str) -> None:
    page.goto(service)
    page.get_by_role("link", name="便利店能续费吗").click()
    expect(page.get_by_role("combobox")).to_have_value("便利店能续费吗")
    expect(page.get_by_role("option").first).to_be_visible()


def test_the_demo_page_shows_the_tag_for_site_owners(page: Page, service: str) -> None:
    page.goto(service)
    expect(page.get_by_text(f'<script src="{service}/help-widget.js" defer></script>')).to_be_visible()


def test_the_guide_behind_an_answer_opens_at_its_section(page: Page, service: str) -> None:
    page.goto(service)
    page.keyboard.press("/")
    page.keyboard.type("续费后多久生效")
    expect(page.get_by_role("option").first).to_be_visible()
    with page.expect_popup() as opened:
        page.keyboard.press("Control+Enter")
    guide = opened.value
    assert guide.url.startswith(f"{service}/guides/")
    target = guide.locator(":target")
    expect(target).to_contain_text("续费后多久生效")
    expect(target).to_be_in_viewport()
    expect(guide.get_by_role("button", name="帮助")).to_be_visible()


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_the_pages_of_the_service_fit_every_screen(page: Page, service: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(service)
    page.evaluate("HelpWidget.search('续费后多久生效')")  # at once, where typing would ask for its beginnings too
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    guide = page.get_by_role("link", name="完整指南").get_attribute("href")
    for address in [service, guide]:
        page.goto(str(address))
        assert page.evaluate("document.documentElement.scrollWidth") == width

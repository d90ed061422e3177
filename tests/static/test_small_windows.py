"""Windows with hardly any room, and what scrolls in them: results can always be reached, and the page stands still."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Answers, Site
    from playwright.sync_api import Locator, Page

# A desktop at 400%, a phone with its keyboard, a phone on its side with its keyboard.
WINDOWS = [(320, 256), (375, 367), (667, 200)]


def box(locator: Locator) -> dict[str, Any]:
    found = locator.bounding_box()
    assert found is not None
    return dict(found)


@pytest.mark.parametrize(("width", "height"), WINDOWS)
def test_results_can_be_reached_in_the_smallest_window(
    new_page: Callable[..., Page], site: Site, width: int, height: int
) -> None:
    page = new_page(viewport={"width": width, "height": height})
    answers = site.answers(page)
    answers.reply = answers.found(*(answers.hit(f"a#{number}") for number in range(10)))
    answers.suggestions = [{"text": f"续费以后要等多久才能生效 {number}", "section": None} for number in range(5)]
    site.visit(page)
    page.keyboard.press("/")
    page.keyboard.type("x")
    options = page.get_by_role("option")
    expect(options).to_have_count(10)
    chips = page.locator(".chips").get_by_role("button")
    expect(chips).to_have_count(5)
    assert len({box(chip)["y"] for chip in chips.all()}) == 1, "suggestions take one row"
    count = box(page.get_by_role("status"))
    assert (count["y"] < box(chips.first)["y"] + 10) is (height <= 480), "beside each other where the window is low"
    bottom = max(one["y"] + one["height"] for one in [count, box(page.locator(".chips"))])
    assert abs(box(page.get_by_role("listbox"))["y"] - bottom) < 1, "the results follow at once"
    head = box(page.locator(".head"))
    for _ in range(2):
        page.keyboard.press("ArrowUp")
        for option in [options.last, options.nth(8)]:
            if option.get_attribute("aria-selected") == "true":
                place = box(option)
                assert place["y"] > head["y"] + head["height"] - 1, "below the field"
                assert place["y"] + place["height"] < height + 1
    page.mouse.move(width / 2, height - 20)
    page.mouse.wheel(0, -5000)
    expect(page.get_by_role("status")).to_be_in_viewport()
    page.mouse.wheel(0, 5000)
    expect(options.last).to_be_in_viewport(ratio=0.9)


@pytest.mark.parametrize(("width", "height"), [(1280, 800), *WINDOWS])
def test_a_long_section_opens_at_its_beginning(
    new_page: Callable[..., Page], site: Site, width: int, height: int
) -> None:
    page = new_page(viewport={"width": width, "height": height})
    answers = site.answers(page)
    answers.section["blocks"] = [answers.paragraph(f"第 {number} 段") for number in range(60)]
    answers.section["next"] = {"id": "a#2", "title": "下一节"}
    site.visit(page)
    page.evaluate("HelpWidget.openSection('a#1')")
    article = page.get_by_role("article")
    for _ in range(2):
        expect(page.get_by_text("第 59 段")).to_have_count(1)
        expect(article).to_be_focused()
        tools = box(page.locator(".tools"))
        assert abs(tools["y"] + tools["height"] - box(article)["y"]) <= 1, "nothing of it lies below the buttons"
        article.get_by_role("button", name="下一节").click()


@pytest.mark.parametrize(("width", "height"), WINDOWS)
def test_in_a_low_window_a_long_section_has_all_room_but_that_of_its_buttons(
    new_page: Callable[..., Page], site: Site, width: int, height: int
) -> None:
    page = new_page(viewport={"width": width, "height": height})
    answers = site.answers(page)
    answers.section["blocks"] = [answers.paragraph(f"第 {number} 段") for number in range(60)]
    site.visit(page)
    page.keyboard.press("/")
    page.keyboard.type("x")
    expect(page.get_by_role("option")).to_have_count(3)
    page.keyboard.press("Enter")
    expect(page.get_by_text("第 59 段")).to_have_count(1)
    tools = box(page.locator(".tools"))
    assert tools["y"] == 0
    assert tools["height"] <= 54
    expect(page.get_by_role("button", name="关闭")).not_to_be_in_viewport()
    page.mouse.move(width / 2, height - 20)
    page.mouse.wheel(0, -5000)
    expect(page.get_by_role("button", name="关闭")).to_be_in_viewport(ratio=1)
    page.mouse.wheel(0, 500)
    page.wait_for_function("document.querySelector('help-widget').shadowRoot.querySelector('.body').scrollTop > 400")
    assert box(page.locator(".tools"))["y"] == 0, "the buttons stay"
    page.get_by_role("button", name="返回").click()
    expect(page.get_by_role("combobox")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("combobox")).to_be_focused()


def test_a_wide_table_scrolls_and_breaks_no_word(new_page: Callable[..., Page], site: Site) -> None:
    page = new_page(viewport={"width": 320, "height": 600})
    answers = site.answers(page)
    words = ["Unlimited", "€19.99", "International", "有效期三十天"]
    row = {"type": "row", "children": [{"type": "cell", "inlines": [{"text": word}]} for word in words]}
    answers.section["blocks"] = [{"type": "table", "children": [row]}]
    site.visit(page)
    page.evaluate("HelpWidget.openSection('a#1')")
    cells = page.get_by_role("cell")
    expect(cells).to_have_count(4)
    assert len({box(cell)["height"] for cell in cells.all()}) == 1
    assert box(cells.first)["height"] < 60, "one line each"
    expect(cells.last).not_to_be_in_viewport(ratio=1)
    cells.last.scroll_into_view_if_needed()
    expect(cells.last).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_wheel_turned_over_the_dialog_or_beside_it_moves_no_page(page: Page, site: Site, answers: Answers) -> None:
    site.visit(page, "<div style='height: 5000px'></div>")
    page.mouse.move(640, 30)
    page.mouse.wheel(0, 50)
    page.wait_for_function("scrollY === 50")
    page.evaluate("HelpWidget.search('x')")
    expect(page.get_by_role("option")).to_have_count(3)
    for place in [(640, 90), (640, 300), (20, 300)]:
        page.mouse.move(*place)
        page.mouse.wheel(0, 400)
        page.mouse.wheel(0, -20)
    answers.reply = answers.found(*(answers.hit(f"a#{number}") for number in range(10)))
    page.evaluate("HelpWidget.search('y')")
    expect(page.get_by_role("option")).to_have_count(10)
    page.mouse.move(640, 300)
    page.mouse.wheel(0, 9000)
    expect(page.get_by_role("option").last).to_be_in_viewport()
    page.mouse.wheel(0, 9000)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("scrollY") == 50


def test_nothing_of_the_widget_is_printed(page: Page, site: Site) -> None:
    site.visit(page)
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="帮助")).to_be_hidden()

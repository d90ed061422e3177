"""From section to section: groups by guide, neighbours, links to a section and copies of them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from conftest import Answers, Site
    from playwright.sync_api import Page


def test_results_stand_in_groups_by_guide(page: Page, site: Site, answers: Answers) -> None:
    answers.reply = answers.found(*map(answers.hit, ["b#1", "a#1", "b#2"]), {**answers.hit("c"), "guide": None})
    site.visit(page)
    page.keyboard.press("/")
    page.keyboard.type("x")
    listbox = page.get_by_role("listbox")
    first = listbox.get_by_role("group", name="指南 b")
    expect(first.get_by_role("option")).to_have_count(2)
    expect(listbox.get_by_role("group", name="指南 a").get_by_role("option")).to_have_count(1)
    expect(listbox.get_by_role("option")).to_have_count(4)
    expect(first.get_by_text("指南 b")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(first.get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_have_attribute("aria-busy", "false")
    assert answers.sections == [quote("b#2", safe="")]


def test_a_section_leads_to_the_one_before_and_the_one_after(page: Page, site: Site, answers: Answers) -> None:
    answers.section.update(previous={"id": "a#0", "title": "上一节"}, next={"id": "a#2", "title": "下一节"})
    site.visit(page)
    page.evaluate("HelpWidget.openSection('a#1')")
    article = page.get_by_role("article")
    expect(article.get_by_role("button", name="上一节")).to_be_visible()
    answers.section = {**answers.hit("a#2"), "text": "第二", "blocks": [], "previous": {"id": "a#1", "title": "中"}}
    article.get_by_role("button", name="下一节").click()
    expect(article).to_contain_text("第二")
    expect(article).to_be_focused()
    expect(article.get_by_role("button", name="中")).to_have_count(1)
    expect(article.get_by_role("button", name="下一节")).to_have_count(0)
    assert answers.sections == [quote(name, safe="") for name in ("a#1", "a#2")]
    page.get_by_role("button", name="返回").click()
    expect(article).to_have_count(0)


@pytest.mark.parametrize("later", [False, True])
def test_a_link_to_a_section_opens_it(page: Page, site: Site, answers: Answers, later: bool) -> None:
    answers.section["id"] = "a/b#1 页"
    body = "<help-widget></help-widget><help-widget></help-widget>"
    if later:
        site.visit(page, body)
        page.evaluate("location.hash = '#help=' + encodeURIComponent('a/b#1 页')")
    else:
        site.visit(page, body, fragment=f"#help={quote('a/b#1 页', safe='')}")
    expect(page.get_by_role("article")).to_contain_text("正文")
    expect(page.get_by_role("dialog")).to_have_count(1)
    assert answers.sections == [quote("a/b#1 页", safe="")]
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.evaluate("document.querySelector('help-widget').lang = 'en'")
    expect(page.get_by_role("button", name="Help")).to_be_visible()
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_another_fragment_opens_nothing(page: Page, site: Site, answers: Answers) -> None:
    site.visit(page, fragment="#helpful")
    page.evaluate("location.hash = '#help='")
    expect(page.get_by_role("button", name="帮助")).to_be_visible()
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert answers.sections == []


@pytest.mark.usefixtures("answers")
def test_the_link_to_a_section_can_be_copied(page: Page, site: Site) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.service)
    site.visit(page)
    page.evaluate("HelpWidget.openSection('a#1')")
    expect(page.get_by_role("article")).to_contain_text("正文")
    page.get_by_role("button", name="复制链接").click()
    expect(page.get_by_role("button", name="复制链接 ✓")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{site.url}#help=a%231"


@pytest.mark.usefixtures("answers")
def test_without_a_clipboard_the_link_stands_selected(page: Page, site: Site) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    site.visit(page)
    page.evaluate("HelpWidget.openSection('a#1')")
    page.get_by_role("button", name="复制链接").click()
    field = page.get_by_role("textbox", name="复制链接")
    expect(field).to_have_value(f"{site.url}#help=a%231")
    expect(field).to_be_focused()
    selected = field.evaluate("(field) => field.value.slice(field.selectionStart, field.selectionEnd)")
    assert selected == f"{site.url}#help=a%231"

"""What a visitor reads: results, sections, hints, in three languages."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Answers, Site
    from playwright.sync_api import Page


def search(page: Page, query: str = "续费") -> None:
    page.keyboard.press("/")
    page.keyboard.type(query)


def test_a_result_shows_its_path_its_title_and_a_snippet(page: Page, site: Site, answers: Answers) -> None:
    site.visit(page)
    page.keyboard.press("/")
    page.get_by_role("combobox").fill("续费")
    option = page.get_by_role("option").first
    expect(option.locator("div")).to_have_text(["常见问题", "标题 a#1", "摘要 a#1"])
    assert len(answers.queries) == 1


def test_matches_are_marked_at_utf_16_offsets(page: Page, site: Site, answers: Answers) -> None:
    matches = {"title": [[3, 2]], "snippet": [[0, 2], [7, 2]]}
    answers.reply = answers.found(answers.hit("a", title="📱卡续费", snippet="续费后，𠮷 续费", matches=matches))
    site.visit(page)
    search(page)
    expect(page.get_by_role("option").locator("mark")).to_have_text(["续费", "续费", "续费"])
    expect(page.get_by_role("option")).to_contain_text("📱卡续费")
    expect(page.get_by_role("option")).to_contain_text("续费后，𠮷 续费")


def test_a_question_read_in_another_way_says_so(page: Page, site: Site, answers: Answers) -> None:
    suggestion = {"query": "忘记密码", "reason": "pinyin"}
    answers.reply = answers.found(answers.hit("a"), suggestion=suggestion)
    site.visit(page)
    search(page, "wangjimima")
    expect(page.get_by_role("status")).to_have_text("已按「忘记密码」搜索 · 1 条结果")
    expect(page.get_by_role("status")).to_be_visible()


def test_no_answer_is_told_and_leads_to_a_person(page: Page, site: Site, answers: Answers) -> None:
    answers.reply = answers.found()
    site.visit(page, '<help-widget contact-url="/contact?team=1"></help-widget>')
    search(page, "xyz")
    expect(page.get_by_role("status")).to_have_text("没有找到「xyz」，换个问法")
    link = page.get_by_role("link", name="联系客服")
    address = urlsplit(link.get_attribute("href") or "")
    assert address.path == "/contact"
    assert parse_qs(address.query) == {"team": ["1"], "q": ["xyz"], "page": [site.url]}


def test_without_anybody_to_contact_no_contact_is_offered(page: Page, site: Site, answers: Answers) -> None:
    answers.reply = answers.found()
    site.visit(page)
    search(page, "xyz")
    expect(page.get_by_role("status")).to_have_text("没有找到「xyz」，换个问法")
    expect(page.get_by_role("link")).to_have_count(0)


def test_a_section_is_read_inside_the_widget(page: Page, site: Site, answers: Answers) -> None:
    text = answers.paragraph
    answers.section["blocks"] = [
        {
            "type": "paragraph",
            "inlines": [
                {"text": "先"},
                {"text": "打开", "marks": ["strong"]},
                {"text": "\n"},
                {"text": "设置", "marks": ["code", "em"], "href": "https://example.com/set"},
                {"text": "旧", "marks": ["strike"]},
            ],
        },
        {
            "type": "list",
            "ordered": True,
            "start": 3,
            "children": [
                {"type": "item", "inlines": [{"text": "第三步"}]},
                {"type": "item", "children": [{"type": "list", "children": [{**text("里面"), "type": "item"}]}]},
            ],
        },
        {"type": "code", "inlines": [{"text": "*611#\nAPN"}]},
        {"type": "quote", "children": [text("引文")]},
        {"type": "heading", "inlines": [{"text": "小标题"}]},
        {
            "type": "table",
            "children": [
                {"type": "row", "header": True, "children": [{"type": "cell", "inlines": [{"text": "套餐"}]}]},
                {"type": "row", "children": [{"type": "cell", "inlines": [{"text": "7 天"}]}]},
            ],
        },
        {"type": "rule"},
        {"type": "somethingNew", "inlines": [{"text": "也不丢"}]},
    ]
    site.visit(page)
    search(page)
    page.get_by_role("option").first.click()
    article = page.get_by_role("article")
    expect(article.get_by_role("heading", level=2)).to_have_text("标题 a#1")
    expect(article.locator("b")).to_have_text("打开")
    expect(article.locator("p br")).to_have_count(1)
    expect(article.locator("a em code")).to_have_text("设置")
    expect(article.locator("s")).to_have_text("旧")
    expect(article.locator("ol[start='3'] > li")).to_have_count(2)
    expect(article.locator("ol li ul li")).to_have_text("里面")
    expect(article.locator("pre")).to_have_text("*611#\nAPN")
    expect(article.locator("blockquote p")).to_have_text("引文")
    expect(article.get_by_role("heading", level=3)).to_have_text("小标题")
    expect(article.locator("th")).to_have_text("套餐")
    expect(article.locator("td")).to_have_text("7 天")
    expect(article.locator("hr")).to_have_count(1)
    expect(article.locator("p").last).to_have_text("也不丢")


def test_a_section_without_blocks_shows_its_text(page: Page, site: Site, answers: Answers) -> None:
    answers.section.update(blocks=[], text="第一行\n第二行")
    site.visit(page)
    search(page)
    page.get_by_role("option").first.click()
    article = page.get_by_role("article")
    expect(article).to_contain_text("第二行")
    assert "第一行\n第二行" in article.inner_text()


@pytest.mark.usefixtures("answers")
def test_a_section_leads_to_its_guide_and_back_to_the_results(page: Page, site: Site) -> None:
    site.visit(page)
    search(page)
    page.get_by_role("option").nth(1).click()
    guide = page.get_by_role("link", name="完整指南")
    expect(guide).to_have_attribute("href", f"{site.service}/guides/a#1")
    expect(guide).to_have_attribute("target", "_blank")
    page.get_by_role("button", name="返回").click()
    expect(page.get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("combobox")).to_be_focused()


def test_a_long_section_scrolls_by_keyboard(page: Page, site: Site, answers: Answers) -> None:
    answers.section["blocks"] = [answers.paragraph(f"第 {number} 段") for number in range(60)]
    site.visit(page)
    search(page)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("第 59 段")).to_have_count(1)
    expect(page.get_by_text("第 59 段")).not_to_be_in_viewport()
    page.keyboard.press("End")
    expect(page.get_by_text("第 59 段")).to_be_in_viewport()
    expect(page.get_by_role("button", name="返回")).to_be_in_viewport()


@pytest.mark.usefixtures("answers")
def test_example_questions_can_be_asked(page: Page, site: Site) -> None:
    site.visit(page, '<help-widget examples="续费后多久生效|忘记密码怎么办"></help-widget>')
    page.keyboard.press("/")
    page.get_by_role("button", name="忘记密码怎么办").click()
    expect(page.get_by_role("combobox")).to_have_value("忘记密码怎么办")
    expect(page.get_by_role("option")).to_have_count(3)


@pytest.mark.usefixtures("answers")
def test_the_field_can_be_emptied_by_a_button(page: Page, site: Site) -> None:
    site.visit(page)
    search(page)
    expect(page.get_by_role("option")).to_have_count(3)
    page.get_by_role("button", name="清空").click()
    expect(page.get_by_role("combobox")).to_have_value("")
    expect(page.get_by_role("combobox")).to_be_focused()
    expect(page.get_by_role("option")).to_have_count(0)
    expect(page.get_by_role("button", name="清空")).to_be_hidden()


LAUNCHER = {"zh-Hans": "帮助", "zh-Hant": "說明", "en": "Help"}
COUNT = {"zh-Hans": "3 条结果", "zh-Hant": "3 筆結果", "en": "Results: 3"}


@pytest.mark.usefixtures("answers")
@pytest.mark.parametrize("language", LAUNCHER)
def test_the_widget_speaks_the_language_of_its_page(page: Page, site: Site, language: str) -> None:
    site.visit(page, lang=language)
    expect(page.locator(".launcher")).to_have_text(LAUNCHER[language])
    search(page)
    expect(page.get_by_role("status")).to_have_text(COUNT[language])


def test_its_own_attribute_comes_before_the_page_and_the_page_before_the_browser(
    new_page: Callable[..., Page], site: Site
) -> None:
    page = new_page(locale="zh-TW")
    site.visit(page, lang="fr")
    expect(page.locator(".launcher")).to_have_text("說明")
    site.visit(page, lang="en")
    expect(page.locator(".launcher")).to_have_text("Help")
    site.visit(page, '<help-widget lang="zh-CN"></help-widget>', lang="en")
    expect(page.locator(".launcher")).to_have_text("帮助")
    page.evaluate("document.querySelector('help-widget').lang = 'zh-HK'")
    expect(page.locator(".launcher")).to_have_text("說明")

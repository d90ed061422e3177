"""Every state, in both themes and on both sizes, judged by axe-core and by the colours that the browser computed."""

from __future__ import annotations

from importlib.resources import files
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Answers, Site
    from playwright.sync_api import Page, Route


AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
JUDGE = """async (tags) => {
  const { violations, passes } = await axe.run(document, { runOnly: tags });
  return [passes.length, violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`))];
}"""
SIZES = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 375, "height": 740}}
WIDGET = '<help-widget recent examples="续费后多久生效|忘记密码" contact-url="/c"></help-widget>'
ELEMENT = f"<main><h1>Shop</h1>{WIDGET}</main>"

# Text against what lies behind it, the way WCAG 2.2 defines contrast; large text needs 3, other text 4.5.
FAINT = """(host) => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => channels(colour).slice(0, 3)
    .map((value) => value / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
    .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
  const behind = (element) => {
    const colour = getComputedStyle(element).backgroundColor;
    return (channels(colour)[3] ?? 1) === 1 ? colour : behind(element.parentElement ?? host.getRootNode().body);
  };
  const ratio = (element) => {
    const [dark, bright] = [getComputedStyle(element).color, behind(element)].map(light).sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const enough = (style) => {
    const size = parseFloat(style.fontSize);
    return size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
  };
  const texts = [...host.shadowRoot.querySelectorAll("*")].filter((element) => element.checkVisibility()
    && (element.localName === "input" || [...element.childNodes].some((child) => child.nodeType === 3)));
  return [texts.length, texts.filter((element) => ratio(element) < enough(getComputedStyle(element)))
    .map((element) => `${element.className || element.localName} ${ratio(element).toFixed(2)}`)];
}"""


def every_block(answers: Answers) -> list[dict[str, Any]]:
    kinds = ["paragraph", "code", "quote", "heading"]
    text = answers.paragraph("文字", marks=["strong"], href="https://example.com/")["inlines"]
    row = {"type": "row", "children": [{"type": "cell", "inlines": text}]}
    return [
        *({"type": kind, "inlines": [*text, {"text": "代码", "marks": ["code"]}]} for kind in kinds),
        {"type": "list", "ordered": True, "children": [{"type": "item", "inlines": text}]},
        {"type": "table", "children": [{**row, "header": True}, row]},
        {"type": "rule"},
    ]


def states(page: Page, answers: Answers) -> Iterator[str]:
    """Walk the widget through all that it can show."""
    dialog = page.get_by_role("dialog")
    field = page.get_by_role("combobox")
    answers.suggestions = [{"text": "續費", "section": "a#1", "lang": "zh-Hant"}, {"text": "充值", "section": None}]
    answers.popular = [{"text": "LEBARA card", "section": "a#1", "lang": "en"}]
    answers.section.update(
        previous={"id": "a#0", "title": "前一节"}, next={"id": "a#2", "title": "后一节", "lang": "zh-Hans"}
    )
    yield "closed"
    page.keyboard.press("/")
    yield "empty"
    held: list[Route] = []
    page.route("**/search?q=slow*", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks its handlers
    with page.expect_request("**/search?q=slow*"):
        field.fill("slow")
    yield "loading"
    matches = {"title": [[0, 2]], "snippet": [[0, 2]]}
    answers.reply = answers.found(
        *(answers.hit(f"{name}#1", matches=matches) for name in "abc"),
        suggestion={"query": "续费", "reason": "pinyin"},
    )
    field.fill("results")
    expect(page.get_by_role("option")).to_have_count(3)
    page.keyboard.press("ArrowDown")
    yield "results"
    answers.section["blocks"] = every_block(answers)
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_have_attribute("aria-busy", "false")
    yield "section"
    answers.reply = answers.found()
    field.fill("none")
    expect(dialog.get_by_role("link", name="联系客服")).to_be_visible()
    yield "none"
    page.evaluate("document.querySelector('help-widget').removeAttribute('examples')")
    field.fill("nothing")
    expect(dialog.get_by_role("button", name="LEBARA card")).to_be_visible()
    yield "popular"
    answers.failures = 2
    field.fill("error")
    expect(dialog.get_by_role("button", name="重试")).to_be_visible()
    yield "error"
    held[0].abort()
    dialog.get_by_role("button", name="清空").click()
    expect(dialog.get_by_role("button", name="results")).to_be_visible()
    yield "recent"


@pytest.mark.parametrize(("theme", "size"), list(product(["light", "dark"], SIZES)))
def test_no_state_breaks_a_rule(new_page: Callable[..., Page], site: Site, theme: str, size: str) -> None:
    page = new_page(viewport=SIZES[size], color_scheme=theme)
    answers = site.answers(page)
    site.visit(page, ELEMENT, head=f"<style>:root {{ color-scheme: light dark }}</style>{site.script}")
    page.evaluate(AXE)
    broken: dict[str, Any] = {}
    for state in states(page, answers):
        passes, violations = page.evaluate(JUDGE, RULES)
        assert passes > 10
        texts, faint = page.locator("help-widget").evaluate(FAINT)
        assert texts > 0
        if violations or faint:
            broken[state] = [*violations, *faint]
    assert broken == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_of_the_service_break_no_rule(new_page: Callable[..., Page], service: str, theme: str) -> None:
    page = new_page(color_scheme=theme)
    for address in ["/", "/?q=续费后多久生效", "/?q=!!!", "/guides/unlimited"]:
        page.goto(service + address)
        page.evaluate(AXE)
        passes, violations = page.evaluate(JUDGE, RULES)
        assert passes > 10
        assert violations == [], address

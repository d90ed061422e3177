"""A page and its widget share a window and nothing else: no style crosses, in either direction."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from conftest import Answers, Site
    from playwright.sync_api import Page

HOSTILE = """
html { font-size: 62.5%; direction: rtl; writing-mode: vertical-rl; color-scheme: dark; }
body { transform: rotate(1deg); filter: blur(1px); opacity: 0.5; zoom: 1; }
html, body, *, *::before, *::after, help-widget, help-widget * {
  all: revert !important; animation: none !important; appearance: auto !important;
  background: lime !important; border: 7px dotted blue !important; box-sizing: content-box !important;
  caret-color: red !important; clip-path: inset(3px) !important; color: red !important; cursor: wait !important;
  direction: rtl !important; display: block !important; float: left !important; hyphens: auto !important;
  font: italic 900 41px/3 cursive !important; height: 3px !important; letter-spacing: 0.5em !important;
  line-break: anywhere !important; list-style: inside square !important; margin: 21px !important;
  max-width: 40px !important; min-height: 999px !important; opacity: 0.4 !important; order: 3 !important;
  outline: 9px solid pink !important; overflow: visible !important; padding: 23px !important;
  pointer-events: none !important; position: relative !important; quotes: "x" "y" !important;
  tab-size: 1 !important; text-align: right !important; text-decoration: underline !important;
  text-indent: 51px !important; text-shadow: 3px 3px red !important; text-transform: uppercase !important;
  transform: scale(0.5) !important; unicode-bidi: bidi-override !important; user-select: none !important;
  visibility: hidden !important; white-space: pre !important; width: 1px !important; word-break: break-all !important;
  word-spacing: 9px !important; z-index: -1 !important; zoom: 1 !important;
}
*::before, *::after { content: "X" !important; }
mark, kbd, code, h2, a { background: black !important; color: white !important; }
::placeholder, ::selection, ::marker, ::backdrop { color: lime !important; background: red !important; }
"""

# Every element below the shadow root, with all that the browser computed for it and for what it generates.
COMPUTED = """(host) => {
  const all = [host, ...host.shadowRoot.querySelectorAll("*")];
  const style = (element, pseudo) => Object.fromEntries(
    [...getComputedStyle(element, pseudo)]
      .filter((name) => !name.startsWith("--"))
      .map((name) => [name, getComputedStyle(element, pseudo).getPropertyValue(name)]));
  return all.map((element) => ({
    element: `${element.localName}.${element.className.baseVal ?? element.className}`,
    box: JSON.stringify(element === host ? null : element.getBoundingClientRect()),
    ...style(element),
    before: JSON.stringify(style(element, "::before")),
    after: JSON.stringify(style(element, "::after")),
  }));
}"""

PAGE = "<h1>Shop</h1><p>Text <b>bold</b></p><dialog open>Ours</dialog><form><input value=1><button>Go</button></form>"
PAGE_COMPUTED = """() => [...document.querySelectorAll("html, body, body *:not(help-widget)")].map((element) => [
  element.localName,
  JSON.stringify(element.getBoundingClientRect()),
  JSON.stringify([...getComputedStyle(element)].map((name) => getComputedStyle(element).getPropertyValue(name))),
])"""


def show(page: Page, state: str) -> None:
    if state == "closed":
        return
    page.evaluate("HelpWidget.open()")
    expect(page.get_by_role("combobox")).to_be_focused()
    if state == "open":
        return
    page.evaluate("HelpWidget.search('续费')")
    expect(page.get_by_role("option").first).to_be_visible()
    if state == "section":
        page.keyboard.press("Enter")
        expect(page.get_by_role("article")).to_have_attribute("aria-busy", "false")


def computed(page: Page) -> list[dict[str, Any]]:
    page.mouse.move(1, 1)
    found: list[dict[str, Any]] = page.locator("help-widget").evaluate(COMPUTED)
    return found


@pytest.mark.parametrize("state", ["closed", "open", "results", "section"])
def test_no_style_of_a_hostile_page_reaches_the_widget(page: Page, site: Site, answers: Answers, state: str) -> None:
    answers.reply["hits"][0]["matches"] = {"title": [[0, 2]], "snippet": [[1, 2]]}
    kinds = ["paragraph", "list", "item", "code", "quote", "table", "row", "cell", "heading", "rule"]
    answers.section["blocks"] = [
        {"type": kind, "inlines": [{"text": kind, "marks": ["strong", "code"], "href": "https://example.com/"}]}
        for kind in kinds
    ]
    site.visit(page)
    show(page, state)
    clean = computed(page)
    site.visit(page, head=f"<style>{HOSTILE}</style>{site.script}")
    show(page, state)
    hostile = computed(page)
    assert [one["element"] for one in hostile] == [one["element"] for one in clean]
    changed = {
        f"{before['element']} {name}": (before[name], after[name])
        for before, after in zip(clean, hostile, strict=True)
        for name in before
        if before[name] != after[name]
    }
    assert changed == {}
    assert len(clean) > 5


@pytest.mark.usefixtures("answers")
@pytest.mark.parametrize("state", ["closed", "open", "results"])
def test_no_style_of_the_widget_reaches_the_page(page: Page, site: Site, state: str) -> None:
    site.visit(page, PAGE, head="")
    alone = page.evaluate(PAGE_COMPUTED)
    site.visit(page, PAGE)
    show(page, state)
    assert page.evaluate(PAGE_COMPUTED) == alone


def test_the_widget_adds_nothing_but_its_element_and_its_name(page: Page, site: Site) -> None:
    names = "Object.getOwnPropertyNames(window).sort()"
    site.visit(page, PAGE, head="")
    before = page.evaluate(names)
    site.visit(page, PAGE)
    expect(page.get_by_role("button", name="帮助")).to_be_visible()
    assert set(page.evaluate(names)) - set(before) == {"HelpWidget"}
    assert page.evaluate("document.head.querySelectorAll('style, link').length") == 0
    assert page.evaluate("document.adoptedStyleSheets.length") == 0


def test_the_styles_have_no_variable_of_their_own_that_a_page_could_register() -> None:
    static = Path(__file__).parents[2] / "static"
    source, built = (static / name for name in ("dom/widget.css", "help-widget.js"))
    own = set(re.findall(r"--(?!help-widget-)[\w-]+(?=:)", source.read_text(encoding="utf-8")))
    assert own >= {"--accent", "--ink", "--surface"}, "the sources name their colours"
    assert set(re.findall(r"--[\w-]+", built.read_text(encoding="utf-8"))) <= set(PUBLIC)


PUBLIC = [f"--help-widget-{name}" for name in ("accent", "on-accent", "surface", "ink", "radius", "font")]
GUESSES = ["accent", "ink", "surface", "soft", "raised", "color", "bg", "background", "text", "border", "a", "i", "s"]
REGISTER = """(names) => {
  for (const name of names) {
    for (const prefix of ["--", "--hw-", "--hw", "--help-", "--_"]) {
      CSS.registerProperty({ name: prefix + name, syntax: "<color>", inherits: false, initialValue: "rgb(1, 2, 3)" });
    }
  }
}"""


@pytest.mark.usefixtures("answers")
def test_what_a_page_registers_as_a_variable_changes_nothing(page: Page, site: Site) -> None:
    site.visit(page)
    show(page, "results")
    clean = computed(page)
    own = re.findall(r"--(?!help-widget-)[\w-]+", page.request.get(f"{site.service}/help-widget.js").text())
    page.evaluate(REGISTER, sorted({*GUESSES, *(name.strip("-") for name in own)}))
    page.evaluate("new Promise(requestAnimationFrame)")
    assert computed(page) == clean

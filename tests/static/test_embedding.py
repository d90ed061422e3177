"""The ways into a page: the script tag, the element and the JavaScript interface; and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from conftest import Answers, Site
    from playwright.sync_api import Page, Route


OURS = ["document keydown", "window hashchange"]


def listeners(page: Page) -> list[str]:
    """Name what the widget's script listens to on the page, outside of its own element."""
    devtools = page.context.new_cdp_session(page)
    scripts: dict[str, str] = {}
    devtools.on("Debugger.scriptParsed", lambda script: scripts.update({script["scriptId"]: script["url"]}))
    devtools.send("Debugger.enable")
    found = []
    for target in ["window", "document", "document.documentElement", "document.body"]:
        answer = devtools.send("Runtime.evaluate", {"expression": target})
        name = {"objectId": answer["result"]["objectId"]}
        every = devtools.send("DOMDebugger.getEventListeners", name)["listeners"]
        found += [f"{target} {one['type']}" for one in every if "/help-widget.js" in scripts[one["scriptId"]]]
    devtools.send("Debugger.disable")
    return sorted(found)


def test_the_script_tag_alone_adds_a_button(page: Page, site: Site) -> None:
    site.visit(page)
    launcher = page.get_by_role("button", name="帮助")
    box = launcher.bounding_box()
    size = page.viewport_size
    assert box is not None
    assert size is not None
    assert box["x"] + box["width"] > size["width"] - 60
    assert box["y"] + box["height"] > size["height"] - 60
    launcher.click()
    expect(page.get_by_role("dialog")).to_be_visible()


@pytest.mark.parametrize("loading", ["", "async", "type=module"])
def test_the_button_is_added_however_the_script_is_loaded(page: Page, site: Site, loading: str) -> None:
    site.visit(page, head=f'<script src="{site.service}/help-widget.js" {loading}></script>')
    expect(page.get_by_role("button", name="帮助")).to_have_count(1)


def test_an_element_on_the_page_takes_the_place_of_the_button_of_its_own(page: Page, site: Site) -> None:
    site.visit(page, "<main><help-widget></help-widget></main>")
    expect(page.get_by_role("button", name="帮助")).to_have_count(1)
    assert page.locator("help-widget").evaluate_all("all => all.map((one) => one.parentNode.localName)") == ["main"]


def test_loading_twice_changes_nothing(page: Page, site: Site) -> None:
    site.visit(page, head=site.script * 2)
    page.add_script_tag(url=f"{site.service}/help-widget.js?again")
    expect(page.get_by_role("button", name="帮助")).to_have_count(1)
    page.keyboard.press("/")
    expect(page.get_by_role("dialog")).to_have_count(1)
    assert listeners(page) == OURS


def test_two_elements_open_one_dialog(page: Page, site: Site) -> None:
    site.visit(page, "<help-widget></help-widget><help-widget></help-widget>")
    page.keyboard.press("/")
    expect(page.get_by_role("dialog")).to_have_count(1)
    assert listeners(page) == sorted(OURS * 2)
    page.keyboard.press("Escape")
    page.evaluate("document.querySelector('help-widget').destroy()")
    page.keyboard.press("/")
    expect(page.get_by_role("dialog")).to_have_count(1)
    page.evaluate("HelpWidget.destroy()")
    page.keyboard.press("/")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert listeners(page) == []


@pytest.mark.usefixtures("answers")
def test_pages_drive_the_widget(page: Page, site: Site) -> None:
    site.visit(page)
    dialog = page.get_by_role("dialog")
    for way in ["HelpWidget", "document.querySelector('help-widget')"]:
        page.evaluate(f"{way}.open()")
        expect(dialog).to_be_visible()
        page.evaluate(f"{way}.close()")
        expect(dialog).to_be_hidden()
        page.evaluate(f"{way}.toggle()")
        expect(dialog).to_be_visible()
        page.evaluate(f"{way}.toggle()")
        expect(dialog).to_be_hidden()
        page.evaluate(f"{way}.search('续费')")
        expect(page.get_by_role("combobox")).to_have_value("续费")
        expect(page.get_by_role("option")).to_have_count(3)
        page.evaluate(f"{way}.openSection('a#1')")
        expect(page.get_by_role("article")).to_contain_text("正文")
        page.evaluate(f"{way}.close()")
    page.evaluate("HelpWidget.destroy()")
    expect(page.locator("help-widget")).to_have_count(0)
    page.evaluate("HelpWidget.open()")
    expect(dialog).to_be_hidden()


def test_nothing_is_left_after_removal_and_everything_comes_back(page: Page, site: Site) -> None:
    site.visit(page, "<help-widget></help-widget>")
    assert listeners(page) == OURS
    page.evaluate("widget = document.querySelector('help-widget'); widget.open(); widget.remove()")
    assert listeners(page) == []
    left = "[widget.shadowRoot.childNodes.length, widget.shadowRoot.adoptedStyleSheets.length]"
    assert page.evaluate(left) == [0, 0]
    page.keyboard.press("/")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.evaluate("for (const method of ['open', 'close', 'toggle', 'destroy']) widget[method]()")
    page.evaluate("document.body.append(widget)")
    assert listeners(page) == OURS
    page.keyboard.press("/")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.evaluate("document.body.prepend(widget)")
    assert listeners(page) == OURS
    expect(page.get_by_role("button", name="帮助")).to_have_count(1)


def test_a_removed_widget_asks_nothing_more(page: Page, site: Site, answers: Answers) -> None:
    page.clock.install()
    site.visit(page)
    page.keyboard.press("/")
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)
    page.keyboard.type("x")
    page.evaluate("HelpWidget.destroy()")
    page.clock.run_for(1000)
    assert answers.queries == []


@pytest.mark.parametrize(
    ("endpoint", "expected"),
    [
        (None, "{service}/"),
        ("/help", "{service}/help/"),
        ("help/", "{service}/shop/help/"),
        ("https://other.example.com/x", "https://other.example.com/x/"),
    ],
)
def test_the_endpoint_is_relative_to_the_page_and_defaults_to_the_script(
    page: Page, site: Site, endpoint: str | None, expected: str
) -> None:
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(json={"hits": []}, headers={"access-control-allow-origin": "*"})

    page.route("**/search?*", answer)
    attribute = "" if endpoint is None else f'endpoint="{endpoint}"'
    site.visit(page, f"<help-widget {attribute}></help-widget>")
    page.keyboard.press("/")
    page.keyboard.type("x")
    expect(page.get_by_role("status")).to_have_text("没有找到「x」，换个问法")
    assert asked == [expected.format(service=site.service) + "search?q=x"]


@pytest.mark.usefixtures("answers")
def test_a_placeholder_of_the_page_names_the_field(page: Page, site: Site) -> None:
    site.visit(page, '<help-widget placeholder="问问远行卡"></help-widget>')
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="问问远行卡")).to_have_attribute("placeholder", "问问远行卡")


@pytest.mark.parametrize("style", ["display: none", "content-visibility: hidden"])
def test_in_a_hidden_part_of_the_page_nothing_opens(page: Page, site: Site, style: str) -> None:
    site.visit(page, f'<button>Buy</button><div style="{style}"><help-widget></help-widget></div>')
    page.keyboard.press("/")
    page.evaluate("HelpWidget.search('x'); HelpWidget.openSection('a#1')")
    assert page.locator("help-widget").evaluate("(host) => host.shadowRoot.querySelector('dialog').open") is False
    page.get_by_role("button", name="Buy").click(timeout=2000)
    page.evaluate("document.querySelector('div').style = ''")
    page.keyboard.press("/")
    expect(page.get_by_role("combobox")).to_be_focused()


@pytest.mark.usefixtures("answers")
@pytest.mark.parametrize(("name", "value"), [("lang", "en"), ("placeholder", "Ask us")])
def test_an_attribute_that_changes_waits_until_the_visitor_has_closed_the_dialog(
    page: Page, site: Site, name: str, value: str
) -> None:
    site.visit(page, '<help-widget lang="zh-CN" placeholder="问问"></help-widget>')
    page.evaluate("HelpWidget.search('续费')")
    expect(page.get_by_role("option")).to_have_count(3)
    change = "([name, value]) => document.querySelector('help-widget').setAttribute(name, value)"
    page.evaluate(change, [name, value])
    page.evaluate(change, [name, value])
    expect(page.get_by_role("combobox", name="问问")).to_be_focused()
    expect(page.get_by_role("option")).to_have_count(3)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Help" if name == "lang" else "帮助")).to_be_visible()
    expect(page.locator("help-widget input")).to_have_attribute("placeholder", "问问" if name == "lang" else value)
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="问问" if name == "lang" else value)).to_be_focused()


def test_the_same_attribute_again_changes_nothing(page: Page, site: Site) -> None:
    site.visit(page, '<help-widget lang="zh-CN"></help-widget>')
    dialog = page.locator("help-widget").evaluate_handle("(host) => host.shadowRoot.querySelector('dialog')")
    page.evaluate("document.querySelector('help-widget').lang = 'zh-CN'")
    assert dialog.evaluate("(dialog) => dialog.isConnected")


def test_a_widget_that_is_mounted_anew_opens_no_section_anew(page: Page, site: Site, answers: Answers) -> None:
    site.visit(page, fragment="#help=a%231")
    expect(page.get_by_role("article")).to_contain_text("正文")
    mount = (
        "document.querySelector('help-widget').remove(); document.body.append(document.createElement('help-widget'))"
    )
    page.evaluate(mount)
    expect(page.get_by_role("button", name="帮助")).to_be_visible()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.evaluate("document.querySelector('help-widget').remove(); history.pushState(null, '', '#help=b%232')")
    page.evaluate("document.body.append(document.createElement('help-widget'))")
    expect(page.get_by_role("article")).to_contain_text("正文")
    assert answers.sections == ["a%231", "b%232"]


def test_a_page_that_asks_nothing_searches_nothing(page: Page, site: Site, answers: Answers) -> None:
    site.visit(page, '<help-widget endpoint="http://[bad" examples="续费 | |x|"></help-widget>')
    page.evaluate("HelpWidget.search()")
    expect(page.get_by_role("combobox")).to_have_value("")
    expect(page.locator(".questions").get_by_role("button")).to_have_text(["续费", "x"])
    page.evaluate("HelpWidget.search(null)")
    assert answers.queries == []
    page.evaluate("HelpWidget.search('续费')")
    expect(page.get_by_role("option")).to_have_count(3)

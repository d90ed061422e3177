"""Which keys do what, where they are left alone, and where the focus goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Answers, Site
    from playwright.sync_api import Page


def search(page: Page, query: str = "续费") -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type(query)
    expect(page.get_by_role("option").first).to_be_visible()


def assert_hotkeys_do_nothing(page: Page) -> None:
    # One at a time: the second would close what the first had opened.
    for key in ["/", "Control+k"]:
        page.keyboard.press(key)
        expect(page.get_by_role("dialog")).to_be_hidden()


def selected(page: Page) -> str | None:
    name = page.get_by_role("combobox").get_attribute("aria-activedescendant")
    options = page.locator("[role=option][aria-selected=true]")
    assert options.evaluate_all("all => all.map((option) => option.id)") == ([name] if name else [])
    return name


@pytest.mark.usefixtures("answers")
def test_arrow_keys_walk_through_the_results_and_both_ends_meet(page: Page, site: Site) -> None:
    site.visit(page)
    search(page)
    assert selected(page) == ""
    seen = []
    for key in ["ArrowDown"] * 4 + ["ArrowUp"] * 2:
        page.keyboard.press(key)
        seen.append(selected(page))
    assert seen == ["hit-0", "hit-1", "hit-2", "hit-0", "hit-2", "hit-1"]


def test_enter_reads_the_selected_result(page: Page, site: Site, answers: Answers) -> None:
    site.visit(page)
    search(page)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_have_attribute("aria-busy", "false")
    assert answers.sections == ["c%233"]


def test_enter_reads_the_first_result_when_none_is_selected(page: Page, site: Site, answers: Answers) -> None:
    site.visit(page)
    search(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_have_attribute("aria-busy", "false")
    assert answers.sections == ["a%231"]


@pytest.mark.usefixtures("answers")
def test_control_enter_opens_the_guide_in_a_new_tab(page: Page, site: Site) -> None:
    page.context.route("**/guides/**", lambda route: route.fulfill(body="guide"))
    site.visit(page)
    search(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    with page.expect_popup() as opened:
        page.keyboard.press("Control+Enter")
    assert opened.value.url == f"{site.service}/guides/b#2"
    assert opened.value.evaluate("window.opener") is None


@pytest.mark.usefixtures("answers")
def test_escape_leaves_one_thing_at_a_time(page: Page, site: Site, focused: Callable[[], str]) -> None:
    site.visit(page)
    search(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_visible()
    assert focused() == "combobox"
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox")).to_have_value("")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_the_focus_returns_to_where_it_was(page: Page, site: Site, focused: Callable[[], str]) -> None:
    site.visit(
        page,
        """<button id="plain">one</button><div id="host"></div><script>
        document.getElementById("host").attachShadow({ mode: "open" }).innerHTML = '<button id="inner">two</button>';
        </script>""",
    )
    for name in ["plain", "inner"]:
        page.locator(f"#{name}").focus()
        page.keyboard.press("/")
        assert focused() == "combobox"
        page.keyboard.press("Escape")
        assert focused() == name
    launcher = page.get_by_role("button", name="帮助")
    launcher.click()
    page.get_by_role("button", name="关闭").click()
    expect(launcher).to_be_focused()


@pytest.mark.parametrize(
    "field",
    [
        "<input id=field>",
        "<textarea id=field></textarea>",
        "<select id=field><option>1</select>",
        "<div id=field contenteditable><b>text</b></div>",
        "<div id=field role=textbox tabindex=0>text</div>",
        "<div id=field role=searchbox tabindex=0>text</div>",
        "<div id=field role=combobox tabindex=0>text</div>",
        "<div id=field role=TextBox tabindex=0>text</div>",
    ],
)
def test_keys_are_not_taken_from_a_field(page: Page, site: Site, field: str) -> None:
    site.visit(page, field)
    page.locator("#field").focus()
    assert_hotkeys_do_nothing(page)


@pytest.mark.parametrize("mode", ["open", "closed"])
def test_keys_are_not_taken_from_a_field_in_a_shadow_root(page: Page, site: Site, mode: str) -> None:
    site.visit(
        page,
        f"""<foreign-field></foreign-field><script>
        customElements.define("foreign-field", class extends HTMLElement {{
          connectedCallback() {{
            const root = this.attachShadow({{ mode: "{mode}" }});
            root.innerHTML = "<input>";
            root.firstChild.focus();
          }}
        }});
        </script>""",
    )
    assert_hotkeys_do_nothing(page)


@pytest.mark.parametrize("tag", ["div", "p", "section", "span"])
def test_keys_are_not_taken_from_a_field_in_a_closed_root_of_a_plain_element(page: Page, site: Site, tag: str) -> None:
    site.visit(
        page,
        f"""<{tag} id="host"></{tag}><main tabindex="-1">text</main><script>
        const root = document.getElementById("host").attachShadow({{ mode: "closed" }});
        root.innerHTML = "<input>";
        root.firstChild.focus();
        </script>""",
    )
    assert_hotkeys_do_nothing(page)
    page.locator("main").focus()
    page.keyboard.press("/")
    expect(page.get_by_role("dialog")).to_be_visible()


@pytest.mark.parametrize("tabindex", [0, -1])
@pytest.mark.parametrize("delegates", ["false", "true"])
def test_keys_are_not_taken_from_a_field_in_an_element_that_can_have_the_focus_itself(
    page: Page, site: Site, tabindex: int, delegates: str
) -> None:
    site.visit(
        page,
        f"""<foreign-field id="host" tabindex="{tabindex}"></foreign-field><script>
        const root = document.getElementById("host").attachShadow({{ mode: "closed", delegatesFocus: {delegates} }});
        root.innerHTML = "<input>";
        root.firstChild.focus();
        </script>""",
    )
    assert_hotkeys_do_nothing(page)


@pytest.mark.parametrize(
    "element",
    [
        "<foreign-button id=it tabindex=0>Buy</foreign-button>",
        "<div id=it style='overflow: auto; height: 40px'><p style='height: 99px'>terms</p></div>",
        "<main id=it tabindex=-1>text</main>",
        "<button id=it>Buy</button>",
    ],
)
def test_what_is_no_field_and_has_the_focus_leaves_the_keys_alone(page: Page, site: Site, element: str) -> None:
    site.visit(page, element)
    for key in ["/", "Control+k"]:
        page.locator("#it").focus()
        page.keyboard.press(key)
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Escape")


@pytest.mark.parametrize("element", ["<main id=it tabindex=-1>text</main>", "<button id=it>Buy</button>"])
def test_keys_work_after_a_press_on_something_that_is_no_field(page: Page, site: Site, element: str) -> None:
    site.visit(page, element)
    page.locator("#it").click()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_the_keys_open_the_dialog_at_once_after_it_was_closed(page: Page, site: Site) -> None:
    site.visit(page)
    page.keyboard.press("/")
    opened = page.evaluate(
        """() => {
          HelpWidget.close();
          const { shadowRoot } = document.querySelector("help-widget");
          const press = { key: "/", bubbles: true, composed: true, cancelable: true };
          (shadowRoot.activeElement ?? document.activeElement).dispatchEvent(new KeyboardEvent("keydown", press));
          return shadowRoot.querySelector("dialog").open;
        }"""
    )
    assert opened


def test_keys_that_the_page_has_used_are_left_alone(page: Page, site: Site) -> None:
    site.visit(page, "<script>addEventListener('keydown', (event) => event.preventDefault(), true);</script>")
    assert_hotkeys_do_nothing(page)


@pytest.mark.usefixtures("answers")
def test_the_page_does_not_hear_what_is_typed_in_the_widget(page: Page, site: Site) -> None:
    site.visit(
        page,
        """<script>heard = [];
        for (const type of ["keydown", "keypress", "keyup"])
          addEventListener(type, ({ key }) => heard.push([type, key]));
        </script>""",
    )
    page.keyboard.press("/")
    page.keyboard.type("s/k")
    page.keyboard.press("Escape")
    assert page.evaluate("heard") == [["keydown", "/"]]


@pytest.mark.usefixtures("answers")
def test_only_what_can_be_used_by_keyboard_is_a_stop_of_the_tab_key(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 800, "height": 300})
    site.visit(page)
    search(page)
    stops = []
    for _ in range(3):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.querySelector('help-widget').shadowRoot.activeElement?.textContent"))
    assert stops[:2] == ["清空", "关闭"]
    assert stops[2] in (None, ""), "from the last button out of the dialog, or back to the field"


def test_pages_choose_their_own_hotkeys(page: Page, site: Site) -> None:
    site.visit(page, '<help-widget hotkeys="F2"></help-widget>')
    page.keyboard.press("/")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("F2")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_pages_switch_hotkeys_off(page: Page, site: Site) -> None:
    site.visit(page, '<help-widget hotkeys="none"></help-widget>')
    assert_hotkeys_do_nothing(page)


def test_the_hotkey_that_opened_the_widget_closes_it(page: Page, site: Site) -> None:
    site.visit(page)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_press_beside_the_dialog_closes_it(page: Page, site: Site) -> None:
    site.visit(page)
    page.keyboard.press("/")
    page.get_by_role("combobox").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.mouse.click(5, 5)
    expect(page.get_by_role("dialog")).to_be_hidden()

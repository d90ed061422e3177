"""Chinese input methods, driven as the browser drives them: nothing is asked or done before a word is committed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Answers, Site
    from playwright.sync_api import CDPSession, Page

REMEMBER_REQUESTS = """
const original = window.fetch;
window.asked = [];
window.requests = 0;
window.fetch = (url, options) => {
  const { pathname, searchParams } = new URL(url);
  window.requests += 1;
  if (pathname === "/search") window.asked.push(searchParams.get("q"));
  return original(url, options);
};
"""
LONG = 1000  # milliseconds, more than any pause the widget makes
ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36"


class InputMethod:
    """An input method, typing into the widget of a page whose time stands still while a word is composed."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page = page
        page.add_init_script(REMEMBER_REQUESTS)
        page.clock.install()
        site.visit(page)
        page.keyboard.press("/")
        self.devtools: CDPSession = page.context.new_cdp_session(page)

    def compose(self, *texts: str) -> None:
        """Show one text after the other as the word that is being composed, all in one moment."""
        self.page.clock.pause_at(self.page.evaluate("Date.now() / 1000 + 1"))
        for text in texts:
            place = {"selectionStart": len(text), "selectionEnd": len(text)}
            self.devtools.send("Input.imeSetComposition", {"text": text, **place})
        self.page.clock.resume()

    def commit(self, text: str) -> None:
        self.devtools.send("Input.insertText", {"text": text})

    def asked(self) -> Any:  # noqa: ANN401 - a list of strings, from the page
        """Let time pass, then say what was asked so far."""
        self.page.clock.run_for(LONG)
        return self.page.evaluate("window.asked")


@pytest.fixture
def input_method(page: Page, site: Site, answers: Answers) -> InputMethod:
    assert answers.queries == []
    return InputMethod(page, site)


def test_nothing_is_asked_while_composing_and_once_after_the_commit(input_method: InputMethod) -> None:
    input_method.compose("x", "xu", "xu f", "xu fei", "续费")
    assert input_method.asked() == []
    input_method.commit("续费")
    assert input_method.asked() == ["续费"]
    assert input_method.page.evaluate("window.requests") == 1, "what is complete needs no completions"


def test_a_second_word_is_asked_once_together_with_the_first(input_method: InputMethod) -> None:
    input_method.compose("xufei")
    input_method.commit("续费")
    assert input_method.asked() == ["续费"]
    input_method.compose("h", "hou")
    assert input_method.asked() == ["续费"]
    input_method.commit("后")
    assert input_method.asked() == ["续费", "续费后"]


def test_an_abandoned_composition_asks_nothing(input_method: InputMethod) -> None:
    input_method.compose("x", "xu", "")
    assert input_method.asked() == []


def test_keys_pressed_while_composing_belong_to_the_input_method(input_method: InputMethod, answers: Answers) -> None:
    page = input_method.page
    page.keyboard.type("abc")
    expect(page.get_by_role("option")).to_have_count(3)
    input_method.compose("xu")
    for key in ["ArrowDown", "Enter", "Escape", "Escape", "Control+Enter"]:
        page.keyboard.press(key)
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_role("combobox")).to_have_attribute("aria-activedescendant", "")
    assert answers.sections == []
    assert len(page.context.pages) == 1


@pytest.mark.parametrize("key", ["Enter", "Escape", "ArrowDown"])
def test_keys_that_the_input_method_swallowed_do_nothing(input_method: InputMethod, answers: Answers, key: str) -> None:
    page = input_method.page
    page.keyboard.type("abc")
    expect(page.get_by_role("option")).to_have_count(3)
    press(page, key, 229)
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_role("combobox")).to_have_value("abc")
    expect(page.get_by_role("combobox")).to_have_attribute("aria-activedescendant", "")
    assert answers.sections == []


def press(page: Page, key: str, code: int) -> None:
    page.get_by_role("combobox").evaluate(
        """(input, [key, keyCode]) => input.dispatchEvent(
          new KeyboardEvent("keydown", { key, keyCode, bubbles: true, composed: true, cancelable: true }))""",
        [key, code],
    )


def test_the_enter_that_commits_a_word_opens_nothing_even_when_it_comes_late(
    input_method: InputMethod, answers: Answers
) -> None:
    page = input_method.page
    page.keyboard.type("abc")
    expect(page.get_by_role("option")).to_have_count(3)
    page.get_by_role("combobox").evaluate(
        """(input) => {
          const enter = { key: "Enter", keyCode: 13, bubbles: true, composed: true };
          input.dispatchEvent(new CompositionEvent("compositionstart"));
          input.dispatchEvent(new CompositionEvent("compositionend"));
          input.dispatchEvent(new KeyboardEvent("keydown", enter));
        }"""
    )
    expect(page.get_by_role("listbox")).to_be_visible()
    assert answers.sections == []
    page.clock.run_for(LONG)
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_be_visible()


def test_an_input_method_that_never_says_it_ended_does_not_silence_the_field(input_method: InputMethod) -> None:
    page = input_method.page
    field = page.get_by_role("combobox")
    field.evaluate("(input) => input.dispatchEvent(new CompositionEvent('compositionstart'))")
    page.keyboard.type("abc")
    assert input_method.asked() == []
    page.keyboard.press("Tab")
    assert input_method.asked() == ["abc"]
    field.focus()
    page.keyboard.press("End")
    page.keyboard.type("d")
    assert input_method.asked() == ["abc", "abcd"]


def test_latin_words_that_android_composes_are_searched_as_they_grow(new_page: Callable[..., Page], site: Site) -> None:
    page = new_page(user_agent=ANDROID)
    page.route("**/search?*", lambda route: route.fulfill(json={"hits": []}))
    page.route("**/suggest?*", lambda route: route.fulfill(json={"suggestions": []}))
    input_method = InputMethod(page, site)
    input_method.compose("l", "le", "leb")
    assert input_method.asked() == ["leb"]
    input_method.compose("lebara")
    assert input_method.asked() == ["leb", "lebara"]
    input_method.commit("lebara")
    assert input_method.asked() == ["leb", "lebara"]
    input_method.compose("续")
    assert input_method.asked() == ["leb", "lebara"]


def test_the_enter_that_a_phone_sends_right_after_a_word_is_meant(new_page: Callable[..., Page], site: Site) -> None:
    page = new_page(user_agent=ANDROID)
    answers = site.answers(page)
    input_method = InputMethod(page, site)
    input_method.compose("l", "leb")
    assert input_method.asked() == ["leb"]
    expect(page.get_by_role("option")).to_have_count(3)
    input_method.commit("leb")
    page.keyboard.press("Enter")  # the page's time stands still: in the very same moment
    expect(page.get_by_role("article")).to_contain_text("正文")
    assert answers.sections == ["a%231"]


@pytest.mark.parametrize("key", ["/", "k"])
def test_a_hotkey_that_the_input_method_swallowed_opens_nothing(page: Page, site: Site, key: str) -> None:
    site.visit(page)
    for code, shown in [(229, False), (75, True)]:
        page.evaluate(
            """([key, keyCode]) => document.dispatchEvent(
              new KeyboardEvent("keydown", { key, keyCode, ctrlKey: key === "k", bubbles: true }))""",
            [key, code],
        )
        assert page.get_by_role("dialog").is_visible() is shown


def test_closing_in_the_middle_of_a_word_asks_nothing(input_method: InputMethod) -> None:
    page = input_method.page
    for way in ["HelpWidget.close()", ""]:
        input_method.compose("x", "xu")
        if way:
            page.evaluate(way)
        else:
            page.mouse.click(5, 5)
        expect(page.get_by_role("dialog")).to_be_hidden()
        assert input_method.asked() == []
        page.evaluate("HelpWidget.open()")
        expect(page.get_by_role("combobox")).to_have_value("")
    page.keyboard.type("abc")
    assert input_method.asked() == ["abc"]


def test_a_page_that_searches_in_the_middle_of_a_word_leaves_the_keys_alive(input_method: InputMethod) -> None:
    page = input_method.page
    input_method.compose("x", "xu")
    page.evaluate("HelpWidget.search('忘记密码')")
    expect(page.get_by_role("option")).to_have_count(3)
    assert input_method.asked() == ["忘记密码"]
    expect(page.get_by_role("combobox")).to_have_value("忘记密码")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("combobox")).to_have_attribute("aria-activedescendant", "hit-0")

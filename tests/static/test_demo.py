"""The demo page: the versioned embed code, themes, states, and a search that needs no script."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Site
    from playwright.sync_api import Page


def pinned(page: Page, service: str) -> str:
    found = re.search(r"<script src=\S+ integrity=.*?</script>", html.unescape(page.request.get(service).text()))
    assert found is not None
    return found[0]


def test_the_versioned_widget_is_kept_for_good_and_checked_by_browsers(page: Page, site: Site) -> None:
    tag = pinned(page, site.service)
    name, integrity = re.findall(rf'{site.service}(/help-widget\.\w+\.js)" integrity="(\S+)"', tag)[0]
    answer = page.request.get(site.service + name)
    assert name == f"/help-widget.{hashlib.sha256(answer.body()).hexdigest()[:12]}.js"
    assert integrity == "sha384-" + base64.b64encode(hashlib.sha384(answer.body()).digest()).decode()
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.body() == page.request.get(f"{site.service}/help-widget.js").body()
    site.visit(page, head=tag)
    expect(page.get_by_role("button", name="帮助")).to_be_visible()


def test_a_widget_that_is_not_what_its_digest_says_does_not_run(page: Page, site: Site) -> None:
    tag = pinned(page, site.service)
    page.route(
        "**/help-widget.*.js", lambda route: route.fulfill(body="window.breached = 1", content_type="text/javascript")
    )
    with page.expect_console_message(lambda message: "integrity" in message.text):
        site.visit(page, head=tag)
    assert page.evaluate("window.breached") is None


@pytest.mark.parametrize("name", ["help-widget.000000000000.js", "help-widget.x.js", "help-widget..js"])
def test_another_version_is_not_there(page: Page, service: str, name: str) -> None:
    answer = page.request.get(f"{service}/{name}")
    assert answer.status == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "not_found"


def test_the_demo_page_answers_without_any_script(new_page: Callable[..., Page], service: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(service)
    page.get_by_role("searchbox").fill("续费后多久生效")
    page.get_by_role("button", name="搜索").click()
    first = page.locator("#results li").first
    expect(first).to_contain_text("续费后多久生效")
    expect(page.get_by_role("searchbox")).to_have_value("续费后多久生效")
    first.get_by_role("link").click()
    expect(page.locator(":target")).to_contain_text("续费后多久生效")
    page.goto(service)
    page.get_by_role("link", name="便利店能续费吗").click()
    expect(page.locator("#results li").first).to_be_visible()


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_the_embed_code_can_be_read_whole_and_copied_by_one_press(page: Page, site: Site, width: int) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.service)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site.service)
    codes = page.locator(".embed pre")
    expect(codes).to_have_count(3)
    for number, code in enumerate(codes.all()):
        assert code.evaluate("(code) => code.scrollWidth <= code.clientWidth"), "nothing of it is cut off"
        page.get_by_role("button", name="复制").nth(number).click()
        expect(page.get_by_role("button", name="已复制")).to_have_count(number + 1)
        assert page.evaluate("navigator.clipboard.readText()") == code.text_content()
    assert codes.nth(1).text_content() == pinned(page, site.service)


def test_without_a_clipboard_the_embed_code_stands_selected(page: Page, site: Site) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(site.service)
    page.get_by_role("button", name="复制").nth(1).click()
    assert page.evaluate("String(getSelection())").strip() == pinned(page, site.service)


@pytest.mark.parametrize("query", ["<script>window.breached = 1</script>", '"><img src=x onerror="window.breached=1">'])
def test_a_question_in_the_address_is_text(page: Page, service: str, query: str) -> None:
    page.goto(f"{service}/?" + page.evaluate("(q) => new URLSearchParams({ q }).toString()", query))
    expect(page.get_by_role("searchbox")).to_have_value(query)
    assert page.evaluate("window.breached") is None


def test_a_question_without_answer_or_without_end_has_its_page_too(page: Page, service: str) -> None:
    for query in ["!!!", "%00", "好" * 300, "%20"]:
        assert page.request.get(f"{service}/?q={query}").status == 200
    assert "没有找到「!!!」的答案" in page.request.get(f"{service}/?q=!!!").text()


def test_the_form_of_the_demo_page_asks_the_widget_where_scripts_run(page: Page, service: str) -> None:
    page.goto(service)
    page.get_by_role("searchbox").fill("忘记密码怎么办")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox")).to_have_value("忘记密码怎么办")
    expect(page.get_by_role("option").first).to_be_visible()
    assert page.url == f"{service}/"


def test_the_demo_page_switches_the_theme_of_both(page: Page, service: str) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(service)
    for name, theme in [("深色", "dark"), ("浅色", "light"), ("自动", "light dark")]:
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("button", name=name)).to_have_attribute("aria-pressed", "true")
        scheme = "(element) => getComputedStyle(element).colorScheme"
        assert page.locator("html").evaluate(scheme) == theme
        assert page.locator("help-widget").evaluate(scheme) == theme


def test_the_demo_page_shows_the_states_of_the_widget(page: Page, service: str) -> None:
    page.goto(service)
    dialog = page.get_by_role("dialog")
    for button, sign in [
        ("刚打开", dialog.get_by_text("热门")),
        ("有结果", dialog.get_by_role("option").first),
        ("读一节", dialog.get_by_role("article").get_by_text("续费后多久生效")),
        ("没有答案", dialog.get_by_text("没有找到")),
        ("连不上", dialog.get_by_role("button", name="重试")),
    ]:
        page.get_by_role("button", name=button).click()
        expect(sign).to_be_visible()
        page.get_by_role("button", name="关闭").click()

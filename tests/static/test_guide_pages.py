"""Guides and questions that try to run code in the pages of the service, with the security policy switched off."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.conftest import amount, serving
from tests.static.test_security import ADDRESSES, HANDLERS, MARKUP
from tests.widget.commands import write_guides
from tests.widget.http_client import fetch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

GUIDES = 12
EVERY = amount(6, 1)
"""Each so-manieth payload is tried."""
PROVOKE = """(kinds) => {
  for (const element of document.querySelectorAll("body, main *, nav *"))
    if (!element.closest("a[href^='http'], a[href^='/'], a[href^='mailto'], form"))
      for (const kind of kinds) element.dispatchEvent(new Event(kind));
  const foreign = document.querySelectorAll("main script, main iframe, main object, main style, main form");
  return [window.breached ?? 0, foreign.length];
}"""
SCHEMES = """() => [...new Set([...document.querySelectorAll("[href], [src], [action], [formaction], [data]")]
  .flatMap((element) => [element.href, element.src, element.action, element.data])
  .filter((address) => typeof address === "string" && URL.canParse(address, location))
  .map((address) => new URL(address, location).protocol))]"""


def guide(number: int, payloads: list[str], addresses: list[str]) -> str:
    """Give a guide that tries payloads in its front matter, title, headings, text, links, images and code."""
    lines = ["---", f"title: {json.dumps(payloads[0])}", f"updated: {json.dumps(payloads[-1])}", "---", ""]
    for text in payloads:
        flat = " ".join(text.split())
        lines += [
            f"## {flat}",
            "",
            flat,
            "",
            f"* {flat}",
            "",
            f"> {flat}",
            "",
            f"| {flat} |\n|---|\n| {flat} |",
            "",
            "```html",
            text,
            "```",
            "",
        ]
    for text in addresses:
        flat = " ".join(text.split())
        lines += [f"[one]({flat}) [two](<{flat}>) ![three]({flat}) <{flat}> <a href='{flat}'>four</a>", ""]
    return "\n".join([*lines, f"[five]: {addresses[0]}", "", "[five]", "", f"guide {number}"])


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service whose guides are hostile."""
    folder: Path = tmp_path_factory.mktemp("hostile")
    texts, addresses = MARKUP[::EVERY], ADDRESSES[::EVERY]
    guides = {f"g{n}": guide(n, texts[n::GUIDES], addresses[n::GUIDES] or addresses[:1]) for n in range(GUIDES)}
    guides["<img src=x onerror=window.breached=1>"] = guide(GUIDES, texts[:3], addresses[:3])
    with serving("serve", str(write_guides(folder / "guides", guides)), "--data", str(folder / "data")) as address:
        yield address


@pytest.fixture
def open_page(new_page: Callable[..., Page]) -> Page:
    """A page on which no policy holds anything back."""
    page = new_page(bypass_csp=True)
    page.route("**/*", lambda route: route.continue_() if "127.0.0.1" in route.request.url else route.abort())
    return page


def test_no_guide_s_page_runs_what_the_guide_holds(hostile: str, open_page: Page) -> None:
    found = fetch(hostile, "/search?q=window%20breached%20onerror%20script&limit=50").json["hits"]
    assert found
    for name in [*(f"g{n}" for n in range(GUIDES)), quote("<img src=x onerror=window.breached=1>")]:
        answer = open_page.goto(f"{hostile}/guides/{name}")
        assert answer
        assert answer.status == 200
        assert open_page.evaluate(PROVOKE, [handler.removeprefix("on") for handler in HANDLERS]) == [0, 0], name
        assert set(open_page.evaluate(SCHEMES)) <= {"http:", "https:", "mailto:", "tel:"}


def test_no_question_runs_on_the_page_that_answers_it(hostile: str, open_page: Page) -> None:
    for text in MARKUP[::EVERY]:
        answer = open_page.goto(f"{hostile}/?q={quote(text)}")
        assert answer
        assert answer.status == 200
        assert open_page.evaluate("window.breached ?? 0") == 0, text
        assert open_page.locator("input[name=q]").input_value() == " ".join(text.split())[:200]


def test_no_section_of_a_hostile_guide_runs_in_the_widget(hostile: str, open_page: Page) -> None:
    open_page.goto(f"{hostile}/")
    hits = fetch(hostile, "/search?q=window%20breached%20script%20svg&limit=50").json["hits"]
    for hit in hits[:: amount(5, 1)]:
        open_page.evaluate("id => HelpWidget.openSection(id)", hit["id"])
        open_page.get_by_role("article").wait_for()
        assert open_page.evaluate("window.breached ?? 0") == 0, hit["id"]
    open_page.evaluate("query => HelpWidget.search(query)", MARKUP[0])
    open_page.get_by_role("option").first.wait_for()
    assert open_page.evaluate("window.breached ?? 0") == 0

"""Pictures of every state in both themes and on both sizes, to be looked at, in tests/static/screenshots."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

FOLDER = Path(__file__).parent / "screenshots"
SIZES = {"desktop": {"width": 1280, "height": 860}, "phone": {"width": 375, "height": 740}}


@pytest.mark.parametrize(("theme", "size"), list(product(["light", "dark"], SIZES)))
def test_every_state_has_its_picture(new_page: Callable[..., Page], service: str, theme: str, size: str) -> None:
    page = new_page(viewport=SIZES[size], color_scheme=theme)
    taken: list[bytes] = []

    def take(state: str, *, whole: bool = False) -> None:
        taken.append(page.screenshot(path=FOLDER / f"{state}-{theme}-{size}.png", full_page=whole))

    page.goto(service)
    take("demo", whole=True)
    page.keyboard.press("/")
    take("start")
    page.keyboard.type("续费后多久生效")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    take("results")
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_have_attribute("aria-busy", "false")
    take("section")
    guide = page.get_by_role("link", name="完整指南").evaluate("(link) => link.pathname + link.hash")
    page.route("**/search?*", lambda route: route.fulfill(json={"hits": []}))
    page.get_by_role("combobox").fill("飞机票改签")
    expect(page.get_by_text("没有找到「飞机票改签」").first).to_be_visible()
    take("none")
    page.keyboard.press("Escape")
    page.route("**/search?*", lambda route: route.abort())
    page.keyboard.type("掉线")
    expect(page.get_by_role("button", name="重试")).to_be_visible()
    take("error")
    page.unroute("**/search?*")
    page.keyboard.press("Escape")
    held: list[Route] = []
    page.route("**/search?*", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks its handlers
    with page.expect_request("**/search?*"):
        page.keyboard.type("慢")
    expect(page.get_by_text("搜索中…").first).to_be_visible()
    take("loading")
    held[0].abort()
    page.evaluate("""() => {
      document.querySelector("help-widget").setAttribute("recent", "");
      localStorage["help-widget"] = JSON.stringify([["自动续费怎么关", Date.now()], ["APN 怎么设", Date.now()]]);
    }""")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="APN 怎么设")).to_be_visible()
    take("recent")
    page.goto(f"{service}{guide}")
    take("guide", whole=True)
    assert len(set(taken)) == len(taken), "each state looks different"

"""A real browser, pages to embed the widget in, and answers to give it."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Page, Request, Route, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if executable is None:
        pytest.fail("no Chromium found: install it (on Debian: apt-get install chromium)", pytrace=False)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page in a browser of its own; at the end no script may have failed in it."""
    contexts = []
    failures: list[str] = []

    def open_page(**options: Any) -> Page:  # noqa: ANN401 - whatever Playwright takes
        context = browser.new_context(**{"locale": "zh-CN", "reduced_motion": "reduce", **options})
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: failures.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert failures == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()


class Site:
    """A foreign web site on the service's origin, whose pages a test writes."""

    def __init__(self, service: str) -> None:
        self.service = service
        self.url = f"{service}/shop/page"
        self.script = f'<script src="{service}/help-widget.js" defer></script>'

    def visit(
        self,
        page: Page,
        body: str = "",
        *,
        head: str | None = None,
        lang: str = "zh-Hans",
        headers: dict[str, str] | None = None,
        fragment: str = "",
    ) -> None:
        """Open a page that embeds the widget by its script tag, or by another HEAD."""
        html = (
            f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Shop</title>'
            f'<meta name="viewport" content="width=device-width">{self.script if head is None else head}'
            f"</head><body>{body}</body></html>"
        )
        page.route(self.url, lambda route: route.fulfill(body=html, content_type="text/html", headers=headers or {}))
        page.goto(self.url + fragment)

    @staticmethod
    def answers(page: Page) -> Answers:
        """Answer the widget on this page in the service's place."""
        return Answers(page)


@pytest.fixture
def site(service: str) -> Site:
    return Site(service)


class Answers:
    """Answers the widget in the service's place, and remembers what it was asked."""

    def __init__(self, page: Page) -> None:
        self.queries: list[str] = []
        self.sections: list[str] = []
        self.requests: list[Request] = []
        self.reply: dict[str, Any] = self.found(self.hit("a#1"), self.hit("b#2"), self.hit("c#3"))
        self.section: dict[str, Any] = {**self.hit("a#1"), "text": "正文", "blocks": [self.paragraph("正文")]}
        self.failures = 0
        self.suggestions: list[dict[str, Any]] | None = []
        self.popular: list[dict[str, Any]] = []
        self.completed: list[str] = []
        page.route("**/search?*", self._search)
        page.route("**/suggest?*", self._suggest)
        page.route("**/sections/*", self._section)

    @staticmethod
    def hit(name: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of the contract
        guide = name.partition("#")[0]
        return {
            "id": name,
            "guide": {"id": guide, "title": f"指南 {guide}", "url": f"/guides/{guide}"},
            "title": f"标题 {name}",
            "breadcrumb": [f"指南 {guide}", "常见问题"],
            "url": f"/guides/{name}",
            "lang": "zh-Hans",
            "score": 1.0,
            "snippet": f"摘要 {name}",
            "matches": {"title": [], "snippet": []},
            **changes,
        }

    @staticmethod
    def found(*hits: dict[str, Any], suggestion: dict[str, str] | None = None) -> dict[str, Any]:
        return {
            "hits": list(hits),
            "estimatedTotalHits": len(hits),
            "limit": 10,
            "offset": 0,
            "processingTimeMs": 1,
            "partial": False,
            "suggestion": suggestion,
            "generation": "20261121-0000",
        }

    @staticmethod
    def paragraph(text: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of the contract
        return {"type": "paragraph", "inlines": [{"text": text, **changes}]}

    def _search(self, route: Route) -> None:
        query = route.request.url.partition("q=")[2].partition("&")[0]
        self.queries.append(query)
        self._answer(route, {"query": query, **self.reply})

    def _suggest(self, route: Route) -> None:
        query = route.request.url.partition("q=")[2]
        self.completed.append(query)
        suggestions = self.suggestions if query else self.popular
        if suggestions is None:
            route.fulfill(status=404, json={"status": 404, "code": "not_found"})
        else:
            route.fulfill(json={"query": query, "suggestions": suggestions, "generation": "20261121-0000"})

    def _section(self, route: Route) -> None:
        self.sections.append(route.request.url.rpartition("/")[2])
        self._answer(route, self.section)

    def _answer(self, route: Route, payload: dict[str, Any]) -> None:
        self.requests.append(route.request)
        if self.failures:
            self.failures -= 1
            problem = {"type": "about:blank", "title": "Broken", "status": 500, "code": "internal"}
            route.fulfill(status=500, body=json.dumps(problem), content_type="application/problem+json")
        else:
            route.fulfill(body=json.dumps(payload), content_type="application/json")


@pytest.fixture
def answers(page: Page) -> Answers:
    return Answers(page)


FOCUSED = """() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element.id || element.getAttribute("role") || element.localName;
}"""


@pytest.fixture
def focused(page: Page) -> Callable[[], str]:
    """Name the element that has the focus, through shadow roots: its id, its role or its tag."""
    return lambda: page.evaluate(FOCUSED)

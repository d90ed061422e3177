"""What matters most, again in Firefox: another engine, a page of another origin, a strict policy."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from tests.static.firefox import Firefox, firefox, installed
from tests.static.test_accessibility import AXE, JUDGE, RULES
from tests.static.test_isolation import COMPUTED, HOSTILE, PAGE, PAGE_COMPUTED

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "document.querySelector('help-widget')"
ROOT = f"{HOST}.shadowRoot"
OPTIONS = f"{ROOT}.querySelectorAll('[role=option]').length"
LOADED = f"{ROOT}.querySelector('article[aria-busy=false]')?.textContent.includes('分钟')"
OPEN = f"{ROOT}.querySelector('dialog').open"
FIELD = f"{ROOT}.querySelector('input')"
FOCUSED = f"{ROOT}.activeElement?.localName"
QUESTION = "续费后多久生效"
REMEMBER = """<script nonce=first>
violations = [];
addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  violations.push([violatedDirective, blockedURI].join(" ")));
</script>"""


class Shop:
    """A foreign web site on an origin of its own, with one page that a test writes."""

    def __init__(self, service: str) -> None:
        self.script = f'<script src="{service}/help-widget.js" defer></script>'
        self.policy = (
            f"default-src 'none'; script-src {service} 'nonce-first'; style-src 'self'; connect-src {service}; "
            "require-trusted-types-for 'script'; trusted-types 'none'"
        )
        self.url = ""
        self.html = b""
        self.headers: dict[str, str] = {}

    def write(self, body: str = "", head: str | None = None, *, strict: bool = False) -> None:
        """Put a page up that embeds the widget by its script tag, or by another HEAD."""
        head = self.script if head is None else head
        start = "<!doctype html><html lang=zh-Hans><meta charset=utf-8><title>Shop</title>"
        self.html = f"{start}{head}<body>{body}</body></html>".encode()
        self.headers = {"content-security-policy": self.policy} if strict else {}


@pytest.fixture(scope="module")
def shop(service: str) -> Iterator[Shop]:
    shop = Shop(service)

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            for name, value in {"content-type": "text/html; charset=utf-8", **shop.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(shop.html)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        shop.url = f"http://127.0.0.1:{server.server_port}/"
        yield shop
        server.shutdown()


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    executable = installed()
    if executable is None:
        pytest.skip("NOT TESTED IN FIREFOX: none is installed (on Debian: apt-get install firefox-esr)")
    with firefox(executable, tmp_path_factory.mktemp("firefox")) as opened:
        yield opened


def ask(window: Firefox, question: str = QUESTION) -> None:
    window.press("/")
    window.until(OPEN)
    window.type(question)
    window.until(f"{OPTIONS} > 0")


def test_a_question_is_answered_by_keyboard_under_a_strict_policy(window: Firefox, shop: Shop) -> None:
    shop.write(REMEMBER + "<button id=before>Buy</button>", strict=True)
    window.visit(shop.url)
    window.evaluate("document.querySelector('#before').focus()")
    ask(window)
    window.press("ArrowDown")
    assert window.evaluate(f"{FIELD}.getAttribute('aria-activedescendant')") == "hit-0"
    window.press("Enter")
    window.until(LOADED)
    assert window.evaluate(FOCUSED) == "article"
    window.press("Escape")
    assert window.evaluate(f"[{FOCUSED}, {FIELD}.value, {OPEN}]") == ["input", QUESTION, True]
    window.press("Escape")
    assert window.evaluate(f"[{FIELD}.value, {OPTIONS}, {OPEN}]") == ["", 0, True]
    window.press("Escape")
    assert window.evaluate(f"[{OPEN}, document.activeElement.id]") == [False, "before"]
    assert window.evaluate(f"getComputedStyle({ROOT}.querySelector('button')).backgroundColor") == "rgb(0, 102, 102)"
    window.evaluate("Object.assign(new Image(), { src: '/forbidden.png' }) && null")
    window.until("violations.some((one) => one.includes('forbidden'))")
    seen = {f"img-src {shop.url}forbidden.png", f"img-src {shop.url}favicon.ico"}
    assert set(window.evaluate("violations")) <= seen, "of the page's own, none of the widget's"


@pytest.mark.parametrize("field", ["<input id=field>", "<div id=field role=textbox tabindex=0>x</div>"])
def test_keys_are_not_taken_from_a_field_and_both_hotkeys_work_elsewhere(
    window: Firefox, shop: Shop, field: str
) -> None:
    shop.write(field)
    window.visit(shop.url)
    window.evaluate("document.querySelector('#field').focus()")
    for keys in [("/",), ("Control", "k")]:
        window.press(*keys)
        assert not window.evaluate(OPEN)
    window.evaluate("document.activeElement.blur()")
    window.press("Control", "k")
    window.until(OPEN)
    window.press("Control", "k")
    window.until(f"!{OPEN}")


def test_a_composition_asks_nothing_until_it_is_committed(window: Firefox, shop: Shop) -> None:
    shop.write()
    window.visit(shop.url)
    window.press("/")
    window.until(OPEN)
    count = "({ isTrusted }) => { window.real += isTrusted; }"
    window.evaluate(f"window.real = 0, {FIELD}.addEventListener('input', {count}), null")
    window.compose("x", "xu", "xu f", "xu fei")
    window.press("Enter")
    window.press("Escape")
    assert window.evaluate("new Promise((resolve) => setTimeout(resolve, 400, true))")
    asked = "performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.includes('?q='))"
    assert window.evaluate(f"[{OPEN}, {FIELD}.value, {asked}, window.real]") == [True, "xu fei", [], 4]
    window.commit("续费")
    window.until(f"{OPTIONS} > 0")
    assert window.evaluate("new Promise((resolve) => setTimeout(resolve, 400, true))")
    assert [unquote(one).rpartition("/")[2] for one in window.evaluate(asked)] == ["search?q=续费"]
    assert window.evaluate(f"[{OPEN}, {FIELD}.value]") == [True, "续费"]


@pytest.mark.parametrize("state", ["closed", "results", "section"])
def test_no_style_crosses_in_either_direction(window: Firefox, shop: Shop, state: str) -> None:
    def look() -> list[dict[str, str]]:
        window.visit(shop.url)
        window.until(f"{HOST}?.shadowRoot.childElementCount")
        if state != "closed":
            window.evaluate(f"HelpWidget.search('{QUESTION}')")
            window.until(f"{OPTIONS} > 0")
        if state == "section":
            window.press("Enter")
            window.until(LOADED)
        found: list[dict[str, str]] = window.evaluate(f"({COMPUTED})({HOST})")
        return found

    shop.write()
    clean = look()
    shop.write(head=f"<style>{HOSTILE}</style>{shop.script}")
    hostile = look()
    assert [one["element"] for one in hostile] == [one["element"] for one in clean]
    changed = {
        f"{before['element']} {name}": (before[name], after[name])
        for before, after in zip(clean, hostile, strict=True)
        for name in before
        if before[name] != after[name]
    }
    assert changed == {}
    shop.write(PAGE, head="")
    window.visit(shop.url)
    alone = window.evaluate(f"({PAGE_COMPUTED})()")
    shop.write(PAGE)
    look()
    assert window.evaluate(f"({PAGE_COMPUTED})()") == alone


def test_nothing_is_left_after_removal_and_everything_comes_back(window: Firefox, shop: Shop) -> None:
    shop.write("<help-widget></help-widget>")
    window.visit(shop.url)
    ask(window)
    window.evaluate(f"window.widget = {HOST}, widget.remove(), null")
    left = "[widget.shadowRoot.childNodes.length, widget.shadowRoot.adoptedStyleSheets.length]"
    assert window.evaluate(left) == [0, 0]
    window.press("/")
    window.evaluate("document.body.append(widget), null")
    assert not window.evaluate(OPEN)
    ask(window)


def test_an_open_section_breaks_no_rule_of_accessibility(window: Firefox, shop: Shop) -> None:
    shop.write("<main><h1>Shop</h1><help-widget></help-widget></main>")
    window.visit(shop.url)
    ask(window)
    window.evaluate("window.eval(arguments[0]), null", AXE)
    for step in ["results", "section"]:
        if step == "section":
            window.press("Enter")
            window.until(LOADED)
        passes, violations = window.evaluate(f"({JUDGE})(arguments[0])", RULES)
        assert passes > 10
        assert violations == []

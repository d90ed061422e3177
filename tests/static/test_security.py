"""Strict content security policies, and answers that try to run code."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.conftest import amount

if TYPE_CHECKING:
    from conftest import Answers, Site
    from playwright.sync_api import Page

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
REMEMBER_VIOLATIONS = """
window.violations = [];
addEventListener("securitypolicyviolation", ({ violatedDirective, sourceFile, sample }) =>
  window.violations.push([violatedDirective, sourceFile, sample].join(" ")));
"""
BREACH = "window.breached = (window.breached || 0) + 1"
ELEMENTS = [
    "<img src=x {}>",
    "<svg {}>",
    "<svg><animate attributeName=x {}>",
    "<video src=x {}></video>",
    "<audio src=x {}></audio>",
    "<details open {}>x</details>",
    "<input autofocus {}>",
    "<iframe {}></iframe>",
    "<body {}>",
    "<style {}></style>",
    "<marquee {}>x</marquee>",
    "<object data=x {}></object>",
    "<button popover {}>x</button>",
    "<a href=# {}>x</a>",
    "<x-y tabindex=1 autofocus {}>",
]
HANDLERS = [
    *["onerror", "onload", "onbegin", "ontoggle", "onfocus", "onstart", "onpointerenter", "onanimationstart"],
    *["onclick", "onmouseover", "oncanplay"],
    *[
        "onanimationend", "onauxclick", "onbeforetoggle", "onblur", "oncontextmenu", "oncopy", "ondblclick", "ondrag",
        "onended", "onfocusin", "oninput", "oninvalid", "onkeydown", "onloadeddata", "onloadstart", "onmouseenter",
        "onpageshow", "onpointermove", "onpointerover", "onresize", "onscroll", "onsuspend", "ontransitionend",
    ][: amount(0, 23)],
]  # fmt: skip
WRAPPERS = ["{}", '"><{}', "</div></mark>{}", "<!--><{}-->", "<template><style></template>{}"]
MARKUP = [
    *(element.format(f"{handler}='{BREACH}'") for element, handler in product(ELEMENTS, HANDLERS)),
    *(wrapper.format(f"<script>{BREACH}</script>") for wrapper in WRAPPERS),
    *(wrapper.format(f"<img src=x onerror={BREACH.replace(' ', '')}>") for wrapper in WRAPPERS),
    *(f'<{tag} src="data:text/html,<script>parent.{BREACH}</script>"></{tag}>' for tag in ("iframe", "embed")),
    "{{constructor.constructor('" + BREACH + "')()}}",
    "${" + BREACH + "}",
    f"&lt;script&gt;{BREACH}&lt;/script&gt;",
]
ADDRESSES = [
    *(
        form.format(f"javascript:{BREACH}")
        for form in ("{}", " {}", "\t{}", "\n{}", "\x01{}", "view-source:{}", "jar:{}", "feed:{}")
    ),
    *(f"{scheme}:{BREACH}" for scheme in ("JaVaScRiPt", "java\nscript", "java\tscript", "vbscript")),
    *(f"data:{kind},<script>{BREACH}</script>" for kind in ("text/html", "image/svg+xml", "text/xml")),
    f"data:text/html;base64,PHNjcmlwdD57{BREACH}",
    "blob:null/0",
    "file:///etc/passwd",
    "filesystem:http://x/",
    "about:blank",
    "ftp://x/",
    "intent://x#Intent;end",
    "ms-settings:x",
    "//",
    "https://[",
    "https:",
]


@pytest.mark.parametrize("element", ["", '<help-widget examples="a|b" contact-url="/c" theme="dark"></help-widget>'])
def test_a_strict_policy_is_never_violated(page: Page, site: Site, answers: Answers, element: str) -> None:
    page.add_init_script(REMEMBER_VIOLATIONS)
    complaints: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None
    )
    site.visit(page, element, headers={"content-security-policy": POLICY})
    page.get_by_role("button", name="帮助").click()
    page.keyboard.type("x")
    expect(page.get_by_role("option")).to_have_count(3)
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_contain_text("正文")
    page.get_by_role("button", name="👍").click()
    page.get_by_role("button", name="复制链接").click()
    expect(
        page.get_by_role("textbox", name="复制链接").or_(page.get_by_role("button", name="复制链接 ✓"))
    ).to_be_visible()
    page.keyboard.press("Escape")
    answers.reply = answers.found()
    page.get_by_role("combobox").fill("y")
    expect(page.get_by_role("status")).to_have_text("没有找到「y」，换个问法")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.evaluate("document.querySelector('help-widget').remove()")
    assert page.evaluate("window.violations") == []
    assert complaints == []


def test_the_widget_is_styled_under_a_strict_policy(page: Page, site: Site) -> None:
    site.visit(page, headers={"content-security-policy": POLICY})
    expect(page.get_by_role("button", name="帮助")).to_have_css("background-color", "rgb(0, 102, 102)")


def test_there_are_enough_ways_to_attack() -> None:
    assert len(set(MARKUP)) + len(set(ADDRESSES)) >= amount(200, 500)
    assert len(set(MARKUP)) >= 170


def test_text_of_answers_is_never_code(page: Page, site: Site, answers: Answers) -> None:
    answers.reply = answers.found(
        *(
            answers.hit(
                f"{text}#{number}",
                title=text,
                snippet=text,
                breadcrumb=[text, text],
                lang=text,
                url=text,
                matches={"title": [[0, 5]], "snippet": [[1, 3], [5, 900]]},
            )
            for number, text in enumerate(MARKUP)
        ),
        suggestion={"query": MARKUP[0], "reason": MARKUP[1]},
    )
    kinds = ["paragraph", "item", "list", "code", "quote", "table", "row", "cell", "heading", "rule", "script", "img"]
    answers.section.update(
        title=MARKUP[0],
        breadcrumb=MARKUP[:3],
        lang=MARKUP[4],
        blocks=[
            {"type": kind, "inlines": [{"text": text, "marks": ["strong", "script", "constructor"]}], "start": text}
            for text in MARKUP
            for kind in [*kinds, text, "constructor", "__proto__"]
        ],
    )
    answers.section.update(previous={"id": MARKUP[0], "title": MARKUP[1]}, next={"id": MARKUP[2], "title": MARKUP[3]})
    answers.suggestions = [{"text": text, "section": text} for text in MARKUP[1:]]
    site.visit(page)
    page.keyboard.press("/")
    page.get_by_role("combobox").fill(MARKUP[0][:200])
    expect(page.locator(".chips").get_by_role("button")).to_have_text(MARKUP[1:6])
    expect(page.get_by_role("option")).to_have_count(len(MARKUP))
    assert page.get_by_role("option").locator(".name").all_text_contents() == MARKUP
    page.get_by_role("option").first.click()
    expect(page.get_by_role("article")).to_have_attribute("aria-busy", "false")
    assert page.get_by_role("article").locator("blockquote").all_text_contents() == MARKUP
    strange = (
        "script, img, iframe, embed, object, style, link, video, audio, template, form, [onerror], [onload], [style]"
    )
    assert page.locator("help-widget").locator(strange).count() == 0
    assert page.evaluate("window.breached") is None


def test_a_question_is_never_code(page: Page, site: Site) -> None:
    page.add_init_script("window.fetch = async () => Response.json({ hits: [], suggestions: [] })")
    site.visit(page, '<help-widget contact-url="/contact"></help-widget>')
    questions = [*MARKUP, *(address for address in ADDRESSES if address.isprintable() and address == address.strip())]
    status = page.get_by_role("status")
    for number, question in enumerate(questions):
        page.evaluate("(question) => HelpWidget.search(question)", question)
        if number % 20 == 0:
            expect(status).to_have_text(f"没有找到「{question}」，换个问法")
    expect(status).to_have_text(f"没有找到「{questions[-1]}」，换个问法")
    assert len(questions) >= 190
    page.evaluate("(id) => { location.hash = '#help=' + encodeURIComponent(id); }", MARKUP[0])
    expect(page.get_by_role("article")).to_be_visible()
    assert page.evaluate("window.breached") is None


def test_only_web_pages_are_linked(page: Page, site: Site, answers: Answers) -> None:
    answers.reply = answers.found(*(answers.hit(f"a#{number}", url=url) for number, url in enumerate(ADDRESSES)))
    answers.section.update(
        url=ADDRESSES[0], blocks=[answers.paragraph(f"link {number}", href=url) for number, url in enumerate(ADDRESSES)]
    )
    site.visit(page, f'<help-widget contact-url="{ADDRESSES[0]}"></help-widget>')
    page.keyboard.press("/")
    page.keyboard.type("x")
    expect(page.get_by_role("option")).to_have_count(len(ADDRESSES))
    for _ in ADDRESSES:
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Control+Enter")
    page.get_by_role("option").first.click()
    expect(page.get_by_role("article")).to_contain_text(f"link {len(ADDRESSES) - 1}")
    assert page.get_by_role("dialog").get_by_role("link").count() == 0
    answers.reply = answers.found()
    page.get_by_role("combobox").fill("y")
    expect(page.get_by_role("status")).to_have_text("没有找到「y」，换个问法")
    assert page.get_by_role("dialog").get_by_role("link").count() == 0
    assert len(page.context.pages) == 1
    assert page.evaluate("window.breached") is None


def test_links_tell_the_other_page_nothing(page: Page, site: Site, answers: Answers) -> None:
    answers.section["blocks"] = [answers.paragraph("页面", href="https://example.com/")]
    site.visit(page)
    page.evaluate("HelpWidget.openSection('a#1')")
    links = page.get_by_role("dialog").get_by_role("link")
    expect(links).to_have_count(2)
    assert links.evaluate_all("all => all.map((link) => [link.target, link.rel])") == [["_blank", "noopener"]] * 2

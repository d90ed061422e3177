from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from index.searcher import Searcher
from tests.widget.conftest import ClientOf
from tests.widget.http_client import fetch

GUIDES = ["leb-data", "leb-phone", "lebara-sim", "roaming", "unlimited"]


class Page(HTMLParser):
    """A page as its tags with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, name: str) -> list[str]:
        """Give every value of an attribute, in the order of the page."""
        return [value for _, attributes in self.tags if (value := attributes.get(name)) is not None]


def page(site: FlaskClient, target: str) -> Page:
    """Give a page; anything but an HTML page fails."""
    answer = site.get(target)
    assert answer.status_code == 200
    assert answer.content_type == "text/html; charset=utf-8"
    return Page(answer.text)


def test_the_demo_page_carries_the_widget_and_loads_only_what_is_served(client: FlaskClient) -> None:
    demo = page(client, "/")
    loaded = demo.values("src") + [href for tag, a in demo.tags if tag == "link" and (href := a.get("href"))]
    assert "/help-widget.js" in loaded
    assert "help-widget" in [tag for tag, _ in demo.tags]
    for address in loaded:
        assert client.get(address, buffered=True).status_code == 200


def test_the_demo_page_shows_the_embed_tag_with_its_own_address(client: FlaskClient) -> None:
    text = Page(client.get("/", base_url="https://help.shop.example").text).text
    assert '<script src="https://help.shop.example/help-widget.js" defer></script>' in text


@pytest.mark.parametrize("guide_id", GUIDES)
def test_a_guide_page_has_the_anchor_of_every_section_in_the_order_of_the_guide(
    client: FlaskClient, searcher: Searcher, guide_id: str
) -> None:
    ids = page(client, f"/guides/{guide_id}").values("id")
    anchors = [section.anchor for section in searcher.sections_of(guide_id)]
    assert len(anchors) > 5
    assert [name for name in ids if name in anchors] == anchors
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("guide_id", GUIDES)
def test_links_within_a_guide_page_lead_to_anchors_of_it(client: FlaskClient, guide_id: str) -> None:
    shown = page(client, f"/guides/{guide_id}")
    inner = {href[1:] for href in shown.values("href") if href.startswith("#")}
    assert len(inner) > 5
    assert inner <= set(shown.values("id"))


@pytest.mark.parametrize("guide_id", GUIDES)
def test_a_guide_page_shows_all_of_the_guide(client: FlaskClient, searcher: Searcher, guide_id: str) -> None:
    shown = re.sub(r"\s", "", page(client, f"/guides/{guide_id}").text)
    for section in searcher.sections_of(guide_id):
        assert re.sub(r"\s", "", section.title) in shown
        for passage in section.passages:
            assert re.sub(r"\s", "", section.text[passage.start : passage.end]) in shown


@pytest.mark.parametrize(("guide_id", "lang"), [("unlimited", "zh-Hans"), ("lebara-sim", "zh-Hant")])
def test_a_guide_page_names_its_title_and_language(
    client: FlaskClient, searcher: Searcher, guide_id: str, lang: str
) -> None:
    shown = page(client, f"/guides/{guide_id}")
    assert dict(shown.tags)["html"]["lang"] == lang
    assert shown.text.strip().startswith(searcher.guide(guide_id).title)
    assert [tag for tag, _ in shown.tags].count("h1") == 1


FORMATTED = """# Formatted

Opening with *stress*.

## Steps

1. **First** do `this`
2. then [that](https://fine.example/that)

| a | b |
| - | - |
| 1 | 2 |
"""


def test_a_guide_page_keeps_the_form_of_the_guide(client_of: ClientOf) -> None:
    shown = page(client_of({"f": FORMATTED}), "/guides/f")
    tags = [tag for tag, _ in shown.tags]
    assert [tag for tag in tags if tag in {"em", "strong", "code", "td"}] == ["em", "strong", "code", "td", "td"]
    assert tags[tags.index("strong") - 2 : tags.index("strong")] == ["ol", "li"]
    assert "https://fine.example/that" in shown.values("href")


HOSTILE = """---
title: <script>alert(0)</script> & more
---
Text <script>alert(1)</script> <img src=x onerror=alert(2)> [one](javascript:alert(3)) [two](data:text/html,4)

<iframe src="https://evil.example/"></iframe><form action="https://evil.example/"><input></form>

<a href="https://fine.example/" onclick="alert(5)" style="position:fixed">fine</a> <style>body{display:none}</style>

## "><svg onload=alert(6)>

below `<script>alert(7)</script>`
"""


def test_a_guide_page_carries_no_markup_that_acts(client_of: ClientOf) -> None:
    answer = client_of({"h": HOSTILE}).get("/guides/h")
    shown = Page(answer.text)
    own_script = ("script", {"src": "/help-widget.js", "defer": None})
    assert [tag for tag in shown.tags if tag[0] == "script"] == [own_script]
    assert {tag for tag, _ in shown.tags} & {"iframe", "form", "input", "style", "svg", "object", "embed"} == set()
    names = {name for _, attributes in shown.tags for name in attributes}
    assert [name for name in names if name.startswith("on") or name in {"style", "srcdoc", "formaction"}] == []
    assert "https://fine.example/" in shown.values("href")
    assert [href for href in shown.values("href") if not re.match(r"/|#|https://fine\.example/", href)] == []
    assert "<script>alert(7)</script>" in shown.text


def test_guides_in_folders_and_with_any_name_have_their_page(client_of: ClientOf) -> None:
    names = {"a/b/帮助 页": "a/b/%E5%B8%AE%E5%8A%A9%20%E9%A1%B5", "C# 100%?": "C%23%20100%25%3F"}
    site = client_of({name: f"# Title of {name}\n\nalpha in {name}\n" for name in names})
    for name, address in names.items():
        assert f"Title of {name}" in page(site, f"/guides/{address}").text
    addresses = {hit["guide"]["url"] for hit in site.get("/search?q=alpha").get_json()["hits"]}
    assert addresses == {f"/guides/{address}" for address in names.values()}


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("help-widget.js", "text/javascript; charset=utf-8"),
        ("demo.js", "text/javascript; charset=utf-8"),
        ("demo.css", "text/css; charset=utf-8"),
        ("guide.css", "text/css; charset=utf-8"),
    ],
)
def test_the_files_of_the_pages_are_served_to_any_site(client: FlaskClient, name: str, content_type: str) -> None:
    answer = client.get(f"/{name}", buffered=True)
    assert (answer.status_code, answer.content_type) == (200, content_type)
    assert len(answer.data) > 200
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["ETag"]


def test_the_served_widget_is_the_built_one(client: FlaskClient) -> None:
    built = Path(__file__).parents[2] / "static" / "help-widget.js"
    assert client.get("/help-widget.js", buffered=True).data == built.read_bytes()


OUTSIDE = [
    "/../widget/api.py", "/..", "/../../etc/passwd", "/./../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd",
    "/..%2f..%2fetc%2fpasswd", "/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/..%5c..%5cetc%5cpasswd", "/..\\..\\etc\\passwd",
    "/%252e%252e%252fetc%252fpasswd", "/..%c0%af..%c0%afetc/passwd", "/%c0%ae%c0%ae/etc/passwd", "/....//etc/passwd",
    "/etc/passwd", "//etc/passwd", "/%2fetc%2fpasswd", "/file:///etc/passwd", "/C:/Windows/win.ini", "/~root/.profile",
    "/guides/../../../etc/passwd", "/guides/..%2f..%2f..%2fetc%2fpasswd", "/guides/%2e%2e/%2e%2e/etc/passwd",
    "/guides/unlimited.md", "/guides/unlimited%00.md", "/guides/./unlimited",
    "/guides/roaming/../unlimited", "/guides/..", "/guides/.", "/sections/..%2f..%2fetc%2fpasswd",
    "/sections/../../etc/passwd", "/help-widget.js/../api.py", "/help-widget.js%00.css", "/demo.css/../cli.py",
    "/demo.css%2f..%2f..%2fcli.py", "/demo.html", "/guide.html", "/static/help-widget.js", "/sample/demo.css",
    "/.git/config", "/pyproject.toml", "/manifest.json", "/live", "/generations/", "/favicon.ico%00", "/demo.css.",
    "/%e2%80%a5/%e2%80%a5/etc/passwd", "/%uff0e%uff0e/etc/passwd", "/..;/..;/etc/passwd",
]  # fmt: skip


@pytest.mark.parametrize("target", OUTSIDE)
def test_nothing_outside_what_is_served_is_reachable(service: str, target: str) -> None:
    answer = fetch(service, target)
    assert answer.status == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json["status"] == 404
    assert b"root:" not in answer.body


def test_the_section_that_the_demo_page_shows_is_there_whatever_the_guides(
    client: FlaskClient, client_of: ClientOf
) -> None:
    for site in (client, client_of({"own": "# Ours\n\nalpha\n\n## Beta\n\ngamma\n"})):
        shown = [attrs["data-section"] for _, attrs in Page(site.get("/").text).tags if "data-section" in attrs]
        assert len(shown) == 1
        assert site.get("/sections/" + str(shown[0]).replace("#", "%23")).status_code == 200

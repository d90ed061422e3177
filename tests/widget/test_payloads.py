from __future__ import annotations

from collections.abc import Callable
from types import NoneType
from typing import Any

import pytest
from flask.testing import FlaskClient

from index.documents import Guide
from tests.widget.conftest import ClientOf
from widget.payloads import Links

EXTENSION_B = "\U00020bb7"
EMOJI = "\U0001f389"

GUIDE = {"id": str, "title": str, "url": str}
HIT = {
    "id": str,
    "guide": GUIDE,
    "title": str,
    "breadcrumb": [str],
    "url": str,
    "lang": str,
    "score": float,
    "snippet": str,
    "matches": {"title": [[int]], "snippet": [[int]]},
}
RESULTS = {
    "query": str,
    "hits": [HIT],
    "estimatedTotalHits": int,
    "limit": int,
    "offset": int,
    "processingTimeMs": int,
    "partial": bool,
    "suggestion": (NoneType, {"query": str, "reason": str}),
    "generation": str,
}
SECTION = {
    "id": str,
    "guide": GUIDE,
    "title": str,
    "breadcrumb": [str],
    "url": str,
    "lang": str,
    "text": str,
    "blocks": [dict],
    "previous": (NoneType, {"id": str, "title": str, "lang": str}),
    "next": (NoneType, {"id": str, "title": str, "lang": str}),
    "generation": str,
}
BLOCK_KEYS = {"type", "inlines", "children", "ordered", "start", "header"}
BLOCK_TYPES = {"paragraph", "heading", "list", "item", "code", "quote", "table", "row", "cell", "rule"}


def departures(value: object, shape: object, where: str = "") -> list[str]:
    """Give the places where a value has other keys or types than a shape."""
    if isinstance(shape, tuple):
        return min((departures(value, choice, where) for choice in shape), key=len)
    if isinstance(shape, dict):
        if not isinstance(value, dict) or value.keys() != shape.keys():
            return [f"{where}: {value!r}"]
        return [found for key in shape for found in departures(value[key], shape[key], f"{where}.{key}")]
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{where}: {value!r}"]
        return [found for i, part in enumerate(value) for found in departures(part, shape[0], f"{where}[{i}]")]
    return [] if type(value) is shape else [f"{where}: {value!r}"]


def all_blocks(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give blocks with all below them."""
    return [found for block in blocks for found in [block, *all_blocks(block.get("children", []))]]


def cut_utf16(text: str, start: int, length: int) -> str:
    """Give what a browser's text.substr(start, length) is."""
    return text.encode("utf-16-le")[2 * start : 2 * (start + length)].decode("utf-16-le")


@pytest.mark.parametrize("query", ["续费后多久生效", "LEBARA 微信支付", "便利店续费", ""])
def test_an_answer_has_exactly_the_fields_of_the_contract(client: FlaskClient, query: str) -> None:
    answer = client.get("/search", query_string={"q": query})
    assert answer.content_type == "application/json"
    assert departures(answer.json, RESULTS) == []


def test_hits_carry_what_the_section_itself_says(client: FlaskClient) -> None:
    hits = client.get("/search?q=微信支付&limit=50").get_json()["hits"]
    assert len(hits) > 3
    for hit in hits:
        section = client.get(f"/sections/{hit['id'].replace('#', '%23')}").get_json()
        same = ("id", "guide", "title", "breadcrumb", "url", "lang")
        assert {name: hit[name] for name in same} == {name: section[name] for name in same}


def test_the_best_hits_come_first(client: FlaskClient) -> None:
    scores = [hit["score"] for hit in client.get("/search?q=微信支付续费&limit=50").get_json()["hits"]]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) > 1


def test_every_section_has_exactly_the_fields_of_the_contract(client: FlaskClient) -> None:
    hits = client.get("/search?q=续费&limit=50").get_json()["hits"]
    assert len(hits) == 50
    for hit in hits:
        section = client.get(f"/sections/{hit['id'].replace('#', '%23')}").get_json()
        assert departures(section, SECTION) == []
        for block in all_blocks(section["blocks"]):
            assert "type" in block
            assert block.keys() <= BLOCK_KEYS
            assert block["type"] in BLOCK_TYPES


EVERY_BLOCK = """# Blocks

para *em* **strong** `code` [link](https://example.com/a)

3. third
   - nested

> quoted

| head |
| --- |
| cell |
"""


def test_blocks_name_their_kind_and_leave_out_what_is_empty(client_of: ClientOf) -> None:
    blocks = client_of({"b": EVERY_BLOCK}).get("/sections/b%23intro").get_json()["blocks"]
    paragraph, numbered, quote, table = blocks
    assert paragraph == {
        "type": "paragraph",
        "inlines": [
            {"text": "para "},
            {"text": "em", "marks": ["em"]},
            {"text": " "},
            {"text": "strong", "marks": ["strong"]},
            {"text": " "},
            {"text": "code", "marks": ["code"]},
            {"text": " "},
            {"text": "link", "href": "https://example.com/a"},
        ],
    }
    assert (numbered["type"], numbered["ordered"], numbered["start"]) == ("list", True, 3)
    nested = next(block for block in all_blocks([numbered])[1:] if block["type"] == "list")
    assert "ordered" not in nested
    assert "start" not in nested
    assert quote["type"] == "quote"
    assert [row.get("header") for row in all_blocks([table]) if row["type"] == "cell"] == [True, None]


def test_title_and_snippet_matches_are_utf16_units_behind_and_around_astral_characters(client_of: ClientOf) -> None:
    name = f"{EXTENSION_B}野家"
    site = client_of({"a": f"# Guide\n\n## {EMOJI} {name}\n\n{EMOJI}{EMOJI} 办理{name}，三天。\n"})
    hit = site.get("/search", query_string={"q": name}).get_json()["hits"][0]
    for part in ("title", "snippet"):
        text = hit[part]
        cuts = [cut_utf16(text, start, length) for start, length in hit["matches"][part]]
        assert "".join(cuts) == name
        assert hit["matches"][part][0][0] > text.index(EXTENSION_B)  # code points would say so few


def test_texts_are_plain_and_never_markup(client_of: ClientOf) -> None:
    guide = "# Tags & `<b>`\n\nUse **bold** & `<script>alert(1)</script>` in [a form](https://example.com/).\n"
    site = client_of({"tags": guide})
    section = site.get("/sections/tags%23intro").get_json()
    assert section["title"] == "Tags & <b>"
    assert section["text"] == "Use bold & <script>alert(1)</script> in a form."
    hit = site.get("/search?q=bold+form").get_json()["hits"][0]
    assert hit["title"] == "Tags & <b>"
    assert hit["guide"]["title"] == "Tags & <b>"
    assert hit["snippet"] == section["text"]
    assert [cut_utf16(hit["snippet"], *match) for match in hit["matches"]["snippet"]] == ["bold", "form"]


PLAIN = Guide("help/卡 1", "t", "zh-Hans")
OWN = Guide("x", "t", "en", url="https://shop.example/help/x")
OWN_WITH_ANCHOR = Guide("x", "t", "en", url="/pages/x#top")


@pytest.mark.parametrize(
    ("template", "guide", "guide_url", "section_url"),
    [
        ("", PLAIN, "/guides/help/%E5%8D%A1%201", "/guides/help/%E5%8D%A1%201#%E9%97%AE"),
        ("", OWN, "https://shop.example/help/x", "https://shop.example/help/x#%E9%97%AE"),
        ("", OWN_WITH_ANCHOR, "/pages/x#top", "/pages/x#%E9%97%AE"),
        ("/h/{id}#{anchor}", PLAIN, "/h/help/%E5%8D%A1%201", "/h/help/%E5%8D%A1%201#%E9%97%AE"),
        ("/h/{id}", PLAIN, "/h/help/%E5%8D%A1%201", "/h/help/%E5%8D%A1%201#%E9%97%AE"),
        (
            "https://s.example/{id}/{anchor}",
            OWN,
            "https://shop.example/help/x",
            "https://shop.example/help/x#%E9%97%AE",
        ),
    ],
)
def test_addresses_follow_front_matter_then_template_then_the_service(
    template: str, guide: Guide, guide_url: str, section_url: str
) -> None:
    links = Links(template)
    assert links.guide(guide) == guide_url
    assert links.section(guide, "问") == section_url


OWN_PAGE = "---\nurl: https://shop.example/help\n---\n# Own\n\nalpha text\n"
NO_PAGE = "# Plain\n\n## Question & answer?\n\nalpha words\n"


@pytest.mark.parametrize(
    ("environment", "own", "plain", "plain_guide"),
    [
        ({}, "https://shop.example/help#intro", "/guides/a%23b%3F#question-answer", "/guides/a%23b%3F"),
        (
            {"HELPWIDGET_URL_TEMPLATE": "/docs/{id}.html#{anchor}"},
            "https://shop.example/help#intro",
            "/docs/a%23b%3F.html#question-answer",
            "/docs/a%23b%3F.html",
        ),
    ],
)
def test_hits_and_sections_lead_where_the_settings_and_the_front_matter_say(
    client_of: Callable[..., FlaskClient], environment: dict[str, str], own: str, plain: str, plain_guide: str
) -> None:
    site = client_of({"own": OWN_PAGE, "a#b?": NO_PAGE}, **environment)
    hits = {hit["guide"]["id"]: hit for hit in site.get("/search?q=alpha").get_json()["hits"]}
    assert hits["own"]["url"] == own
    assert hits["a#b?"]["url"] == plain
    assert hits["a#b?"]["guide"]["url"] == plain_guide
    section = site.get("/sections/a%23b%3F%23question-answer").get_json()
    assert (section["url"], section["guide"]["url"]) == (plain, plain_guide)

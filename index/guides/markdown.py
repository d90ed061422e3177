"""Markdown -> Document: a heading with the text up to the next one is a section."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import quote, unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.documents import Document, Guide, Language, Section
from index.guides.blocks import blocks_of, plain_text
from index.guides.front_matter import FrontMatter, is_web
from index.guides.headings import (
    anchor_of,
    answer_mark,
    expose_headings,
    own_anchor,
    question_mark,
    unique_anchors,
)
from index.script import HAN, detect_language

OPENING = "intro"
"""Anchor of the text before the first heading."""

_WIDE = re.compile(f"[{HAN}\u3000-\u303f\uff00-\uffef“”‘’…—]")
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "width", "height"}, "ol": {"start"}} | {
    cell: {"colspan", "rowspan", "align"} for cell in ("td", "th")
}


@dataclass(frozen=True, slots=True)
class _Part:
    """A heading (none for the opening) and the tokens below it. `anchor` is the one its owner chose."""

    level: int
    title: str
    tokens: tuple[Token, ...]
    anchor: str | None = None
    question: bool = False


def parse_markdown(guide_id: str, front: FrontMatter, body: str) -> Document:
    """Give the document of a guide whose furniture was removed; `guide_id` names it where nothing else does."""
    tokens = _parser().parse(expose_headings(body))
    _prepare(tokens, guide_id)
    title, parts = _titled(front.title, _parts(tokens), guide_id.rpartition("/")[2])
    lang = front.lang or detect_language(body)
    sections = _sections(guide_id, lang, parts)
    return Document(Guide(guide_id, title, lang, front.updated, front.url), sections)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _prepare(tokens: Sequence[Token], guide_id: str) -> None:
    """Mend tokens in place: links that lead nowhere lose their target, line ends between Han their space."""
    for token in tokens:
        children = token.children or []
        for child in children:
            if "href" in child.attrs:
                child.attrs["href"] = _target(str(child.attrs["href"]), guide_id)
            if "src" in child.attrs and not is_web(str(child.attrs["src"])):
                child.attrs["src"] = ""
        for before, child, after in zip(children, children[1:], children[2:], strict=False):
            if child.type == "softbreak" and _WIDE.match(before.content[-1:]) and _WIDE.match(after.content[:1]):
                child.type, child.content = "text", ""


def _target(href: str, guide_id: str) -> str:
    """Give where a link leads from the service's own pages: the web, a mail, another guide, or nowhere ("")."""
    if is_web(href) or href.startswith(("mailto:", "tel:", "#")):
        return href
    path, _, anchor = href.partition("#")
    name, ending = posixpath.splitext(path)
    if ending.lower() not in {".md", ".markdown"} or ":" in path:
        return ""
    guide = posixpath.normpath(posixpath.join(posixpath.dirname(guide_id), unquote(name)))
    if guide.startswith(("..", "/")):
        return ""
    return f"/guides/{quote(guide)}" + (f"#{anchor}" if anchor else "")


def _parts(tokens: Sequence[Token]) -> list[_Part]:
    heads = [i for i, token in enumerate(tokens) if token.type == "heading_open" and token.level == 0]
    bounds = [*heads, len(tokens)]
    opening = _Part(0, "", tuple(tokens[: bounds[0]]))
    return [opening, *(_headed(tokens[start:end]) for start, end in zip(heads, bounds[1:], strict=True))]


def _headed(tokens: Sequence[Token]) -> _Part:
    """Give the part that opens with heading_open, inline, heading_close."""
    line = " ".join("".join(block.line for block in blocks_of(tokens[:3])).split())
    text, anchor = own_anchor(line)
    mark = question_mark(text)
    below = tuple(tokens[3:])
    if mark:
        _drop_answer_mark(below)
    return _Part(int(tokens[0].tag[1:]), text[mark:].strip(), below, anchor, bool(mark))


def _drop_answer_mark(tokens: Sequence[Token]) -> None:
    texts = (child for token in tokens for child in token.children or () if child.type == "text" and child.content)
    first = next(texts, None)
    if first is not None:
        first.content = first.content[answer_mark(first.content) :]


def _titled(named: str | None, parts: list[_Part], otherwise: str) -> tuple[str, list[_Part]]:
    """Give the guide's title, and its parts with the title's own heading merged into the opening."""
    opening, *headed = parts
    first = headed[0] if headed else None
    title = named or (first.title if first else "") or otherwise
    leads = first is not None and (first.level == 1 or not opening.tokens) and not first.question
    if first is not None and leads and anchor_of(first.title) == anchor_of(title):
        opening, headed = _Part(0, "", opening.tokens + first.tokens, first.anchor), headed[1:]
    return title, [replace(opening, title=title, anchor=opening.anchor or OPENING), *headed]


def _sections(guide_id: str, lang: Language, parts: Sequence[_Part]) -> tuple[Section, ...]:
    trails = _trails(parts)
    names = [part.anchor or anchor_of(part.title) for part in parts]
    parents = [names[trail[-1]] if trail else "" for trail in trails]
    anchors = list(unique_anchors(list(zip(names, parents, strict=True))))
    kept = [i for i, part in enumerate(parts) if part.tokens or i not in {p for trail in trails for p in trail}]
    return tuple(_section(guide_id, anchors[i], parts[i], tuple(parts[p].title for p in trails[i]), lang) for i in kept)


def _trails(parts: Sequence[_Part]) -> list[tuple[int, ...]]:
    """Give, for each part, the numbers of the parts above it, the opening's first."""
    trails: list[tuple[int, ...]] = []
    above: list[int] = []
    for i, part in enumerate(parts):
        while len(above) > 1 and parts[above[-1]].level >= part.level:
            above.pop()
        trails.append(tuple(above))
        above.append(i)
    return trails


def _section(guide_id: str, anchor: str, part: _Part, breadcrumb: tuple[str, ...], lang: Language) -> Section:
    blocks = blocks_of(part.tokens)
    text, passages = plain_text(blocks)
    return Section(
        id=f"{guide_id}#{anchor}",
        guide_id=guide_id,
        anchor=anchor,
        level=min(len(breadcrumb) + 1, 6),
        title=part.title,
        breadcrumb=breadcrumb,
        lang=detect_language(f"{part.title}\n{text}", lang),
        text=text,
        passages=passages,
        blocks=blocks,
        html=_markup(part.tokens),
        question=part.question,
    )


def _markup(tokens: Sequence[Token]) -> str:
    """Give the sanitised HTML of tokens."""
    rendered = _parser().renderer.render(tokens, _parser().options, {})
    return nh3.clean(rendered, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto", "tel"})

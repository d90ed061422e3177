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
from markdown_it.rules_block import StateBlock, paragraph
from markdown_it.token import Token

from index.documents import Document, Guide, Language, Section
from index.guides.blocks import blocks_of, plain_text
from index.guides.front_matter import LONGEST_TITLE, FrontMatter, is_web
from index.guides.headings import (
    anchor_of,
    expose_headings,
    faq_marks,
    own_anchor,
    unique_anchors,
    words_of,
)
from index.script import HAN, detect_language

OPENING = "intro"
"""Anchor of the text before the first heading."""
DEEPEST = 100
"""Levels of lists (two each) and quotes that are told apart: Python and JSON nest no deeper than some hundreds."""

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


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - what it refuses stays raw text; see _target
        """Take any link for one."""
        return True


@cache
def _parser() -> MarkdownIt:
    parser = _Markdown("commonmark", {"maxNesting": DEEPEST + 10}).enable(["table", "strikethrough"])
    parser.block.ruler.before("table", "deepest", _deepest)
    return parser


def _deepest(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read what is nested too deeply as paragraphs, where the parser would skip it."""
    return state.level >= DEEPEST and paragraph(state, start, end, silent)


def _prepare(tokens: Sequence[Token], guide_id: str) -> None:
    """Mend tokens in place: links that lead nowhere lose their target, line ends between Han their space."""
    for token in tokens:
        children = token.children or []
        for child in children:
            if "href" in child.attrs:
                _aim(child, guide_id)
        shown = [
            child for child in children if child.type == "softbreak" or (child.content and child.type != "html_inline")
        ]
        for before, child, after in zip(shown, shown[1:], shown[2:], strict=False):
            if child.type == "softbreak" and _WIDE.match(before.content[-1:]) and _WIDE.match(after.content[:1]):
                child.type, child.content = "text", ""


def _aim(link: Token, guide_id: str) -> None:
    target = _target(str(link.attrs.pop("href")), guide_id)
    if target:
        link.attrs["href"] = target


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
    heads = [i for i, token in enumerate(tokens) if _opens_section(token, tokens[i + 1 : i + 2])]
    bounds = [*heads, len(tokens)]
    opening = _Part(0, "", tuple(tokens[: bounds[0]]))
    return [opening, *(_headed(tokens[start:end]) for start, end in zip(heads, bounds[1:], strict=True))]


def _opens_section(token: Token, inline: Sequence[Token]) -> bool:
    """Tell whether a section opens with a token; the `inline` after a heading's holds what it says."""
    if token.type != "heading_open" or token.level:
        return False
    return sum(len(child.content) for child in inline[0].children or ()) <= LONGEST_TITLE


def _headed(tokens: Sequence[Token]) -> _Part:
    """Give the part that opens with heading_open, inline, heading_close."""
    line = " ".join("".join(block.line for block in blocks_of(tokens[:3])).split())
    text, anchor = own_anchor(line)
    below = tuple(tokens[3:])
    first = next(
        (child for token in below for child in token.children or () if child.type == "text" and child.content), None
    )
    mark, answer_mark = faq_marks(text, first.content if first else "")
    if first:
        first.content = first.content[answer_mark:]
    return _Part(int(tokens[0].tag[1:]), text[mark:].strip(), below, anchor, bool(mark))


def _titled(named: str | None, parts: list[_Part], otherwise: str) -> tuple[str, list[_Part]]:
    """Give the guide's title, and its parts with the title's own heading merged into the opening."""
    opening, *headed = parts
    first = headed[0] if headed else None
    title = named or next((part.title for part in headed if _may_title(part, first)), "") or otherwise
    leads = first is not None and (first.level == 1 or not opening.tokens) and not first.question
    if first is not None and leads and words_of(first.title) == words_of(title):
        opening, headed = _Part(0, "", opening.tokens + first.tokens, first.anchor), headed[1:]
    return title, [replace(opening, title=title, anchor=opening.anchor or OPENING), *headed]


def _may_title(part: _Part, first: _Part | None) -> bool:
    """Tell whether a heading can name its guide: the first one, or below a question the first of level 1."""
    return not part.question and (part is first or part.level == 1)


def _sections(guide_id: str, lang: Language, parts: Sequence[_Part]) -> tuple[Section, ...]:
    trails = _trails(parts)
    names = [part.anchor or anchor_of(part.title) for part in parts]
    parents = [names[trail[-1]] if trail else "" for trail in trails]
    anchors = list(unique_anchors(list(zip(names, parents, strict=True))))
    above = {p for trail in trails for p in trail}
    kept = [i for i, part in enumerate(parts) if part.tokens or i not in above]
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
        html=_markup(part.tokens, guide_id),
        question=part.question,
    )


def _markup(tokens: Sequence[Token], guide_id: str) -> str:
    """Give the sanitised HTML of tokens; what HTML of the guide links to is treated as its Markdown links are."""

    def kept(_tag: str, attribute: str, value: str) -> str | None:
        if attribute == "href":
            return value if value.startswith("/guides/") else _target(value, guide_id) or None
        return value if attribute != "src" or value.lower().startswith("https://") else None

    rendered = _parser().renderer.render(tokens, _parser().options, {})
    schemes = {"http", "https", "mailto", "tel"}
    return nh3.clean(rendered, attributes=_ATTRIBUTES, attribute_filter=kept, url_schemes=schemes)

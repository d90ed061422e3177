"""Markdown tokens -> blocks, and blocks -> plain text with its passages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from itertools import groupby, takewhile

import nh3
from markdown_it.token import Token

from index.documents import Block, BlockKind, Inline, Mark, Span

_KINDS: dict[str, BlockKind] = {
    "paragraph": "paragraph", "heading": "heading", "list_item": "item", "blockquote": "quote", "table": "table",
    "tr": "row", "th": "cell", "td": "cell", "hr": "rule", "bullet_list": "list", "ordered_list": "list",
    "fence": "code", "code_block": "code",
}  # fmt: skip
_MARKS: dict[str, Mark] = {"strong": "strong", "em": "em", "s": "strike"}
_OWN_LINE = frozenset({"paragraph", "heading", "cell"})


def blocks_of(tokens: Iterable[Token]) -> tuple[Block, ...]:
    """Give the blocks of a well-nested run of Markdown tokens."""
    opened: list[Token] = []
    children: list[list[Block]] = [[]]
    for token in tokens:
        if token.nesting > 0:
            opened.append(token)
            children.append([])
        else:
            inner = children.pop() if token.nesting < 0 else []
            children[-1] += _closed(opened.pop(), inner) if token.nesting < 0 else _leaf(token)
    return tuple(children[0])


def _leaf(token: Token) -> Iterator[Block]:
    """Give the block of a token that holds no others; the text of a paragraph counts as one."""
    if token.type == "inline":
        yield Block("paragraph", _inlines(token.children or ()))
    elif token.type == "html_block":
        yield from _visible(Block("paragraph", tuple(_text(plain_html(token.content), (), None))))
    elif token.type in _KINDS:
        inlines = () if token.type == "hr" else (Inline(token.content.rstrip("\n")),)
        yield Block(_KINDS[token.type], inlines)


def _closed(token: Token, children: Sequence[Block]) -> Iterable[Block]:
    """Give the block that a token opened and that holds `children`."""
    name = token.type.removesuffix("_open")
    if name in {"thead", "tbody"}:
        return children
    return _visible(_container(_KINDS[name], token, tuple(children))) if name in _KINDS else ()


def _container(kind: BlockKind, token: Token, children: tuple[Block, ...]) -> Block:
    if kind in _OWN_LINE:
        return Block(kind, tuple(run for child in children for run in child.inlines), header=token.tag == "th")
    if kind == "item" and children and children[0].kind == "paragraph":
        return Block(kind, children[0].inlines, children[1:])
    ordered = token.tag == "ol"
    return Block(kind, (), children, ordered=ordered, start=int(token.attrs.get("start", 1)) if ordered else 1)


def _visible(block: Block) -> Iterator[Block]:
    if block.inlines or block.children or block.kind == "cell":
        yield block


def _inlines(tokens: Iterable[Token]) -> tuple[Inline, ...]:
    merged: list[Inline] = []
    for (hard, marks, href), runs in groupby(_runs(tokens), lambda run: (run.text == "\n", run.marks, run.href)):
        texts = [run.text for run in runs]
        merged += [Inline(text, marks, href) for text in (texts if hard else ["".join(texts)])]
    return tuple(merged)


def _runs(tokens: Iterable[Token]) -> Iterator[Inline]:
    styles: list[tuple[tuple[Mark, ...], str | None]] = [((), None)]
    for token in tokens:
        marks, href = styles[-1]
        if token.nesting > 0:
            styles.append(_style(token, marks, href))
        elif token.nesting < 0:
            styles.pop()
        else:
            yield from _run(token, marks, href)


def _style(token: Token, marks: tuple[Mark, ...], href: str | None) -> tuple[tuple[Mark, ...], str | None]:
    mark = _MARKS.get(token.type.removesuffix("_open"))
    target = str(token.attrs["href"]) if "href" in token.attrs else href
    return (marks if mark is None or mark in marks else (*marks, mark)), target


def _run(token: Token, marks: tuple[Mark, ...], href: str | None) -> Iterator[Inline]:
    if token.type == "hardbreak" or (token.type == "html_inline" and token.content.lower().startswith("<br")):
        yield Inline("\n")
    elif token.type == "softbreak":
        yield Inline(" ", marks, href)
    elif token.type == "code_inline":
        yield Inline(token.content, (*marks, "code"), href)
    elif token.type in {"text", "image"}:
        yield from _text(token.content, marks, href)


def _text(text: str, marks: tuple[Mark, ...], href: str | None) -> Iterator[Inline]:
    if text:
        yield Inline(text, marks, href)


def plain_html(html: str) -> str:
    """Give the visible text of HTML, its white space folded."""
    return " ".join(unescape(nh3.clean(html, tags=set())).split())


def plain_text(blocks: Sequence[Block]) -> tuple[str, tuple[Span, ...]]:
    """Give the text of a section and its passages: a line for each, in the order of the guide."""
    passages = [passage for block in blocks for passage in _passages(block)]
    spans: list[Span] = []
    position = 0
    for passage in passages:
        spans.append(Span(position, position + len(passage)))
        position += len(passage) + 1
    return "\n".join(passages), tuple(spans)


def _passages(block: Block) -> Iterator[str]:
    """Give the passages of a block: a list item is one with the paragraphs that lead it; a table row is one."""
    if block.kind == "row":
        yield from _nonempty(" ".join(cell.line for cell in block.children))
        return
    leading = list(takewhile(lambda child: block.kind == "item" and child.kind == "paragraph", block.children))
    yield from _nonempty("\n".join([block.line, *(child.line for child in leading)]).strip("\n"))
    yield from (passage for child in block.children[len(leading) :] for passage in _passages(child))


def _nonempty(text: str) -> Iterator[str]:
    if text.strip():
        yield text

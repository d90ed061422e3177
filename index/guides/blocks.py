"""Markdown tokens -> blocks, and blocks -> plain text with its passages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import unescape

import nh3
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from index.documents import Block, BlockKind, Inline, Mark, Span

_KINDS: dict[str, BlockKind] = {
    "paragraph": "paragraph", "heading": "heading", "list_item": "item", "blockquote": "quote", "table": "table",
    "tr": "row", "th": "cell", "td": "cell", "hr": "rule", "bullet_list": "list", "ordered_list": "list",
    "fence": "code", "code_block": "code", "html_block": "paragraph",
}  # fmt: skip
_MARKS: dict[str, Mark] = {"strong": "strong", "em": "em", "s": "strike"}
_OWN_LINE = frozenset({"paragraph", "heading", "cell"})


def blocks_of(tokens: Sequence[Token]) -> tuple[Block, ...]:
    """Give the blocks of a well-nested run of Markdown tokens."""
    return tuple(_blocks(SyntaxTreeNode(tokens).children))


def _blocks(nodes: Iterable[SyntaxTreeNode]) -> Iterator[Block]:
    for node in nodes:
        if node.type in {"thead", "tbody"}:
            yield from _blocks(node.children)
        elif node.type in _KINDS:
            block = _block(node)
            if block.inlines or block.children or block.kind in {"rule", "cell"}:
                yield block


def _block(node: SyntaxTreeNode) -> Block:
    kind = _KINDS[node.type]
    if kind == "code":
        return Block(kind, (Inline(node.content.rstrip("\n")),))
    if node.type == "html_block":
        return Block(kind, tuple(_text(plain_html(node.content), (), None)))
    if kind in _OWN_LINE:
        return Block(kind, _inlines(node), header=node.type == "th")
    children = tuple(_blocks(node.children))
    if kind == "item" and children and children[0].kind == "paragraph":
        return Block(kind, children[0].inlines, children[1:])
    ordered = node.type == "ordered_list"
    return Block(kind, (), children, ordered=ordered, start=int(node.attrs.get("start", 1)) if ordered else 1)


def _inlines(node: SyntaxTreeNode) -> tuple[Inline, ...]:
    runs = [inline for child in node.children for inline in _runs(child, (), None)]
    merged: list[Inline] = []
    for run in runs:
        last = merged[-1] if merged else None
        if last and (last.marks, last.href) == (run.marks, run.href) and "\n" not in (last.text, run.text):
            merged[-1] = Inline(last.text + run.text, run.marks, run.href)
        else:
            merged.append(run)
    return tuple(merged)


def _runs(node: SyntaxTreeNode, marks: tuple[Mark, ...], href: str | None) -> Iterator[Inline]:
    if node.type == "hardbreak" or (node.type == "html_inline" and node.content.lower().startswith("<br")):
        yield Inline("\n")
    elif node.type == "softbreak":
        yield Inline(" ", marks, href)
    elif node.type == "code_inline":
        yield Inline(node.content, (*marks, "code"), href)
    elif node.type in {"text", "image"}:
        yield from _text(node.content, marks, href)
    else:
        inner = (*marks, _MARKS[node.type]) if node.type in _MARKS else marks
        target = str(node.attrs["href"]) if "href" in node.attrs else href
        for child in node.children:
            yield from _runs(child, inner, target)


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
    """Give the passages of a block: a list item is one with its paragraphs, without its lists; a table row is one."""
    if block.kind == "row":
        yield from _nonempty(" ".join(cell.line for cell in block.children))
    elif block.kind == "item":
        own = [child for child in block.children if child.kind == "paragraph"]
        yield from _nonempty("\n".join([block.line, *(child.line for child in own)]).strip("\n"))
        yield from (p for child in block.children if child not in own for p in _passages(child))
    else:
        yield from _nonempty(block.line)
        yield from (passage for child in block.children for passage in _passages(child))


def _nonempty(text: str) -> Iterator[str]:
    if text.strip():
        yield text

"""A guide's Markdown as lines of pieces, so that furniture can be cut out of the middle of a line.

Nothing is lost: the pieces of a line joined are the line, and the lines joined are the source.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal, NamedTuple

LineKind = Literal["blank", "heading", "title", "paragraph", "list", "table", "code", "rule"]
PieceKind = Literal["mark", "link", "text"]

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_LEAD = re.compile(r"(?:[ \t]*(?:#{1,6}(?=\s)|[-*+](?=\s)|\d{1,9}[.)](?=\s)|>))*[ \t]*")
_HEADING = re.compile(r" {0,3}#{1,6}(\s|$)")
_BOLD = re.compile(r"\s*(\*\*|__)(?=\S)(?:(?!\1).)+\1\s*$")
_LIST = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])\s")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|=+[ \t]*)$")
_IMAGE = r"!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)"
_LINK = rf"\[(?:[^\[\]\n]|{_IMAGE}){{0,500}}\]\([^)\n]{{0,2000}}\)"
_URL = r"<https?://[^>\s]{1,2000}>|https?://[^\s<>()\[\]（）【】，。；、！？\"'*]{1,2000}"
_HTML = r"<a\b[^>\n]{0,2000}>.{0,500}?</a>|<img\b[^>\n]{0,2000}>"
_SEPARATOR = r"\*\*|__| +[-–—|·] +| *[|｜] *"
_CUT = re.compile(rf"(?P<link>{_IMAGE}|{_LINK}|{_URL}|{_HTML})|(?P<mark>{_SEPARATOR})|(?P<open>[\[【])")


class Piece(NamedTuple):
    """A part of a line: markup or a separator, a link (an image, an address, a bracket around them), or text."""

    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a guide, its line end included."""

    kind: LineKind
    pieces: tuple[Piece, ...]

    @property
    def source(self) -> str:
        """The line as it stands in the guide."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def text(self) -> str:
        """The line without its markup."""
        return "".join(piece.text for piece in self.pieces if piece.kind != "mark").strip()


def cut(source: str) -> tuple[Line, ...]:
    """Give the lines of a guide's body."""
    lines: list[Line] = []
    fence = ""
    for raw in source.splitlines(keepends=True):
        opened = _FENCE.match(raw)
        if fence or opened:
            lines.append(Line("code", (Piece("text", raw),)))
            fence = _after(fence, opened)
        else:
            started = any(line.kind != "blank" for line in lines)
            lines.append(Line(_kind(raw, first=not started), _pieces(raw)))
    return tuple(lines)


def _after(fence: str, mark: re.Match[str] | None) -> str:
    """Give the fence that is open after a line: "" for none."""
    if mark is None:
        return fence
    if not fence:
        return mark[1]
    return "" if mark[1].startswith(fence) else fence


def _kind(raw: str, *, first: bool) -> LineKind:
    if not raw.strip():
        return "blank"
    if _HEADING.match(raw):
        return "heading"
    if first and _BOLD.match(raw):
        return "title"
    if _RULE.match(raw):
        return "rule"
    if _LIST.match(raw):
        return "list"
    return "table" if raw.lstrip().startswith("|") else "paragraph"


def _pieces(raw: str) -> tuple[Piece, ...]:
    body = raw.rstrip("\r\n")
    lead = _LEAD.match(body)
    position = lead.end() if lead else 0
    groups = _groups(body)
    pieces = [Piece("mark", body[:position])]
    while found := _CUT.search(body, position):
        kind, end = _match(found, groups)
        pieces += [Piece("text", body[position : found.start()]), Piece(kind, body[found.start() : end])]
        position = end
    pieces += [Piece("text", body[position:]), Piece("mark", raw[len(body) :])]
    return tuple(piece for piece in pieces if piece.text)


def _match(found: re.Match[str], groups: dict[int, int]) -> tuple[PieceKind, int]:
    """Give the kind and the end of the piece that starts with a match; a bracket around a link takes it all."""
    if found["link"]:
        return "link", found.end()
    if found["mark"]:
        return "mark", found.end()
    end = groups.get(found.start())
    return ("text", found.end()) if end is None else ("link", end)


def _groups(body: str) -> dict[int, int]:
    """Give start -> end of the bracketed groups that hold a link."""
    if "](" not in body and "http" not in body:
        return {}
    links = [found.start() for found in _CUT.finditer(body) if found["link"]]
    opened: list[int] = []
    groups: dict[int, int] = {}
    for i, character in enumerate(body):
        if character in "[【":
            opened.append(i)
        elif character in "]】" and opened:
            start = opened.pop()
            if bisect_left(links, start + 1) < bisect_left(links, i):
                groups[start] = i + 1
    return groups

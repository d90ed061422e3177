"""A guide's Markdown as lines of pieces, so that furniture can be cut out of the middle of a line.

Nothing is lost: the pieces of a line joined are the line, and the lines joined are the source.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from functools import lru_cache
from io import StringIO
from typing import Literal, NamedTuple

LineKind = Literal["blank", "heading", "setext", "title", "paragraph", "list", "table", "code", "rule"]
"""A setext line is the heading above a line of = or -, which is a rule here; a title is a first line all in bold."""
PieceKind = Literal["mark", "link", "text"]

_KEPT = 10
"""1-100, guides whose lines stay known. Fewer: those of a small change are cut twice. More: more memory."""
_LONGEST_KEPT = 10_000
"""0-200,000, code points of a guide whose lines may: 10 to 80 bytes for each, 180 where lines are empty. More: more
memory, now 18 MB at worst in each process that parses."""

_FENCE = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]++)*+(?P<fence>`{3,}+(?=[^`]*$)|~{3,}+)")
_LEAD = re.compile(r"(?:[ \t]*(?:#{1,6}(?=\s)|[-*+](?=\s)|\d{1,9}[.)](?=\s)|>))*+[ \t]*")
_HEADING = re.compile(r" {0,3}#{1,6}(\s|$)")
_BOLD = re.compile(r"\s*(\*\*|__)(?=\S)(?:(?!\1).)+\1\s*$")
_LIST = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])\s")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*+){3,}+|(?:\*[ \t]*+){3,}+|(?:_[ \t]*+){3,}+|=+[ \t]*)$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
_IMAGE = r"!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)"
_LINK = rf"\[(?:[^\[\]\n]|{_IMAGE}){{0,500}}\]\([^)\n]{{0,2000}}\)"
_URL = r"<https?://[^>\s]{1,2000}>|https?://[^\s<>()\[\]（）【】，。；、！？\"'*]{1,2000}"
_HTML = r"<a\b[^>\n]{0,2000}>.{0,500}?</a>|<img\b[^>\n]{0,2000}>"
_SEPARATOR = r"\*\*|__|(?<! ) ++[-–—|·] +|(?:(?<! ) ++)?[|｜] *"
_STARTS = r"(?=[!\[【<h*_ |｜])"
"""By what any of them begins: elsewhere in a text they are not tried one after the other."""
_CUT = re.compile(rf"{_STARTS}(?:(?P<link>{_IMAGE}|{_LINK}|{_URL}|{_HTML})|(?P<mark>{_SEPARATOR})|(?P<open>[\[【]))")


class Piece(NamedTuple):
    """A part of a line: markup or a separator, a link (an image, an address, a bracket around them), or text."""

    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a guide, its line end included."""

    kind: LineKind
    pieces: tuple[Piece, ...]
    text: str = field(init=False, repr=False)
    """The line without its markup: found once, and asked for often."""

    def __post_init__(self) -> None:
        words = [piece.text for piece in self.pieces if piece.kind != "mark"]
        object.__setattr__(self, "text", "".join(words).strip())  # as dataclasses do it where they are frozen

    @property
    def source(self) -> str:
        """The line as it stands in the guide."""
        return "".join(piece.text for piece in self.pieces)


class _Place(NamedTuple):
    """What a line was, and what that leaves open for the next one.

    `fence` is the mark that opened a fence, `item` the column where the text of the outermost list item begins.
    """

    kind: LineKind = "blank"
    fence: str = ""
    item: int = 0
    first: bool = True


def cut(source: str) -> tuple[Line, ...]:
    r"""Give the lines of a guide's body, whose line ends are \n.

    Furniture is looked for, then taken out, then headings are looked for: while the text is the same, its lines stay
    known.
    """
    return _kept(source) if len(source) <= _LONGEST_KEPT else _cut(source)


@lru_cache(maxsize=_KEPT)
def _kept(source: str) -> tuple[Line, ...]:
    return _cut(source)


def _cut(source: str) -> tuple[Line, ...]:
    lines: list[Line] = []
    place = _Place()
    for raw in StringIO(source):
        if _underlines(raw, lines[-1] if lines else None, place):
            lines[-1] = replace(lines[-1], kind="setext")
            place = place._replace(kind="rule")
        else:
            place = _next(place, raw)
        lines.append(Line(place.kind, _pieces(raw, place.kind)))
    return tuple(lines)


def _underlines(raw: str, above: Line | None, place: _Place) -> bool:
    """Tell whether a line makes the one above it a heading."""
    if above is None or above.kind not in {"paragraph", "title"} or place.item:
        return False
    return bool(_UNDERLINE.match(raw)) and not above.source.lstrip().startswith(">")


def _next(place: _Place, raw: str) -> _Place:
    if not raw.strip():
        return place._replace(kind="code" if place.fence else "blank")
    flat = raw.expandtabs(4)
    indent = len(flat) - len(flat.lstrip(" "))
    item = place.item if indent >= place.item else 0
    if place.fence and item == place.item:  # a list item that ends takes its fence with it
        return _Place("code", "" if _closes(raw, place.fence) else place.fence, item, first=False)
    if indent >= 4 and not item and place.kind in {"blank", "code"}:
        return _Place("code", first=False)
    fence = _FENCE.match(raw) if item or indent < 4 else None
    kind = "code" if fence else _kind(raw, first=place.first)
    opened = _LIST.match(flat) if kind in {"list", "code"} and not item else None
    return _Place(kind, fence["fence"] if fence else "", opened.end() if opened else item, first=False)


def _closes(raw: str, fence: str) -> bool:
    mark = raw.strip()
    return mark.startswith(fence) and not mark.strip(fence[0])


def _kind(raw: str, *, first: bool) -> LineKind:
    if _HEADING.match(raw):
        return "heading"
    if first and _BOLD.match(raw):
        return "title"
    if _RULE.match(raw):
        return "rule"
    if _LIST.match(raw):
        return "list"
    return "table" if raw.lstrip().startswith("|") else "paragraph"


def _pieces(raw: str, kind: LineKind) -> tuple[Piece, ...]:
    if kind == "code":
        return (Piece("text", raw),)
    body = raw.rstrip("\r\n")
    pieces = [Piece("mark", body)] if kind == "rule" else _inner(body)
    return tuple(piece for piece in [*pieces, Piece("mark", raw[len(body) :])] if piece.text)


def _inner(body: str) -> list[Piece]:
    lead = _LEAD.match(body)
    position = lead.end() if lead else 0
    groups = _groups(body)
    pieces = [Piece("mark", body[:position])]
    while found := _CUT.search(body, position):
        kind, end = _match(found, groups)
        pieces += [Piece("text", body[position : found.start()]), Piece(kind, body[found.start() : end])]
        position = end
    return [*pieces, Piece("text", body[position:])]


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

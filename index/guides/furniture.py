"""Furniture: text that repeats across guides and belongs to none - advertising, navigation, footers.

Four kinds of evidence, all counted over guides, and each cuts only what it is evidence of:

- a link, an image or a bracketed group of them that *stands apart* (alone on its line, in brackets of its own, at
  the end of a heading, after the end of a sentence) and is the same in a third of the guides, in two at least;
- the last part of a heading after a separator (标题 | 站名), the same in a third of the guides, in three at least
  (in both where there are two);
- a paragraph of a line, the same in half of the guides, in as many at least;
- a line that opens or closes a guide, the same at the edges of a third of them, in as many at least (`edges`).

Headings such as 总结, steps of a list, lead-ins and answers repeat for good reasons and stay. So do rules, code and
variants of one guide (for Android, for iOS): guides that share half of their lines count once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import ceil
from types import MappingProxyType
from typing import Literal

from index.documents import Removed
from index.guides.edges import HEADINGS, edge_lines, has_reason
from index.guides.pieces import Line, Piece, cut

SHARE = 1 / 3
"""0-1: share of the guides that must repeat a link or an edge line. Lower: more is taken away."""
SHARE_INSIDE = 1 / 2
"""0-1: the same for a paragraph in the middle of a guide, where a note may repeat for a reason."""
VARIANT_SHARE = 1 / 2
"""0-1: share of the smaller guide's lines that variants have in common. Lower: fewer guides are counted."""
VARIANT_LINES = 5
"""Lines that variants have in common at least: less says too little."""
VARIANTS = 20
"""Guides in which a line may stand to be evidence of variants: more is what every guide has."""
SHORTEST = 8
"""Code points of the shortest paragraph that can be furniture in the middle of a guide."""

_SENTENCE_END = ("。", "！", "？", "!", "?", ".", "…", "；", ";", "～")


@dataclass(frozen=True, slots=True)
class Furniture:
    """The texts to cut, by what they are: without surrounding space, and none of them empty."""

    links: frozenset[str] = frozenset()
    endings: frozenset[str] = frozenset()
    inside: frozenset[str] = frozenset()
    edges: frozenset[str] = frozenset()


Step = Literal["shared", "links", "endings", "inside", "own", "edges"]
Repeated = Callable[[Step, Furniture, float, int | None], frozenset[str]]
"""Gives what a share of the guides puts forward in a step, by what of the furniture is known by then; see `needed`."""


def find_furniture(sources: Sequence[str]) -> Furniture:
    """Give the furniture of guides, each given as the Markdown of its body."""
    guides = [cut(source) for source in sources]
    shared = [texts_of(lines, "shared", Furniture()) for lines in guides]
    family = families(_holders(shared).values(), list(map(len, shared)))

    def repeated(step: Step, known: Furniture, share: float, least: int | None) -> frozenset[str]:
        many = needed(family, share, least)
        holders = _holders([texts_of(lines, step, known) for lines in guides])
        return frozenset(text for text, some in holders.items() if text and len({family[i] for i in some}) >= many)

    return count_furniture(repeated)


def count_furniture(repeated: Repeated) -> Furniture:
    """Give what repeats in as many guides as it has to."""
    known = Furniture(links=repeated("links", Furniture(), SHARE, 2))
    known = replace(
        known,
        endings=repeated("endings", known, SHARE, None),
        inside=repeated("inside", known, SHARE_INSIDE, None),
    )
    own = repeated("own", known, SHARE, None)
    return replace(known, edges=repeated("edges", replace(known, edges=own), SHARE, None))


def texts_of(lines: Sequence[Line], step: Step, known: Furniture) -> frozenset[str]:
    """Give the texts that a guide puts forward in a step.

    They are its long lines, by which variants are told; then, without code, its links that stand apart; of what is left
    without these, the endings of its headings and its paragraphs; of what is left without all of that, its lines, and
    those of its edges, where the `edges` known are what repeats.
    """
    if step == "shared":
        return frozenset(line.text for line in lines if len(line.text) >= SHORTEST)
    rest = lines if step == "links" else _rest(lines, known)
    if step == "edges":
        rest = [rest[i] for i in _edge(lines, rest, known.edges)]
    return frozenset(text for line in rest if line.kind != "code" for text in _TEXTS[step](line))


def strip_furniture(source: str, furniture: Furniture) -> tuple[str, tuple[Removed, ...]]:
    """Give a guide's body without its furniture, line by line (numbers stay), and what was taken out."""
    if furniture == Furniture():
        return source, ()
    left, taken = _strip_once(source, furniture)
    removed = list(taken)
    while taken:  # the line that comes first now may be a title
        left, taken = _strip_once(left, furniture)
        removed += taken
    return left, tuple(sorted(removed, key=lambda piece: piece.line))


def _strip_once(source: str, furniture: Furniture) -> tuple[str, list[Removed]]:
    kept: list[str] = []
    removed: list[Removed] = []
    lines = cut(source)
    for number, (line, dropped) in enumerate(zip(lines, _drops(lines, furniture), strict=True), 1):
        kept.append(_without(line, dropped).source)
        text = "".join(line.pieces[i].text for i in sorted(dropped) if line.pieces[i].kind != "mark").strip()
        removed += [Removed(number, text)] if text else []
    return "".join(kept), removed


def _drops(lines: Sequence[Line], furniture: Furniture) -> list[frozenset[int]]:
    """Give the pieces of each line to drop; the underline of a heading goes with it."""
    drops = [_dropped(line, furniture) for line in lines]
    rest = [_without(line, dropped) for line, dropped in zip(lines, drops, strict=True)]
    whole = {i for i, line in enumerate(rest) if not furniture.inside.isdisjoint(_paragraph(line))}
    whole |= _edge(lines, rest, furniture.edges | furniture.inside)
    whole |= {i + 1 for i, line in enumerate(rest) if line.kind == "setext" and (i in whole or not line.text)}
    return [
        _visible(line) if i in whole else dropped for i, (line, dropped) in enumerate(zip(lines, drops, strict=True))
    ]


def _rest(lines: Sequence[Line], furniture: Furniture) -> Sequence[Line]:
    if not furniture.links and not furniture.endings:
        return lines
    return [_without(line, _dropped(line, furniture)) for line in lines]


def _edge(lines: Sequence[Line], rest: Sequence[Line], texts: Collection[str]) -> frozenset[int]:
    gone = frozenset(i for i, line in enumerate(lines) if line.text and not rest[i].text)
    return edge_lines(rest, gone, texts)


def _dropped(line: Line, furniture: Furniture) -> frozenset[int]:
    """Give the links and the ending of a line to drop: all that is visible if no text of its own is left."""
    ending = _ending(line)
    if ending and line.pieces[ending[-1]].text.strip() not in furniture.endings:
        ending = ()
    dropped = frozenset([*(i for i in _apart(line) if line.pieces[i].text.strip() in furniture.links), *ending])
    return _visible(line) if dropped and not _without(line, dropped).text else dropped


def _visible(line: Line) -> frozenset[int]:
    return frozenset(i for i, piece in enumerate(line.pieces) if piece.text.strip())


def _without(line: Line, dropped: frozenset[int]) -> Line:
    if not dropped:
        return line
    return Line(line.kind, tuple(piece for i, piece in enumerate(line.pieces) if i not in dropped))


def _apart(line: Line) -> Iterator[int]:
    """Give the numbers of the link pieces of a line that stand apart from its sentences."""
    if all(piece.kind != "link" for piece in line.pieces):
        return
    last = max((i for i, piece in enumerate(line.pieces) if _says(piece)), default=-1)
    before = ""
    for i, piece in enumerate(line.pieces):
        if _says(piece):
            before = piece.text.strip()
        elif piece.kind == "link":
            closes = last < i and (line.kind in HEADINGS or before.endswith(_SENTENCE_END))
            if closes or last < 0 or piece.text.endswith(("]", "】")):
                yield i


def _says(piece: Piece) -> bool:
    return piece.kind == "text" and bool(piece.text.strip())


def _apart_texts(line: Line) -> Iterator[str]:
    return (line.pieces[i].text.strip() for i in _apart(line))


def _ending(line: Line) -> tuple[int, ...]:
    """Give the numbers of the separator and of the text after it at the end of a heading, or nothing."""
    if line.kind not in HEADINGS:
        return ()
    texts = [i for i, piece in enumerate(line.pieces) if piece.text.strip() and piece.kind != "mark"]
    last = texts[-1] if len(texts) > 1 else 0
    separated = last > 1 and line.pieces[last - 1].text.strip(" *_")
    return (last - 1, last) if separated and line.pieces[last - 1].kind == "mark" else ()


def _ending_text(line: Line) -> list[str]:
    return [line.pieces[i].text.strip() for i in _ending(line)[1:]]


def _paragraph(line: Line) -> list[str]:
    plain = line.kind == "paragraph" and len(line.text) >= SHORTEST and not has_reason(line.text)
    return [line.text] if plain else []


def _own_text(line: Line) -> list[str]:
    return [line.text]


_TEXTS: Mapping[Step, Callable[[Line], Iterable[str]]] = MappingProxyType(
    {"links": _apart_texts, "endings": _ending_text, "inside": _paragraph, "own": _own_text, "edges": _own_text}
)


def needed(family: Sequence[int], share: float, least: int | None) -> int:
    """Give how many families are a share of all that guides belong to: `least` of them at least.

    None stands for three, or for both where there are two guides.
    """
    return max(least or (2 if len(family) == 2 else 3), ceil(len(set(family)) * share))


def families(holders: Iterable[Sequence[int]], lines: Sequence[int]) -> list[int]:
    """Give each guide the number of the first guide that it is a variant of, or its own: variants count once.

    Of each line it is told which guides hold it, and of each guide how many lines it has.
    """
    family = list(range(len(lines)))
    for (i, j), shared in sorted(_shared_lines(holders).items()):
        if shared >= max(VARIANT_LINES, VARIANT_SHARE * min(lines[i], lines[j])):
            family[j] = min(family[j], family[i])
    return family


def _shared_lines(holders: Iterable[Sequence[int]]) -> Counter[tuple[int, int]]:
    """Give the number of lines that two guides have in common, for those that have any."""
    return Counter(pair for among in holders if len(among) <= VARIANTS for pair in combinations(among, 2))


def _holders(guides: Sequence[Collection[str]]) -> Mapping[str, list[int]]:
    """Give for each text the guides that put it forward."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number, texts in enumerate(guides):
        for text in texts:
            holders[text].append(number)
    return holders

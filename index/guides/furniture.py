"""Furniture: text that repeats across guides and belongs to none - advertising, navigation, footers.

Three kinds of evidence, all counted over guides:

- a link, an image or a bracketed group of them that *stands apart* (alone on its line, in brackets of its own, at
  the end of a heading, after the end of a sentence) and is the same in a third of the guides, in two at least;
- a line of text that is the same in three guides (in both where there are two): in a third of them if it belongs to
  the lines that open or close a guide, in half of them if it is a paragraph elsewhere;
- the last part of a heading after a separator (标题 | 站名), the same in a third of the guides.

Headings such as 总结, steps of a list, lead-ins and answers repeat for good reasons and stay. So do variants of one
guide (for Android, for iOS): guides that share half of their lines count once.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, takewhile
from math import ceil

from index.guides.pieces import Line, cut

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
_REASONED = re.compile(r"[AQ答问問]\s*\d*\s*[:：]|.*[:：]$")

Furniture = frozenset[str]
"""The texts to cut: of links, of lines and of ends of headings, without surrounding space."""


@dataclass(frozen=True, slots=True)
class Removed:
    """A piece of furniture taken out of a guide; `line` counts from 1."""

    line: int
    text: str


def find_furniture(sources: Sequence[str]) -> Furniture:
    """Give the furniture of guides, each given as the Markdown of its body."""
    guides = [cut(source) for source in sources]
    count = _counter(guides)
    apart = count(guides, lambda line: (line.pieces[i].text.strip() for i in _apart(line)), SHARE, 2)
    rest = [[_without(line, _cut_pieces(line, apart)) for line in lines] for lines in guides]
    least = 2 if len(sources) == 2 else 3
    endings = count(rest, _ending_text, SHARE, least)
    inside = count(rest, _paragraph, SHARE_INSIDE, least)
    repeated = count(rest, lambda line: [line.text], SHARE, least)
    edges = {line.text for lines in rest for line in _edges(lines, repeated)}
    return (apart | endings | inside | edges) - {""}


def strip_furniture(source: str, furniture: Furniture) -> tuple[str, tuple[Removed, ...]]:
    """Give a guide's body without its furniture, line by line (numbers stay), and what was taken out."""
    kept: list[str] = []
    removed: list[Removed] = []
    for number, line in enumerate(cut(source), 1):
        dropped = _dropped(line, furniture)
        kept.append(_without(line, dropped).source)
        text = "".join(line.pieces[i].text for i in sorted(dropped) if line.pieces[i].kind != "mark").strip()
        removed += [Removed(number, text)] if text else []
    return "".join(kept), tuple(removed)


def _dropped(line: Line, furniture: Furniture) -> frozenset[int]:
    """Give the pieces of a line to drop: all but the line end if no text of its own is left."""
    dropped = _cut_pieces(line, furniture)
    own = _without(line, dropped)
    if (line.kind != "code" and own.text in furniture) or (dropped and not own.text):
        return frozenset(i for i, piece in enumerate(line.pieces) if piece.text.strip())
    return dropped


def _cut_pieces(line: Line, furniture: Furniture) -> frozenset[int]:
    ending = _ending(line)
    if ending and line.pieces[ending[-1]].text.strip() not in furniture:
        ending = ()
    return frozenset([*(i for i in _apart(line) if line.pieces[i].text.strip() in furniture), *ending])


def _without(line: Line, dropped: Iterable[int]) -> Line:
    if not dropped:
        return line
    return Line(line.kind, tuple(piece for i, piece in enumerate(line.pieces) if i not in frozenset(dropped)))


def _apart(line: Line) -> Iterator[int]:
    """Give the numbers of the link pieces of a line that stand apart from its sentences."""
    for i, piece in enumerate(line.pieces):
        if piece.kind != "link":
            continue
        before = "".join(p.text for p in line.pieces[:i] if p.kind == "text").strip()
        after = "".join(p.text for p in line.pieces[i + 1 :] if p.kind == "text").strip()
        closes = not after and (line.kind in {"heading", "title"} or before.endswith(_SENTENCE_END))
        if closes or not (before or after) or piece.text.endswith(("]", "】")):
            yield i


def _ending(line: Line) -> tuple[int, ...]:
    """Give the numbers of the separator and of the text after it at the end of a heading, or nothing."""
    if line.kind not in {"heading", "title"}:
        return ()
    texts = [i for i, piece in enumerate(line.pieces) if piece.text.strip() and piece.kind != "mark"]
    last = texts[-1] if len(texts) > 1 else 0
    separated = last > 1 and line.pieces[last - 1].text.strip(" *_")
    return (last - 1, last) if separated and line.pieces[last - 1].kind == "mark" else ()


def _ending_text(line: Line) -> list[str]:
    return [line.pieces[i].text.strip() for i in _ending(line)[1:]]


def _paragraph(line: Line) -> list[str]:
    long_enough = len(line.text) >= SHORTEST
    return [line.text] if line.kind == "paragraph" and long_enough and not _REASONED.match(line.text) else []


def _edges(lines: Sequence[Line], repeated: Furniture) -> Iterator[Line]:
    """Give the lines that open a guide (before or after its first heading) or close it, as far as they repeat."""
    filled = [line for line in lines if line.text]
    opening = filled[1:] if filled and filled[0].kind in {"heading", "title"} else filled
    for run in (opening, filled[::-1]):
        yield from takewhile(lambda line: line.text in repeated and line.kind != "code", run)


Texts = Callable[[Line], Iterable[str]]
Count = Callable[[Sequence[Sequence[Line]], Texts, float, int], Furniture]


def _counter(guides: Sequence[Sequence[Line]]) -> Count:
    """Give a function that finds what repeats in a share of the guides, in `least` of them at least."""
    family = _families([{line.text for line in lines if len(line.text) >= SHORTEST} for lines in guides])
    total = len(set(family))

    def count(lines_by_guide: Sequence[Sequence[Line]], texts: Texts, share: float, least: int) -> Furniture:
        seen: dict[str, set[int]] = defaultdict(set)
        for number, lines in enumerate(lines_by_guide):
            for text in (text for line in lines if line.kind != "code" for text in texts(line)):
                seen[text].add(family[number])
        needed = max(least, ceil(total * share))
        return frozenset(text for text, families in seen.items() if len(families) >= needed)

    return count


def _families(guides: Sequence[set[str]]) -> list[int]:
    """Give each guide the number of the first guide that it is a variant of, or its own."""
    family = list(range(len(guides)))
    for (i, j), shared in sorted(_shared_lines(guides).items()):
        if shared >= max(VARIANT_LINES, VARIANT_SHARE * min(len(guides[i]), len(guides[j]))):
            family[j] = min(family[j], family[i])
    return family


def _shared_lines(guides: Sequence[set[str]]) -> Counter[tuple[int, int]]:
    """Give the number of lines that two guides have in common, for those that have any."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number, lines in enumerate(guides):
        for line in lines:
            holders[line].append(number)
    return Counter(pair for among in holders.values() if len(among) <= VARIANTS for pair in combinations(among, 2))

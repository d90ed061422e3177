"""Headings: lines that are headings in all but name, their marks, and the anchors made of their words."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, count

from index.guides.pieces import Line, cut

_ASKS = r"(?:Q|Ｑ|问|問)\s*(?:(?P<number>\d{1,3})\s*)?[:：]"
_ANSWERS = r"(?:A|Ａ|答)\s*(?:(?P<number>\d{1,3})\s*)?[:：]"
_QUESTION = re.compile(rf"{_ASKS}\s*", re.IGNORECASE)
_ANSWER = re.compile(rf"{_ANSWERS}\s*", re.IGNORECASE)
_QUESTION_LINE = re.compile(rf" {{0,3}}(?:\*\*|__)?{_ASKS}")
_ANSWER_LINE = re.compile(rf" {{0,3}}(?:\*\*|__)?{_ANSWERS}")
_FIRST_LEVEL = re.compile(r" {0,3}#\s")
_ANCHOR = re.compile(r"\{#(?P<anchor>[\w.-]{1,80})\}$")
_ORDINAL = re.compile(
    r"(?:第\s*[一二三四五六七八九十百\d]+\s*[步章节節部]分?|[一二三四五六七八九十]+|[(（][一二三四五六七八九十\d]+[)）]|\d+(?:\.\d+)*)"
    r"(?:[\s、.．:：)）]+|(?<=[)）]))"
)
LONGEST_ANCHOR = 60
"""Code points: an address stays readable."""


def expose_headings(body: str) -> str:
    """Give a guide's body with its title and questions as headings where they only look like ones.

    A line `Q: ...` right above a line `A: ...` becomes a heading of the lowest level; a first line that is only bold
    and no such question becomes the title, unless a level-1 heading exists.
    """
    lines = cut(body)
    exposed = [line.source for line in lines]
    titled = any(_is_first_level(lines, i) for i in range(len(lines)))
    for i, line in enumerate(lines):
        if line.kind in {"paragraph", "title"} and _is_answered(lines, i):
            exposed[i] = _as_heading(line.source.strip(), 6)
        elif line.kind == "title" and not titled:
            exposed[i] = _as_heading(line.source.strip().strip("*_"), 1)
    return "".join(exposed)


def _is_first_level(lines: Sequence[Line], i: int) -> bool:
    if lines[i].kind == "setext":
        return lines[i + 1].source.lstrip().startswith("=")
    return lines[i].kind == "heading" and bool(_FIRST_LEVEL.match(lines[i].source))


def _as_heading(text: str, level: int) -> str:
    return f"{'#' * level} {text}\n\n"


def _is_answered(lines: Sequence[Line], i: int) -> bool:
    """Tell whether line i is a question with its answer below."""
    if not _QUESTION_LINE.match(lines[i].source):
        return False
    below = next((j for j in range(i + 1, len(lines)) if lines[j].kind != "blank"), None)
    return below is not None and bool(_ANSWER_LINE.match(lines[below].source))


def faq_marks(title: str, text: str) -> tuple[int, int]:
    """Give the lengths of the `Q: ` that opens a heading and of the `A: ` that opens the text below it.

    0 is for none. A mark with a number may be something else (Q3 the quarter, A4 the paper): `Q3:` is a mark above
    `A3:` or `A:` only, `A3:` below `Q3:` only.
    """
    question, answer = _QUESTION.match(title), _ANSWER.match(text)
    if question and answer and answer["number"] not in {None, question["number"]}:
        answer = None
    if question is None or (question["number"] and not answer):
        return 0, 0
    return question.end(), answer.end() if answer else 0


def own_anchor(title: str) -> tuple[str, str | None]:
    """Give a heading without the `{#anchor}` at its end, and that anchor if there is one."""
    match = _ANCHOR.search(title.rstrip())
    return (title[: match.start()].rstrip(), match["anchor"]) if match else (title, None)


def words_of(title: str) -> str:
    """Give the words of a heading as its anchor holds them, uncut; its number is left out."""
    folded = unicodedata.normalize("NFKC", title).lower()
    named = folded[len(match.group()) :] if (match := _ORDINAL.match(folded)) else folded
    return _hyphened(named) or _hyphened(folded) or folded


def _hyphened(text: str) -> str:
    return re.sub(r"[\W_]+", "-", text).strip("-")


def anchor_of(title: str) -> str:
    """Give the anchor that a heading's words make; without its number, so that renumbering changes no address."""
    return _hyphened(words_of(title)[:LONGEST_ANCHOR]) or "section"


def unique_anchors(wanted: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Give an anchor for each (anchor, parent's anchor): the second of a name takes the parent's before it."""
    taken: set[str] = set()
    numbers: dict[str, Iterator[int]] = defaultdict(lambda: count(2))
    for anchor, parent in wanted:
        numbered = (f"{anchor}-{n}" for n in numbers[anchor])
        free = next(choice for choice in chain((anchor, f"{parent}-{anchor}"), numbered) if choice not in taken)
        taken.add(free)
        yield free

"""Headings: lines that are headings in all but name, their marks, and the anchors made of their words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from index.guides.pieces import cut

_QUESTION_LINE = re.compile(r" {0,3}(?P<bold>\*\*|__)?(?P<text>(?:Q|问|問)\s*\d{0,3}\s*[:：].*?)(?P=bold)?\s*$")
_QUESTION_PLAIN = re.compile(r" {0,3}(?P<text>(?:Q|问|問)\s*\d{0,3}\s*[:：].*?)\s*$")
_ANSWER_LINE = re.compile(r" {0,3}(?:\*\*|__)?(?:A|答)\s*\d{0,3}\s*[:：]")
_QUESTION = re.compile(r"(?:Q|Ｑ|问|問)\s*\d{0,3}\s*[:：]\s*", re.IGNORECASE)
_ANSWER = re.compile(r"(?:A|Ａ|答)\s*\d{0,3}\s*[:：]\s*", re.IGNORECASE)
_ANCHOR = re.compile(r"\s*\{#(?P<anchor>[\w.-]{1,80})\}\s*$")
_ORDINAL = re.compile(
    r"(?:第\s*[一二三四五六七八九十百\d]+\s*[步章节節部]分?|[一二三四五六七八九十]+|[(（][一二三四五六七八九十\d]+[)）]|\d+(?:\.\d+)*)"
    r"(?:[\s、.．:：)）]+|(?<=[)）]))"
)
LONGEST_ANCHOR = 60
"""Code points: an address stays readable."""


def expose_headings(body: str) -> str:
    """Give a guide's body with its title and questions as headings where they only look like ones.

    A first line that is only bold becomes the title, unless a level-1 heading exists; a line `Q: ...` right above a
    line `A: ...` becomes a heading of the lowest level.
    """
    lines = cut(body)
    titled = any(line.kind == "heading" and line.source.lstrip().startswith("# ") for line in lines)
    sources = [line.source for line in lines]
    kinds = [line.kind for line in lines]
    for i, kind in enumerate(kinds):
        if kind == "title" and not titled and not _underlined(sources, i):
            sources[i] = _as_heading(sources[i].strip().strip("*_"), 1)
        elif kind == "paragraph" and (question := _question(sources, kinds, i)):
            sources[i] = _as_heading(question, 6)
    return "".join(sources)


def _as_heading(text: str, level: int) -> str:
    return f"{'#' * level} {text}\n\n"


def _underlined(sources: Sequence[str], i: int) -> bool:
    return i + 1 < len(sources) and bool(re.match(r" {0,3}(=+|-+)\s*$", sources[i + 1]))


def _question(sources: Sequence[str], kinds: Sequence[str], i: int) -> str | None:
    """Give the text of line i if it is a question with its answer below."""
    match = _QUESTION_LINE.match(sources[i]) or _QUESTION_PLAIN.match(sources[i])
    below = next((j for j in range(i + 1, len(sources)) if kinds[j] != "blank"), None)
    if match is None or below is None or not _ANSWER_LINE.match(sources[below]):
        return None
    return match["text"]


def question_mark(title: str) -> int:
    """Give the length of the `Q: ` that opens a heading, 0 if it is none."""
    match = _QUESTION.match(title)
    return match.end() if match else 0


def answer_mark(text: str) -> int:
    """Give the length of the `A: ` that opens an answer, 0 if it is none."""
    match = _ANSWER.match(text)
    return match.end() if match else 0


def own_anchor(title: str) -> tuple[str, str | None]:
    """Give a heading without the `{#anchor}` at its end, and that anchor if there is one."""
    match = _ANCHOR.search(title)
    return (title[: match.start()], match["anchor"]) if match else (title, None)


def anchor_of(title: str) -> str:
    """Give the anchor that a heading's words make; its number is left out, so that renumbering changes no address."""
    folded = unicodedata.normalize("NFKC", title).lower()
    named = folded[len(match.group()) :] if (match := _ORDINAL.match(folded)) else folded
    slug = re.sub(r"[\W_]+", "-", named).strip("-") or re.sub(r"[\W_]+", "-", folded).strip("-")
    return slug[:LONGEST_ANCHOR].strip("-") or "section"


def unique_anchors(wanted: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Give an anchor for each (anchor, parent's anchor): the second of a name takes the parent's before it."""
    taken: set[str] = set()
    for anchor, parent in wanted:
        choices = [anchor, f"{parent}-{anchor}", *(f"{anchor}-{n}" for n in range(2, len(wanted) + 2))]
        free = next(choice for choice in choices if choice not in taken)
        taken.add(free)
        yield free

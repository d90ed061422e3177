"""The lines that open and close a guide: those that can go are found in units that go as a whole or stay.

A line of its own goes if its text repeats. What repeats for a reason needs more: a list or a table goes as a whole,
and a single line of one only beside another such line; a heading goes with all that stands below it, a lead-in
(ending in a colon) with what follows it; questions and answers stay.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from index.guides.pieces import Line

HEADINGS = frozenset({"heading", "setext", "title"})

_QUESTION_OR_ANSWER = re.compile(r"[AQＡＱ答问問]\s*(?:\d+\s*)?[:：]", re.IGNORECASE)


def edge_lines(lines: Sequence[Line], gone: Collection[int], texts: Collection[str]) -> frozenset[int]:
    """Give the numbers of the lines that open a guide (before or after its first heading) or close it and can go.

    `lines` had other furniture taken out, which left nothing of those that are `gone`. `texts` are what repeats.
    """
    units = _units(lines)
    edges = _Edges(lines, gone, texts, units)
    can_go = edges.can_go()
    closing = takewhile(lambda k: can_go[k], reversed(range(len(units))))
    return frozenset(i for k in (*edges.opening(can_go), *closing) for i in units[k])


def has_reason(text: str) -> bool:
    """Tell whether a line may repeat for a reason: a question, an answer, a lead-in."""
    return bool(_QUESTION_OR_ANSWER.match(text)) or _leads_in(text)


def _leads_in(text: str) -> bool:
    return text.endswith((":", "："))


def _units(lines: Sequence[Line]) -> list[list[int]]:
    """Give the numbers of the lines with text in units: a whole list, a whole table, any other line."""
    units: list[list[int]] = []
    for i, line in enumerate(lines):
        if line.text and units and _continues(lines, units[-1][0], i):
            units[-1].append(i)
        elif line.text or line.kind == "rule":
            units.append([i])
    return [unit for unit in units if lines[unit[0]].kind != "rule"]


def _continues(lines: Sequence[Line], first: int, i: int) -> bool:
    kind, line, above = lines[first].kind, lines[i], lines[i - 1]
    if kind != "list":
        return kind == line.kind == "table"
    lazy = line.kind == "paragraph" and above.kind in {"list", "paragraph"} and bool(above.text)
    return line.kind == "list" or lazy or line.source[0] in " \t"


@dataclass(frozen=True, slots=True)
class _Edges:
    """A guide in units (given as numbers of lines)."""

    lines: Sequence[Line]
    gone: Collection[int]
    texts: Collection[str]
    units: Sequence[Sequence[int]]

    def can_go(self) -> list[bool]:
        """Tell of each unit whether it is furniture, if it stands at an edge."""
        can_go = [False] * len(self.units)
        for k in reversed(range(len(self.units))):
            can_go[k] = self._repeats(k) and self._is_complete(k, can_go)
        return can_go

    def opening(self, can_go: Sequence[bool]) -> Iterator[int]:
        """Give the units that go at the start of a guide; its first heading that stays is passed over."""
        passed = False
        for k, goes in enumerate(can_go):
            if goes:
                yield k
            elif passed or self._kind(k) not in HEADINGS:
                return
            else:
                passed = True

    def _kind(self, k: int) -> str:
        return self.lines[self.units[k][0]].kind

    def _text(self, k: int) -> str:
        return self.lines[self.units[k][0]].text

    def _repeats(self, k: int) -> bool:
        unit = (self.lines[i] for i in self.units[k])
        return all(line.kind != "code" and line.text in self.texts for line in unit)

    def _is_complete(self, k: int, can_go: Sequence[bool]) -> bool:
        kind = self._kind(k)
        if kind in HEADINGS:
            return self._body_goes(k, can_go)
        if kind in {"list", "table"}:
            return self._stands_alone(k) or any(self._stands_alone(j) for j in (k - 1, k + 1))
        follows = _leads_in(self._text(k)) and any(can_go[k + 1 : k + 2])
        return not has_reason(self._text(k)) or (follows and not _QUESTION_OR_ANSWER.match(self._text(k)))

    def _stands_alone(self, k: int) -> bool:
        """Tell whether a unit can go whatever stands beside it."""
        if not 0 <= k < len(self.units) or not self._repeats(k):
            return False
        if self._kind(k) in {"list", "table"}:
            return len(self.units[k]) > 1
        return self._kind(k) not in HEADINGS and not has_reason(self._text(k))

    def _body_goes(self, k: int, can_go: Sequence[bool]) -> bool:
        """Tell whether all between a heading and the next of its level goes, and whether there is something at all."""
        below = range(k + 1, len(self.units))
        end = next((j for j in below if self._level(j) <= self._level(k)), len(self.units))
        until = self.units[end][0] if end < len(self.units) else len(self.lines)
        emptied = any(i in self.gone for i in range(self.units[k][0] + 1, until))
        return all(can_go[k + 1 : end]) and (emptied or end > k + 1)

    def _level(self, k: int) -> int:
        """Give the level of a heading; 7 for what is none."""
        line = self.lines[self.units[k][0]]
        if line.kind == "setext":
            return 1 if self.lines[self.units[k][0] + 1].source.lstrip().startswith("=") else 2
        source = line.source.lstrip()
        return {"heading": len(source) - len(source.lstrip("#")), "title": 1}.get(line.kind, 7)

"""Columns that line up on a terminal, where a Han character takes two cells."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Sequence

_GAP = "  "
_NO_WIDTH = frozenset({"Mn", "Me", "Cf", "Cc"})


def cells(text: str) -> int:
    """Give the number of cells that `text` takes: two for a wide character (Unicode's East Asian Width), else one."""
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.category(character) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def aligned(rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> Iterator[str]:
    """Give rows as lines with columns as wide as their widest text; those with numbers in `right` end together."""
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = (_padded(text, widths[i], right=i in right) for i, text in enumerate(row))
        yield _GAP.join(padded).rstrip()


def _padded(text: str, width: int, *, right: bool) -> str:
    blanks = " " * (width - cells(text))
    return blanks + text if right else text + blanks

"""In which parts of a section a term stands: its text in at most 32 cells, a bit for each.

Two neighbouring cells are about as long as a snippet's sentence or two, so terms in them stand together.
"""

from __future__ import annotations

from collections.abc import Sequence

CELL = 30
"""10-120, code points of a cell. Shorter: only closer terms count as standing together."""
CELLS = 32
"""Cells of a section, as many as fit into the bits; those of a text too long for them are longer."""
EVERYWHERE = (1 << CELLS) - 1
"""The cells of a term in a title: what it says holds for all that stands below."""


def cells_of(terms: Sequence[str], starts: Sequence[int], length: int) -> dict[str, int]:
    """Give the cells of each term of a text that is `length` code points long; occurrences come with their starts."""
    size = max(CELL, -(-length // CELLS))
    cells: dict[str, int] = {}
    for term, start in zip(terms, starts, strict=True):
        cells[term] = cells.get(term, 0) | 1 << start // size
    return cells

"""Texts of plain characters, folded by looking up each. `compiled_folding` gives the same."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from operator import add

from index.analysis.folded import Folded
from index.analysis.plain import PLANE, Plain
from index.analysis.words import NOT_PLAIN


class PlainTexts:
    """The plain characters that `load` gives; it is called when the first text comes."""

    def __init__(self, load: Callable[[], Plain]) -> None:
        self._load = load

    @cached_property
    def _plain(self) -> Plain:
        return self._load()

    def fold(self, text: str) -> Folded | None:
        """Give what `fold` gives of a plain text, which has no such pair either; None of others."""
        if not self._plain.pairs.isdisjoint(map(add, text, text[1:])):
            return None
        folded = _become(text, self._plain.folded)
        return None if folded is None else Folded(folded)

    def written(self, text: str) -> str | None:
        """Give what `written` gives of a plain text, None of others."""
        return _become(text, self._plain.written)

    def clean(self, text: str) -> str | None:
        """Give a plain text in NFKC, its white space folded; None of others."""
        after = _become(text, self._plain.clean)
        return None if after is None else " ".join(after.split())


def _become(text: str, table: str) -> str | None:
    after = text.translate(table)
    return None if NOT_PLAIN in after or max(text, default="") >= PLANE else after

"""Finds names in a text. `compiled_name_finder` gives the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from operator import add


class NameFinder:
    """Folded words or phrases of one character or more, each once."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = tuple(names)
        self._starting: dict[str, list[int]] = {}
        for number, name in enumerate(self._names):
            self._starting.setdefault(name[:2], []).append(number)

    def find(self, text: str) -> list[int]:
        """Give the numbers of the names that stand in a text, from the least on.

        Where a name has a Latin end, no other Latin letter or digit may touch that.
        """
        starts = chain(map(add, text, text[1:]), text)
        begun = filter(None, map(self._starting.get, starts))  # without a step of Python for most places of a text
        found = [number for numbers in begun for number in numbers if _holds(text, self._names[number])]
        return found if len(found) < 2 else sorted(set(found))

    def places(self, number: int, text: str) -> list[tuple[int, int]]:
        """Give where a name stands in a text, none overlapping one before, whatever touches it."""
        return [found.span() for found in re.finditer(re.escape(self._names[number]), text)]


def _holds(text: str, name: str) -> bool:
    if name not in text:
        return False
    if not (name[0].isascii() or name[-1].isascii()):
        return True
    before = r"(?<![a-z0-9])" if name[0].isascii() else ""
    after = r"(?![a-z0-9])" if name[-1].isascii() else ""
    return bool(re.search(f"{before}{re.escape(name)}{after}", text))

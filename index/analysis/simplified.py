"""Runs of Han in one script: simplified characters with mainland vocabulary, whatever script they are written in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import add

from index.analysis.each_character import EachCharacter
from index.analysis.words import NOT_PLAIN, converted_together, listed_han
from index.script import FIRST_HAN, LAST_OF_MOST_HAN, converter

OVERSHOOT = "幺", "么"
"""tw2sp reads a lone 麼 as the first; everyday words have the second."""


def simplified(runs: Sequence[str]) -> list[str]:
    """Give runs of Han simplified, character by character where OpenCC does so too.

    Its dictionaries are large: looking into them takes longer than all else that is done to a question's text.
    """
    apart = [_stands_apart(run) for run in runs]
    others = [run for run, is_apart in zip(runs, apart, strict=True) if not is_apart]
    converted = iter(by_opencc("\n".join(others)).split("\n")) if others else iter(())
    each = _each_by_itself()
    return [run.translate(each) if is_apart else next(converted) for run, is_apart in zip(runs, apart, strict=True)]


def _stands_apart(run: str) -> bool:
    """Tell whether no character of a run may be converted otherwise than by itself."""
    together = converted_together()
    return together.isdisjoint(run) and together.isdisjoint(map(add, run, run[1:]))


def by_opencc(text: str) -> str:
    """Give lines of Han converted; no word of OpenCC goes on over the end of a line.

    s2t first, because tw2sp knows 軟體 and not 软体; tw2sp twice, because 程式 becomes 程序 and that becomes 进程.
    """
    to_traditional, to_mainland = converter("s2t"), converter("tw2sp")
    return to_mainland(to_mainland(to_traditional(text))).replace(*OVERSHOOT)


@cache
def _each_by_itself() -> EachCharacter:
    return by_itself(listed_han().folded, by_opencc)


def by_itself(listed: Mapping[str, str], ask: Callable[[str], str]) -> EachCharacter:
    """Give what becomes of each character by itself: as it is listed in `ChangedHan`, else as OpenCC is asked.

    The listed OpenCC changes no character before Han: for those its dictionaries are not loaded.
    """

    def become(character: str) -> str:
        if character < FIRST_HAN:
            return character
        other = listed.get(character, character) if character <= LAST_OF_MOST_HAN else NOT_PLAIN
        return ask(character) if other == NOT_PLAIN else other

    return EachCharacter(become if listed_han().is_current else ask)

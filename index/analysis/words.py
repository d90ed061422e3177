"""Word lists kept as data files beside this module."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from index.script import opencc_version

NOT_PLAIN = "\0"
"""Stands for what becomes of characters that are not plain; nothing becomes it."""
_NONE = "-"
"""Stands for it in a list."""


@cache
def question_words() -> frozenset[str]:
    """Give the folded words that ask but name nothing."""
    return frozenset(_lines("question_words.txt"))


@cache
def function_words() -> frozenset[str]:
    """Give the folded words that stand around a question and name nothing either."""
    return frozenset(_lines("function_words.txt"))


@cache
def left_out_words() -> Mapping[str, bool]:
    """Give both, what a query that names something is not looked for by; and whether each asks."""
    return dict.fromkeys(function_words(), False) | dict.fromkeys(question_words(), True)


@cache
def always_left_out() -> Mapping[str, bool]:
    """Give the words that a query is not looked for by even if it names nothing: none of them asks."""
    return dict.fromkeys(function_words(), False)


@cache
def converted_together() -> frozenset[str]:
    """Give the Han, and the pairs of them, that may be converted otherwise than character by character."""
    return frozenset(_lines("converted_together.txt"))


def folded_synonyms() -> Mapping[str, str]:
    """Give the packaged synonyms that folding turns into another word, and that word."""
    return dict(line.split("\t") for line in _lines("folded_synonyms.tsv"))


class ChangedHan(NamedTuple):
    """Han that become others by themselves, as they are folded and as they are written, and the OpenCC that says so."""

    made_by: str
    folded: Mapping[str, str]
    written: Mapping[str, str]

    @property
    def is_current(self) -> bool:
        """Tell whether the installed OpenCC is the one that says so."""
        return self.made_by == opencc_version()


@cache
def listed_han() -> ChangedHan:
    """Give the list that is made of OpenCC's dictionaries, which take longer to load than it."""
    made_by, *lines = _lines("changed_han.tsv")
    fields = "\t".join(lines).replace(_NONE, NOT_PLAIN).split("\t")
    han, folded, written = fields[::3], fields[1::3], fields[2::3]
    return ChangedHan(made_by, dict(zip(han, folded, strict=True)), dict(zip(han, written, strict=True)))


@cache
def regional_words() -> Mapping[str, tuple[str, ...]]:
    """Give the words that folding turns into another one, by that one: 进程 stands for 程序 and 程式."""
    words: dict[str, list[str]] = defaultdict(list)
    for line in _lines("regional_words.txt"):
        word, folded = line.split()
        words[folded].append(word)
    return {folded: tuple(found) for folded, found in words.items()}


def _lines(name: str) -> list[str]:
    lines = files("index.analysis").joinpath(f"data/{name}").read_text("utf-8").splitlines()
    return [line for line in map(str.strip, lines) if line and not line.startswith("#")]

"""What cutting a text takes and gives: what cuts runs of Han, and the tokens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

LONGEST_TERM = 64
"""Code points. Longer Latin runs (hashes, encoded data) are indexed by their first part: nobody types them whole."""
SHORTEST_NAME = 2
"""Code points. At 3 the words of the judged sets lose .06 where they are typed in pinyin, .001 elsewhere."""
LONGEST_RUN = 500
"""Code points: longer runs of Han are split, since what is held while one is cut is many times its size."""


class Token(NamedTuple):
    """One occurrence of a term; `start` and `end` are code points of the folded text."""

    term: str
    start: int
    end: int


Tokens = tuple[Token, ...]
Runs = tuple[list[tuple[str, int]], list[Token]]
"""A text's runs of Han with their starts, and the tokens of all else."""


class Cutter(NamedTuple):
    """What runs of Han are cut by.

    `cut` gives the words of a dictionary and single characters that a run is when joined, `has` tells whether the
    dictionary has a word, `model` gives the words of a run that was cut into single characters.
    """

    cut: Callable[[str], list[str]]
    has: Callable[[str], bool]
    model: Callable[[str], Sequence[str]]

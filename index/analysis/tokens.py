"""What cutting a text takes and gives: what cuts runs of Han, and the tokens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, Protocol

from index.analysis.folded import Folded

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


Channel = Literal["words", "bigrams", "characters"]
CHANNELS: tuple[Channel, ...] = ("words", "bigrams", "characters")
Tokens = tuple[Token, ...]
Runs = tuple[list[tuple[str, int]], list[Token]]
"""A text's runs of Han with their starts, and the tokens of all else."""


class Analysis(NamedTuple):
    """A text, folded, and its tokens by channel, in the order of the text for Han and then for the rest."""

    folded: Folded
    tokens: Mapping[Channel, Tokens]


class Dictionary(Protocol):
    """Words, and how they cut."""

    def cut(self, run: str) -> list[str]:
        """Give the words of the dictionary and single characters that a run of Han is when joined."""

    def has(self, word: str) -> bool:
        """Tell whether the dictionary has a word."""


class NameModel(Protocol):
    """What makes words that no dictionary has."""

    def words(self, run: str) -> Sequence[str]:
        """Give the words of a run of Han that was cut into single characters; they are the run when joined."""


class Cutter(NamedTuple):
    """What runs of Han are cut by."""

    dictionary: Dictionary
    model: NameModel

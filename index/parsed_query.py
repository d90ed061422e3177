"""What a visitor's text becomes before any engine sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from index.analysis.channels import Channel, Token
from index.documents import Span

Origin = Literal["typed", "synonym", "pinyin", "homophone", "typo", "prefix", "title", "piece", "faq", "together"]

Tokens = Mapping[Channel, Sequence[Token]]
Piece = tuple[int, int]
"""Where a piece of a text starts and ends."""


class Typed(NamedTuple):
    """A folded query and its tokens by channel, question words left out.

    `last` are the words at the very end of the text, the longest first; `suspects` the pieces of it, the longest first,
    that may be slips: neighbouring words with a single character among them, or no word. `is_han` says that all its
    letters and digits are Han: most queries are, and half of the ways have nothing to do. `asks` tells whether a
    question word was left out.
    """

    folded: str
    tokens: Tokens
    last: Sequence[Token] = ()
    suspects: Sequence[Piece] = ()
    is_han: bool = False
    asks: bool = False


class Alternative(NamedTuple):
    """One term that can stand for what was typed, or several with spaces between, which a section must hold all.

    `weight` scales its impact; `origin` says where it came from.
    """

    term: str
    weight: float = 1.0
    origin: Origin = "typed"


class Group(NamedTuple):
    """One thing that was typed, in one channel: the best of its alternatives counts."""

    channel: Channel
    typed: str
    alternatives: tuple[Alternative, ...]


class Rewriting(NamedTuple):
    """A part of the folded text that was read as something else; `reason` says how."""

    span: Span
    text: str
    reason: Origin


class ParsedQuery(NamedTuple):
    """Groups, whose scores add up; phrases (folded) that a section must hold; what was read in another way.

    `folded` is the text as it is matched. `asks` tells whether it is put as a question: 怎么, 如何, 吗.
    """

    text: str
    folded: str
    groups: tuple[Group, ...]
    phrases: tuple[str, ...] = ()
    asks: bool = False
    suggestion: str | None = None
    reason: Origin | None = None

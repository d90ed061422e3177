"""What a visitor's text becomes before any engine sees it."""

from __future__ import annotations

from typing import Literal, NamedTuple

from index.analysis.channels import Channel
from index.documents import Span

Origin = Literal["typed", "synonym", "pinyin", "homophone", "typo", "prefix", "title", "piece", "faq", "together"]


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

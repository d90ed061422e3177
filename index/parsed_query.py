"""What a visitor's text becomes before any engine sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.analysis.channels import Channel

Match = Literal["exact"]
Origin = Literal["typed"]


@dataclass(frozen=True, slots=True)
class Alternative:
    """One term that can stand for what was typed. `weight` scales its impact; `origin` says where it came from."""

    term: str
    match: Match = "exact"
    weight: float = 1.0
    origin: Origin = "typed"


@dataclass(frozen=True, slots=True)
class Group:
    """One thing that was typed, in one channel: the best of its alternatives counts."""

    channel: Channel
    typed: str
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """Groups, whose scores add up, and phrases (folded) that a section must hold literally."""

    text: str
    groups: tuple[Group, ...]
    phrases: tuple[str, ...] = ()

"""Synonyms: groups of words that mean one thing, from a data file and perhaps one of the site's own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import orjson

from index.analysis.analyzer import analyze
from index.analysis.channels import Channel, Token, outermost
from index.analysis.normalizer import fold
from index.analysis.words import folded_synonyms
from index.errors import SynonymFileError
from index.evidence import Terms
from index.parsed_query import Alternative, Group
from index.printable import printable
from index.scoring import SYNONYM_WEIGHT
from index.script import is_listed
from index.text_files import read_text

try:
    from index.compiled_name_finder import NameFinder
except ModuleNotFoundError:  # one that is there and can't be used shall say so
    from index.name_finder import NameFinder

_CHANNELS: tuple[Channel, ...] = ("words", "bigrams")  # that synonyms are looked for in


@dataclass(frozen=True, eq=False)
class Name:
    """A word or phrase that has synonyms: `others`."""

    text: str
    others: tuple[str, ...]

    def meant(self) -> tuple[Group, ...]:
        """Give the synonyms as alternatives in each channel: all words of each, since 时间 alone is no 多少时间."""
        each = [analyze(other).tokens for other in self.others]
        found = ((channel, [_whole(tokens[channel]) for tokens in each]) for channel in _CHANNELS)
        groups = ((channel, dict.fromkeys(filter(None, terms))) for channel, terms in found)
        return tuple(
            Group(channel, self.text, tuple(Alternative(term, SYNONYM_WEIGHT, "synonym") for term in terms))
            for channel, terms in groups
            if terms
        )


def _whole(tokens: Sequence[Token]) -> str:
    return " ".join(dict.fromkeys(token.term for token in outermost(tokens)))


@dataclass(frozen=True)
class Thesaurus:
    """Groups of folded words or phrases of one meaning. The longest of these, the names, have the lowest numbers."""

    groups: tuple[tuple[str, ...], ...]

    def find(self, folded: str) -> Sequence[Name]:
        """Give the words or phrases found in a folded text, longest first."""
        return [self.longest_first[number] for number in self.finder.find(folded)]

    @cached_property
    def finder(self) -> NameFinder:
        """What finds the numbers of the names in a folded text."""
        return NameFinder([name.text for name in self.longest_first])

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The Latin words of all members, in order: pay and wechat of wechat pay."""
        words = {word for name in self._members for word in name.text.split()}
        return tuple(sorted(word for word in words if word.isascii() and word.isalpha()))

    def names_starting(self, start: str) -> tuple[str, ...]:
        """Give those of the names that start with some letters."""
        return self.names[bisect_left(self.names, start) : bisect_left(self.names, start + "\u007f")]

    @cached_property
    def _members(self) -> Sequence[Name]:
        """All words and phrases, in the order of the groups."""
        others: dict[str, dict[str, None]] = {}
        for group in self.groups:
            for member in group:
                others.setdefault(member, {}).update(dict.fromkeys(other for other in group if other != member))
        return [Name(member, tuple(found)) for member, found in others.items()]

    @cached_property
    def longest_first(self) -> Sequence[Name]:
        """All words and phrases, by their numbers."""
        return sorted(self._members, key=lambda name: -len(name.text))


class Meaning(NamedTuple):
    """What a name means: its synonyms as alternatives in each channel, and whether some section holds one of these."""

    groups: tuple[Group, ...]
    is_held: bool


class Meanings(dict[int, Meaning]):
    """What the names of a thesaurus mean in an index, by their numbers; found when it is first asked."""

    def __init__(self, thesaurus: Thesaurus, channels: Mapping[Channel, Terms]) -> None:
        super().__init__()
        self._names, self._channels = thesaurus.longest_first, channels

    def __missing__(self, number: int) -> Meaning:
        groups = self._names[number].meant()
        self[number] = meaning = Meaning(groups, any(map(self._is_held, groups)))
        return meaning

    def _is_held(self, group: Group) -> bool:
        kept = self._channels[group.channel].kept
        return any(kept[alternative.term].holders for alternative in group.alternatives)


def _folded(word: str) -> str:
    return fold(word).text.strip()


def parse_synonyms(text: str, path: Path, folded: Callable[[str], str] = _folded) -> list[tuple[str, ...]]:
    """Give the groups of a synonym file: one a line, words with commas between, # starts a remark.

    Raises SynonymFileError with the line where a group has fewer than two different words, or one that says nothing.
    """
    lines = ((number, line.partition("#")[0].strip()) for number, line in enumerate(text.split("\n"), 1))
    return [_group(content, path, number, folded) for number, content in lines if content]


def _group(content: str, path: Path, number: int, folded: Callable[[str], str]) -> tuple[str, ...]:
    parts = [part.strip() for part in re.split("[,，、]", content)]
    for part in parts:
        if not any(character.isalnum() for character in part) or printable(part) != part:
            reason = (
                f"{part!r} is no word: it has no letter or digit, or a control character; mend it, or take out a comma"
            )
            raise SynonymFileError(path, number, reason)
    members = tuple(dict.fromkeys(map(folded, parts)))
    if len(members) < 2:
        raise SynonymFileError(path, number, "needs two different words or more, with commas between")
    return members


def load_synonyms(own: Path | None = None) -> Thesaurus:
    """Give the packaged synonyms and those of a site's own file. Raises SynonymFileError.

    It is listed what the packaged ones become when they are folded, so that no dictionary has to be loaded for them.
    """
    packaged = files("index.analysis").joinpath("data/synonyms.txt")
    listed = folded_synonyms()
    folded = (lambda word: listed.get(word, word)) if is_listed() else _folded
    groups = parse_synonyms(packaged.read_text("utf-8"), Path("synonyms.txt"), folded)
    if own is not None:
        groups += parse_synonyms(read_text(own, SynonymFileError), own)
    return Thesaurus(tuple(groups))


def dump_synonyms(thesaurus: Thesaurus) -> bytes:
    """Give a thesaurus as JSON."""
    return orjson.dumps(thesaurus.groups)


def stored_synonyms(data: bytes) -> Thesaurus:
    """Give the thesaurus that `dump_synonyms` wrote."""
    return Thesaurus(tuple(tuple(group) for group in orjson.loads(data)))

"""What sections are found by: their terms in every channel, the keys of their titles."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import orjson

from index.analysis.channels import CHANNELS, Channel, Terms, terms
from index.analysis.normalizer import fold, written
from index.cells import EVERYWHERE, cells_of
from index.documents import Section
from index.postings import Postings, gather
from index.scoring import BREADCRUMB_WEIGHT, TITLE_WEIGHT
from index.stored import FoldedSection, dump_folds
from index.titles import TITLE_KEYS, title_keys
from index.whoosh_files import stored

LITERAL_CHANNELS: tuple[Channel, ...] = ("bigrams", "characters")
"""Channels that hold what `written` gives too: a quoted phrase is looked for by them."""
SPACES: tuple[str, ...] = (*CHANNELS, *TITLE_KEYS)
"""All that keys are gathered for; each has postings of its own."""
_BREADCRUMBS_KEPT = 100
"""0-10,000, breadcrumbs whose terms stay known: the sections of a guide share a few."""


class Text(NamedTuple):
    """All of a section that its keys depend on."""

    title: str
    breadcrumb: tuple[str, ...]
    text: str


class FoundTerms(NamedTuple):
    """A section's terms in one channel: their weighted occurrences, of which those in titles count for more; cells."""

    frequencies: Counter[str]
    cells: Mapping[str, int]


class Gathered(NamedTuple):
    """What was found in some sections, numbered from 0: postings by space; each section as Whoosh stores it."""

    postings: dict[str, Postings]
    stored: tuple[bytes, ...]


def digest_of(section: bytes) -> str:
    """Give 32 hex digits that stand for a section, given as `dump_section` does."""
    return hashlib.blake2b(section, digest_size=16).hexdigest()


def gather_sections(sections: Sequence[bytes]) -> Gathered:
    """Give what is found in some sections, given as `dump_section` does."""
    held: dict[str, list[Mapping[str, int]]] = {space: [] for space in SPACES}
    places: dict[str, list[Mapping[str, int]]] = {space: [] for space in SPACES}
    packed: list[bytes] = []
    for section in sections:
        text = _text(section)
        folds = FoldedSection(fold(text.title), fold(text.text))
        for channel, found in found_terms(text, folds).items():
            held[channel].append(found.frequencies)
            places[channel].append(found.cells)
        for name, keys in title_keys(text.title).items():
            held[name].append(keys)
        packed.append(stored(section, dump_folds(folds)))
    return Gathered({space: gather(held[space], places[space]) for space in SPACES}, tuple(packed))


def _text(section: bytes) -> Text:
    values = orjson.loads(section)
    return Text(values["title"], tuple(values["breadcrumb"]), values["text"])


def found_terms(section: Section | Text, folds: FoldedSection | None = None) -> dict[Channel, FoundTerms]:
    """Give what is found of a section's terms by channel. Without `folds`, the section is folded here."""
    title, text = (folds.title, folds.text) if folds else (fold(section.title), fold(section.text))
    parts = (_cut(section.text, text.text), _cut(section.title, title.text), _cut_breadcrumb(section.breadcrumb))
    return {channel: FoundTerms(_frequencies(parts, channel), _cells(*parts, channel)) for channel in CHANNELS}


class _Cut(NamedTuple):
    """The terms of a text by channel: as it is folded, and those that it has as it is written; its code points."""

    folded: Mapping[Channel, Terms]
    literal: Mapping[Channel, Terms]
    length: int

    def of(self, channel: Channel) -> Iterator[Terms]:
        """Give all terms in a channel."""
        yield self.folded[channel]
        if channel in self.literal:
            yield self.literal[channel]


def _cut(text: str, folded: str) -> _Cut:
    literal = written(text)
    other = {} if literal == folded else terms(literal, LITERAL_CHANNELS)
    return _Cut(terms(folded), other, max(len(folded), len(literal)))


@lru_cache(maxsize=_BREADCRUMBS_KEPT)
def _cut_breadcrumb(breadcrumb: tuple[str, ...]) -> _Cut:
    text = " \n".join(breadcrumb)
    return _cut(text, fold(text).text)


def _frequencies(parts: Sequence[_Cut], channel: Channel) -> Counter[str]:
    counter: Counter[str] = Counter()
    for part, weight in zip(parts, (1, TITLE_WEIGHT, BREADCRUMB_WEIGHT), strict=True):
        counter.update(part.folded[channel].texts * weight)
    for part in parts:
        for term in part.literal[channel].texts if channel in part.literal else ():
            counter.setdefault(term, 0)  # held, and without any impact
    return counter


def _cells(text: _Cut, title: _Cut, breadcrumb: _Cut, channel: Channel) -> dict[str, int]:
    cells: dict[str, int] = {}
    for found in text.of(channel):
        for term, held in cells_of(found.texts, found.starts, text.length).items():
            cells[term] = cells.get(term, 0) | held
    for found in (*title.of(channel), *breadcrumb.of(channel)):
        cells.update(dict.fromkeys(found.texts, EVERYWHERE))
    return cells

"""What sections are found by: their terms in every channel, the keys of their titles."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import orjson

from index.analysis import pinyin, segmenter
from index.analysis.channels import CHANNELS, Channel, Runs, Terms, runs_of, terms
from index.analysis.normalizer import fold, written
from index.analysis.simplified import by_opencc
from index.cells import EVERYWHERE, cells_of
from index.documents import Section
from index.packed import Packed, packed
from index.postings import Postings, gather
from index.scoring import BREADCRUMB_WEIGHT, TITLE_WEIGHT
from index.stored import FoldedSection, dump_folds
from index.titles import TITLE_KEYS, title_keys
from index.whoosh_files import stored

LITERAL_CHANNELS: tuple[Channel, ...] = ("bigrams", "characters")
"""Channels that hold what `written` gives too: a quoted phrase is looked for by them."""
SPACES: tuple[str, ...] = (*CHANNELS, *TITLE_KEYS)
"""All that keys are gathered for; each has postings of its own."""
_BREADCRUMBS_KEPT = 300
"""0-10,000, breadcrumbs whose terms in a channel stay known: the sections of a guide share a few."""


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
    stored: Packed


def load() -> None:
    """Load what texts are analysed with, which takes a tenth of a second; afterwards it is there in this process."""
    segmenter.load()
    pinyin.load_characters()
    fold("续费")
    by_opencc("续费")


def digest_of(section: bytes) -> str:
    """Give 32 hex digits that stand for a section, given as `dump_section` does."""
    return hashlib.blake2b(section, digest_size=16).hexdigest()


def gather_sections(sections: Sequence[bytes]) -> Gathered:
    """Give what is found in some sections, given as `dump_section` does."""
    held: dict[str, list[Mapping[str, int]]] = {space: [] for space in SPACES}
    places: dict[str, list[Mapping[str, int]]] = {space: [] for space in SPACES}
    fields: list[bytes] = []
    for section in sections:
        text = _text(section)
        folds = FoldedSection(fold(text.title), fold(text.text))
        for channel, found in found_terms(text, folds).items():
            held[channel].append(found.frequencies)
            places[channel].append(found.cells)
        for name, keys in title_keys(text.title, folds.title.text).items():
            held[name].append(keys)
        fields.append(stored(section, dump_folds(folds)))
    return Gathered({space: gather(held[space], places[space]) for space in SPACES}, packed(fields))


def _text(section: bytes) -> Text:
    values = orjson.loads(section)
    return Text(values["title"], tuple(values["breadcrumb"]), values["text"])


def found_terms(section: Section | Text, folds: FoldedSection | None = None) -> dict[Channel, FoundTerms]:
    """Give what is found of a section's terms by channel. Without `folds`, the section is folded here."""
    title, text = (folds.title, folds.text) if folds else (fold(section.title), fold(section.text))
    texts = _runs(section.text, text.text), _runs(section.title, title.text)
    return {
        channel: _found([*(_cut(some, channel) for some in texts), _cut_breadcrumb(section.breadcrumb, channel)])
        for channel in CHANNELS
    }


class _Runs(NamedTuple):
    """The runs of a text: as it is folded, and as it is written where that is another text; its code points."""

    folded: Runs
    literal: Runs | None
    length: int


class _Cut(NamedTuple):
    """The terms of a text in one channel: as it is folded, and those that it has as it is written; its code points."""

    folded: Terms
    literal: Terms
    length: int


def _runs(text: str, folded: str) -> _Runs:
    literal = written(text)
    other = None if literal == folded else runs_of(literal)
    return _Runs(runs_of(folded), other, max(len(folded), len(literal)))


def _cut(text: _Runs, channel: Channel) -> _Cut:
    literal = text.literal if channel in LITERAL_CHANNELS else None
    return _Cut(terms(text.folded, channel), terms(literal, channel) if literal else Terms([], []), text.length)


@lru_cache(maxsize=_BREADCRUMBS_KEPT)
def _cut_breadcrumb(breadcrumb: tuple[str, ...], channel: Channel) -> _Cut:
    text = " \n".join(breadcrumb)
    return _cut(_runs(text, fold(text).text), channel)


def _found(parts: Sequence[_Cut]) -> FoundTerms:
    """Give the terms of a text, its title and its breadcrumb."""
    return FoundTerms(_frequencies(parts), _cells(*parts))


def _frequencies(parts: Sequence[_Cut]) -> Counter[str]:
    counter: Counter[str] = Counter()
    for part, weight in zip(parts, (1, TITLE_WEIGHT, BREADCRUMB_WEIGHT), strict=True):
        counter.update(part.folded.texts * weight)
    for part in parts:
        for term in part.literal.texts:
            counter.setdefault(term, 0)  # held, and without any impact
    return counter


def _cells(text: _Cut, title: _Cut, breadcrumb: _Cut) -> dict[str, int]:
    cells = cells_of(*text.folded, text.length)
    for term, held in cells_of(*text.literal, text.length).items():
        cells[term] = cells.get(term, 0) | held
    for part in (title, breadcrumb):
        cells.update(dict.fromkeys((*part.folded.texts, *part.literal.texts), EVERYWHERE))
    return cells

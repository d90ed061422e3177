"""What sections are found by: their terms in every channel, the keys of their titles."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import orjson

from index.analysis.channels import CHANNELS, Channel, terms
from index.analysis.normalizer import fold, written
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
    packed: list[bytes] = []
    for section in sections:
        text = _text(section)
        folds = FoldedSection(fold(text.title), fold(text.text))
        for channel, frequencies in term_frequencies(text, folds).items():
            held[channel].append(frequencies)
        for name, keys in title_keys(text.title).items():
            held[name].append(keys)
        packed.append(stored(section, dump_folds(folds)))
    return Gathered({space: gather(holdings) for space, holdings in held.items()}, tuple(packed))


def _text(section: bytes) -> Text:
    values = orjson.loads(section)
    return Text(values["title"], tuple(values["breadcrumb"]), values["text"])


def term_frequencies(section: Section | Text, folds: FoldedSection | None = None) -> dict[Channel, Counter[str]]:
    """Give the weighted occurrences of a section's terms by channel: those of titles count for more.

    Without `folds`, the section is folded here.
    """
    title, text = (folds.title, folds.text) if folds else (fold(section.title), fold(section.text))
    parts = [
        (_terms_of(section.text, text.text), 1),
        (_terms_of(section.title, title.text), TITLE_WEIGHT),
        (_terms_of_breadcrumb(section.breadcrumb), BREADCRUMB_WEIGHT),
    ]
    frequencies: dict[Channel, Counter[str]] = {channel: Counter() for channel in CHANNELS}
    for channel, counter in frequencies.items():
        for found, weight in parts:
            counter.update(found.folded[channel] * weight)
        for found, _ in parts:
            for term in found.literal.get(channel, ()):
                counter.setdefault(term, 0)  # held, and without any impact
    return frequencies


class _Terms(NamedTuple):
    """The terms of a text by channel: as it is folded, and those that it has as it is written."""

    folded: Mapping[Channel, list[str]]
    literal: Mapping[Channel, list[str]]


def _terms_of(text: str, folded: str) -> _Terms:
    literal = written(text)
    return _Terms(terms(folded), {} if literal == folded else terms(literal, LITERAL_CHANNELS))


@lru_cache(maxsize=_BREADCRUMBS_KEPT)
def _terms_of_breadcrumb(breadcrumb: tuple[str, ...]) -> _Terms:
    text = " \n".join(breadcrumb)
    return _terms_of(text, fold(text).text)

"""What sections are found by: their terms in every channel, the keys of their titles."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from index.analysis.channels import CHANNELS, Channel, terms
from index.analysis.normalizer import fold, written
from index.documents import Section
from index.postings import Postings, gather
from index.scoring import BREADCRUMB_WEIGHT, TITLE_WEIGHT
from index.titles import TITLE_KEYS, title_keys

LITERAL_CHANNELS: tuple[Channel, ...] = ("bigrams", "characters")
"""Channels that hold what `written` gives too: a quoted phrase is looked for by them."""
SPACES: tuple[str, ...] = (*CHANNELS, *TITLE_KEYS)
"""All that keys are gathered for; each has postings of its own."""


class Text(NamedTuple):
    """All of a section that its keys depend on."""

    title: str
    breadcrumb: tuple[str, ...]
    text: str


def text_of(section: Section) -> Text:
    """Give the text of a section."""
    return Text(section.title, section.breadcrumb, section.text)


def digest_of(section: Section) -> bytes:
    """Give 16 bytes that stand for a section's id and text."""
    return hashlib.blake2b(repr((section.id, *text_of(section))).encode(), digest_size=16).digest()


def gather_texts(texts: Sequence[Text]) -> dict[str, Postings]:
    """Give the postings of some sections in every space; they are numbered from 0."""
    held: dict[str, list[Mapping[str, int]]] = {space: [] for space in SPACES}
    for text in texts:
        for channel, frequencies in term_frequencies(text).items():
            held[channel].append(frequencies)
        for name, keys in title_keys(text.title).items():
            held[name].append(keys)
    return {space: gather(holdings) for space, holdings in held.items()}


def term_frequencies(section: Section | Text) -> dict[Channel, Counter[str]]:
    """Give the weighted occurrences of a section's terms by channel: those of titles count for more."""
    parts = [
        (section.text, 1),
        (section.title, TITLE_WEIGHT),
        (" \n".join(section.breadcrumb), BREADCRUMB_WEIGHT),
    ]
    frequencies: dict[Channel, Counter[str]] = {channel: Counter() for channel in CHANNELS}
    for part, weight in parts:
        found = terms(fold(part).text)
        for channel in CHANNELS:
            for term, count in Counter(found[channel]).items():
                frequencies[channel][term] += count * weight
    for part, _ in parts:
        for channel, literal in terms(written(part), LITERAL_CHANNELS).items():
            for term in literal:
                frequencies[channel].setdefault(term, 0)  # held, and without any impact
    return frequencies

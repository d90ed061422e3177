"""Read-only view of a generation's files: guides, stored sections, and the impacts of every channel."""

from __future__ import annotations

import struct
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from itertools import accumulate
from pathlib import Path
from pickle import PickleError
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.index import FileIndex
from whoosh.index import IndexError as ForeignIndexError
from whoosh.reading import IndexReader

from index.analysis.channels import CHANNELS, Channel
from index.analysis.normalizer import Folded
from index.derived import derive_impacts
from index.documents import Heading, Language, Section
from index.evidence import ChannelTerms
from index.impacts import FILES, ChannelImpacts
from index.loops import GroupPostings
from index.numbers_by_key import NumbersByKey
from index.readings import SoundingAlike
from index.scoring import CHANNEL_WEIGHTS, SINGLE, TELLING
from index.script import FIRST_HAN
from index.snippet import Passages, runs_of
from index.stored import FREQUENT, FoldedSection, load_folds, load_guides, load_quotable, load_section
from index.thesaurus import Meanings, stored_synonyms
from index.titles import Titles
from index.whoosh_storage import MappedStorage

try:
    from index.compiled_pieces import Pieces
except ModuleNotFoundError:  # one that is there and can't be used shall say so
    from index.pieces import Pieces

GUIDES = "guides.json"
SYNONYMS = "synonyms.json"
UNREADABLE = (OSError, ValueError, EOFError, LookupError, TypeError, PickleError, struct.error, ForeignIndexError)
"""What opening files raises that are not what they were when they were checked."""
_SECTIONS_KEPT = 2_000
"""0-10,000, sections that stay loaded, those of the last answers: 1.5 to 3 kB each. More: less waiting, more memory.
With 1,000 sections, 500 of them make a search take a fifth longer."""


class LoadedSection(NamedTuple):
    """What answers say of a stored section, its title as it is matched, and its text as snippets are cut from it."""

    section: Heading
    title: Folded
    passages: Passages


class Tables(NamedTuple):
    """What questions are read and ranked by, in one place: asked among other work, each attribute costs too."""

    pieces: Pieces
    """What pieces of questions say here by themselves."""
    telling: GroupPostings
    single: GroupPostings
    """The channels TELLING and SINGLE."""
    titled: Callable[[str], int | None]
    """Gives a number for a whole title of folded letters and digits alone, None if no section has it."""
    guides: NDArray[np.int64]
    """The number of each section's guide."""
    names: Sequence[frozenset[str]]
    """Words that name each guide alone."""
    frequent: NDArray[np.bool_]
    """For each section, whether it answers a frequent question."""


class GenerationReader:
    """The contents of one generation's directory, all opened at once: it may be removed from the disk while we read.

    Where files of impacts are missing, they are derived from the stored sections (`is_derived`): the same, but slow to
    open, and not shared by processes. Any thread may call it. Whoosh's reader is no such thing, so one thread at a time
    uses it, for some microseconds.
    """

    def __init__(self, path: Path) -> None:
        self._index: FileIndex = MappedStorage(path).open_index()
        self._stored: IndexReader = self._index.reader()
        self._fields = partial(_fields, self._stored, threading.Lock())
        self._loaded = lru_cache(maxsize=_SECTIONS_KEPT)(partial(_load, self._fields, _Once().__getitem__))
        self.guides = load_guides((path / GUIDES).read_bytes())
        sizes = [entry.count for entry in self.guides.values()]
        self.count = sum(sizes)
        """The number of sections."""
        self.is_derived = any(not (path / name).exists() for name in FILES)
        self.channels: Mapping[Channel, ChannelImpacts] = (
            derive_impacts(map(self.section, range(self.count)), path.parents[1])
            if self.is_derived
            else {channel: ChannelImpacts(path, channel) for channel in CHANNELS}
        )
        self.every, telling, single = (
            GroupPostings(tuple(_terms(name, self.channels[name]) for name in some), self.count)
            for some in (CHANNELS, TELLING, SINGLE)
        )
        self.full = NumbersByKey(path, "words.full")
        self.alike = SoundingAlike(self.full)
        self.initials = NumbersByKey(path, "words.initials")
        self.bigrams = NumbersByKey(path, "bigrams.full")
        self.latin_lines = "\n".join(["", *self.channels["words"].lexicon.terms_before(FIRST_HAN), ""])
        self.synonyms = stored_synonyms((path / SYNONYMS).read_bytes())
        self.latin = _by_start_and_length(
            {*self.channels["words"].lexicon.terms_before("\u0080"), *self.synonyms.names}
        )
        self.titles = Titles(path)
        asked = "".join(entry.asked for entry in self.guides.values())
        self.tables = Tables(
            Pieces(self.channels, self.synonyms.finder, Meanings(self.synonyms, self.channels)),
            telling,
            single,
            self.titles.number,
            np.repeat(np.arange(len(sizes)), sizes),
            tuple(frozenset(entry.names) for entry in self.guides.values()),
            np.frombuffer(asked.encode(), np.uint8) == ord(FREQUENT),
        )
        self._starts = dict(zip(self.guides, accumulate(sizes, initial=0), strict=False))

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of all sections."""
        return tuple(section_id for guide in self.guides.values() for section_id in guide.sections)

    def number(self, section_id: str) -> int | None:
        """Give the number of the section with an id, None if there is none."""
        for guide_id in (section_id.rpartition("#")[0], section_id):
            guide = self.guides.get(guide_id)
            if guide and section_id in guide.sections:
                return self.numbers(guide_id)[guide.sections.index(section_id)]
        return None

    def numbers(self, guide_id: str) -> range:
        """Give the numbers of a guide's sections."""
        start = self._starts[guide_id]
        return range(start, start + self.guides[guide_id].count)

    def allowed(self, guides: Collection[str], languages: Collection[Language]) -> NDArray[np.bool_] | None:
        """Give which sections are of one of the guides and in one of the languages; None where neither is named."""
        if not guides and not languages:
            return None
        return np.array(
            [
                (not guides or entry.guide.id in guides) and (not languages or language in languages)
                for entry in self.guides.values()
                for language in entry.languages
            ]
        )

    def section(self, number: int) -> Section:
        """Give a stored section."""
        return load_section(self._fields(number)["section"])

    def loaded(self, number: int) -> LoadedSection:
        """Give what an answer needs of a stored section; those given last stay loaded."""
        return self._loaded(number)

    def folds(self, number: int) -> FoldedSection:
        """Give the texts of a stored section as they are matched."""
        return load_folds(self._fields(number)["folds"])

    def close(self) -> None:
        """Close the files. Nobody may read any more."""
        self._stored.close()
        self._index.close()


def _terms(channel: Channel, impacts: ChannelImpacts) -> ChannelTerms:
    return ChannelTerms(channel, impacts.kept, CHANNEL_WEIGHTS[channel])


def _fields(stored: IndexReader, one_at_a_time: threading.Lock, number: int) -> Mapping[str, bytes]:
    with one_at_a_time:
        fields: Mapping[str, bytes] = stored.stored_fields(number)
    return fields


class _Once(dict[str, str]):
    """Each text by itself: of equal ones the first, until there are too many.

    Where `intern` would keep one is a large table, of which each worker copies what it touches.
    """

    def __missing__(self, text: str) -> str:
        if len(self) >= _SECTIONS_KEPT:
            self.clear()
        self[text] = text
        return text


def _load(fields_of: Callable[[int], Mapping[str, bytes]], once: Callable[[str], str], number: int) -> LoadedSection:
    fields = fields_of(number)
    (heading, text, passages), folds = load_quotable(fields["section"], once), load_folds(fields["folds"])
    return LoadedSection(heading, folds.title, Passages(text, folds.text, passages, runs_of(text, passages)))


def _by_start_and_length(terms: Collection[str]) -> Mapping[tuple[str, int], Sequence[str]]:
    """Give terms by their first character and their length."""
    found: dict[tuple[str, int], list[str]] = {}
    for term in sorted(terms):
        found.setdefault((term[0], len(term)), []).append(term)
    return found

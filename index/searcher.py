"""A read-only view of one generation: what is asked of an index, in one place."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat, takewhile
from pathlib import Path
from typing import NamedTuple

from index import script
from index.analysis import pinyin, segmenter
from index.analysis.analyzer import analyze
from index.analysis.channels import Channel
from index.analysis.words import function_words, question_words
from index.contributions import Contribution, contributions
from index.deadline import NEVER, Deadline
from index.documents import Guide, Heading, Language, Section, Snippet, Span
from index.errors import GenerationDamagedError, GuideNotFoundError, SectionNotFoundError
from index.generation import Generation, check, live_generation
from index.impacts import FILES
from index.literal import may_hold
from index.parsed_query import ParsedQuery
from index.query import clean, parse
from index.ranking import Ranking, rank
from index.reader import UNREADABLE, GenerationReader, LoadedSection
from index.schema import fingerprint
from index.script import in_script, script_of
from index.snippet import ShownTerms, find_matches, make_snippets, shown_terms
from index.stored import FoldedSection, StoredGuide
from index.suggest import Suggestion, begin, complete

_WARMING = "怎麼續廢 xufei"
"""Goes through every step of a query: conversion, question words, pinyin, homophones, slips."""
PHRASES_CHECKED = 200
"""50-10,000, sections: how far down the ranking a quoted phrase is looked for. Each costs a twentieth of a millisecond
or more, and anyone may ask."""


class Hit(NamedTuple):
    """One ranked section: its heading, its guide, and what is shown of it."""

    section: Heading
    guide: Guide
    score: float
    snippet: Snippet
    title_matches: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to one query: the hits from `offset` on, of `total`.

    `seconds` is the time it took; `partial` says that it ran out before all was tried.
    """

    parsed: ParsedQuery
    hits: tuple[Hit, ...]
    total: int
    generation: str
    seconds: float
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a query was understood, and what each section's score is made of, best section first.

    `left_out` are words that only make a question; `holders` says in how many sections each term stands.
    """

    query: ParsedQuery
    left_out: tuple[str, ...]
    holders: Mapping[tuple[Channel, str], int]
    sections: tuple[tuple[Section, float, tuple[Contribution, ...]], ...]


class Searcher:
    """Searches one generation. Any thread may call it."""

    def __init__(self, generation: Generation) -> None:
        """Open a generation. Raises GenerationForeignError or GenerationDamagedError before any of it is loaded."""
        check(generation, fingerprint(), FILES)
        self.generation = generation
        try:
            self._reader = GenerationReader(generation.path)
        except UNREADABLE as error:
            raise GenerationDamagedError(generation.path, f"can't be opened ({error})") from error

    @classmethod
    def open(cls, data: Path) -> Searcher:
        """Open the live generation of a data directory. Raises GenerationError."""
        return cls(live_generation(data))

    @property
    def is_derived(self) -> bool:
        """Whether files of impacts were missing: the answers are the same, but opening took as long as a build."""
        return self._reader.is_derived

    def warm(self) -> None:
        """Load what the first query would otherwise wait for, and what processes share that are forked later."""
        segmenter.load()
        pinyin.load()
        script.load()
        self.search(_WARMING)

    def search(  # noqa: PLR0913 - all but the text go by their names
        self,
        text: str,
        *,
        limit: int = 10,
        offset: int = 0,
        guides: Collection[str] = (),
        languages: Collection[Language] = (),
        deadline: Deadline = NEVER,
    ) -> Results:
        """Give the sections that answer `text`, best first; of certain guides or in certain languages where named.

        Past the deadline, further ways of understanding are not tried, further sections not looked through for a quoted
        phrase, and matches not looked for; the results are `partial` then.
        """
        started = time.perf_counter()
        query = parse(clean(text), self._reader, deadline)
        ranking = self._ranked(query, guides, languages, offset + limit, deadline)
        loaded = [self._reader.loaded(number) for number in ranking.sections[offset : offset + limit]]
        shown = ShownTerms() if deadline.passed else shown_terms(query)
        snippets = make_snippets(loaded, shown)
        hits = tuple(map(self._hit, loaded, ranking.scores[offset : offset + limit], snippets, repeat(shown)))
        partial = deadline.passed
        seconds = time.perf_counter() - started
        return Results(self._in_script(query, ranking), hits, ranking.total, self.generation.name, seconds, partial)

    def ranked_ids(self, text: str, limit: int = 10) -> tuple[str, ...]:
        """Give the ids of the best sections alone, as `search` orders them."""
        ranking = self._ranked(parse(clean(text), self._reader), most=limit)
        return tuple(self._reader.ids[number] for number in ranking.sections[:limit])

    def explain(self, text: str, section_id: str | None = None, limit: int = 3) -> Explanation:
        """Give the terms of `text` and the score of one section, or of the best. Raises SectionNotFoundError."""
        query = parse(clean(text), self._reader)
        ranking = self._ranked(query)
        numbers = ranking.sections[:limit] if section_id is None else [self._number(section_id)]
        totals = dict(zip(ranking.sections, ranking.scores, strict=True))
        typed = {group.typed for group in query.groups}
        asked = (question_words() | function_words()) - typed
        left_out = tuple(
            dict.fromkeys(token.term for token in analyze(query.text).tokens["words"] if token.term in asked)
        )
        terms = ((group.channel, one.term) for group in query.groups for one in group.alternatives)
        holders = {(channel, term): self._reader.channels[channel].holders_of(term) for channel, term in terms}
        made_of = (
            (n, contributions(query, self._reader, n, totals.get(n), refined=n in ranking.refined)) for n in numbers
        )
        sections = tuple((self._reader.section(n), sum(part.score for part in parts), parts) for n, parts in made_of)
        return Explanation(query, left_out, holders, sections)

    def suggest(self, text: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Give the titles that `text` may become; where it is empty, titles to begin with."""
        typed = clean(text)
        return complete(typed, self._reader, limit) if typed else begin(self._reader, limit)

    @property
    def section_ids(self) -> Sequence[str]:
        """The ids of all sections, in the order of the guides."""
        return self._reader.ids

    def holds(self, section_id: str) -> bool:
        """Tell whether there is a section with an id."""
        return self._reader.number(section_id) is not None

    def section(self, section_id: str) -> Section:
        """Give the section with an id. Raises SectionNotFoundError."""
        return self._reader.section(self._number(section_id))

    def guide(self, guide_id: str) -> Guide:
        """Give the guide with an id. Raises GuideNotFoundError."""
        return self._entry(guide_id).guide

    def sections_of(self, guide_id: str) -> tuple[Section, ...]:
        """Give the sections of a guide in its order. Raises GuideNotFoundError."""
        return tuple(self.section(section_id) for section_id in self._entry(guide_id).sections)

    def neighbours(self, section_id: str) -> tuple[Section | None, Section | None]:
        """Give the sections before and after one in its guide. Raises SectionNotFoundError."""
        ids = self._entry(self.section(section_id).guide_id).sections
        position = ids.index(section_id)
        before = self.section(ids[position - 1]) if position else None
        return before, self.section(ids[position + 1]) if position + 1 < len(ids) else None

    def close(self) -> None:
        """Close the files. Nobody may search any more."""
        self._reader.close()

    def _in_script(self, query: ParsedQuery, ranking: Ranking) -> ParsedQuery:
        """Give a query with its suggestion in the script of the best section, where what was typed shows none."""
        if not query.suggestion or not ranking.sections or script_of(query.text):
            return query
        best = self._reader.loaded(ranking.sections[0]).section
        return query._replace(suggestion=in_script(query.suggestion, "zh-Hans", best.lang))

    def _entry(self, guide_id: str) -> StoredGuide:
        try:
            return self._reader.guides[guide_id]
        except KeyError:
            raise GuideNotFoundError(guide_id) from None

    def _number(self, section_id: str) -> int:
        number = self._reader.number(section_id)
        if number is None:
            raise SectionNotFoundError(section_id)
        return number

    def _ranked(
        self,
        query: ParsedQuery,
        guides: Collection[str] = (),
        languages: Collection[Language] = (),
        most: int | None = None,
        deadline: Deadline = NEVER,
    ) -> Ranking:
        """Give the `most` best sections, or all; of those that hold a quoted phrase, all that were checked."""
        allowed = self._reader.allowed(guides, languages)
        if not query.phrases:
            return rank(query, self._reader, allowed, most)
        possible = may_hold(query.phrases, self._reader)
        ranking = rank(query, self._reader, possible if allowed is None else possible & allowed, PHRASES_CHECKED)
        pairs = zip(ranking.sections, ranking.scores, strict=True)
        checked = takewhile(lambda _: not deadline.passed, pairs)
        kept = [pair for pair in checked if _holds(self._reader.folds(pair[0]), query.phrases)]
        return Ranking(tuple(number for number, _ in kept), tuple(score for _, score in kept), len(kept))

    def _hit(self, loaded: LoadedSection, score: float, snippet: Snippet, shown: ShownTerms) -> Hit:
        guide = self._reader.guides[loaded.section.guide_id].guide
        return Hit(loaded.section, guide, score, snippet, find_matches(loaded.title, shown))


def _holds(folds: FoldedSection, phrases: Sequence[str]) -> bool:
    """Tell whether a section holds each folded phrase literally, in its title or its text."""
    return all(phrase in f"{folds.title.text} {folds.text.text}" for phrase in phrases)

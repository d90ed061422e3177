"""What the API answers to parameters, as bytes, whoever carries them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import orjson

from index.deadline import Deadline
from widget.addresses import Arguments
from widget.headers import LASTING
from widget.metrics import Metrics
from widget.parameters import LIMIT, OFFSET, SUGGESTIONS, read_guides, read_languages, read_query
from widget.payloads import Links, results_payload, section_payload, suggestions_payload
from widget.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an answer comes from. `found` tells whether a question had results; None: it was no question."""

    generation: str
    found: bool | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer in JSON.

    `tag` stands for the generation and the request as it was understood; None: it is only right at this moment.
    """

    body: bytes
    origin: Origin
    tag: str | None

    @property
    def caching(self) -> str:
        """How long it may be kept, as Cache-Control."""
        return LASTING if self.tag else "no-store"


@dataclass(frozen=True, slots=True)
class Replies:
    """Answers from the live generation. `seconds` is what a search may take."""

    snapshot: Snapshot
    metrics: Metrics
    links: Links
    seconds: float

    def search(self, arguments: Arguments) -> Reply:
        """Answer a question with ranked sections. Raises ParameterError, GenerationError."""
        limit, offset, text = LIMIT.read(arguments), OFFSET.read(arguments), read_query(arguments)
        guides, languages = read_guides(arguments), read_languages(arguments)
        searcher = self.snapshot.searcher()
        results = searcher.search(
            text, limit=limit, offset=offset, guides=guides, languages=languages, deadline=Deadline.within(self.seconds)
        )
        found = bool(results.total) if text else None
        if found is not None:
            self.metrics.searched(found=found, kept=False)
        payload = results_payload(results, limit, offset, self.links)
        origin = Origin(searcher.generation.name, found)
        if results.partial:
            return Reply(orjson.dumps(payload), origin, None)
        return self._lasting(payload, ("search", text, limit, offset, guides, languages), origin)

    def suggest(self, arguments: Arguments) -> Reply:
        """Complete a question that is being typed. Raises ParameterError, GenerationError."""
        text, limit = read_query(arguments), SUGGESTIONS.read(arguments)
        searcher = self.snapshot.searcher()
        name = searcher.generation.name
        payload = suggestions_payload(text, searcher.suggest(text, limit), name)
        return self._lasting(payload, ("suggest", text, limit), Origin(name))

    def section(self, section_id: str) -> Reply:
        """Answer with one whole section. Raises SectionNotFoundError, GenerationError."""
        searcher = self.snapshot.searcher()
        found = searcher.section(section_id)
        guide, name = searcher.guide(found.guide_id), searcher.generation.name
        payload = section_payload(found, guide, searcher.neighbours(found.id), self.links, name)
        return self._lasting(payload, ("section", found.id), Origin(name))

    def _lasting(self, payload: object, understood: tuple[object, ...], origin: Origin) -> Reply:
        digest = hashlib.blake2b(repr((origin.generation, understood, self.links.template)).encode(), digest_size=9)
        return Reply(orjson.dumps(payload), origin, digest.hexdigest())

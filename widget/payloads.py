"""Results -> what the API says. Offsets become UTF-16 units here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from index.documents import Block, Guide, Inline, Section
from index.parsed_query import ParsedQuery
from index.searcher import Hit, Results
from index.snippet import utf16_spans
from index.suggest import Suggestion
from widget.contract import (
    GuidePayload,
    HitPayload,
    Neighbour,
    ResultsPayload,
    SectionPayload,
    SuggestionPayload,
    SuggestionsPayload,
)

_DECIMALS = 10_000
"""Of scores, four are told."""


@dataclass(frozen=True, slots=True)
class Links:
    """Where guides and sections are read: a guide's own url, else the template's, else the service's own page.

    `template` is empty or holds {id} and perhaps {anchor}.
    """

    template: str = ""

    def guide(self, guide: Guide) -> str:
        """Give a guide's address."""
        return _guide_address(self.template, guide.url, guide.id)

    def section(self, guide: Guide, anchor: str) -> str:
        """Give a section's address: that of its guide with the anchor."""
        return _section_address(self.template, guide.url, guide.id, anchor)


@lru_cache(maxsize=4_096)  # for a long Chinese anchor, encoding takes longer than all else of a hit
def _guide_address(template: str, url: str | None, guide_id: str) -> str:
    if url or not template:
        return url or f"/guides/{quote(guide_id)}"
    return template.format(id=quote(guide_id), anchor="").rstrip("#")


@lru_cache(maxsize=4_096)
def _section_address(template: str, url: str | None, guide_id: str, anchor: str) -> str:
    if not url and "{anchor}" in template:
        return template.format(id=quote(guide_id), anchor=quote(anchor))
    return f"{_guide_address(template, url, guide_id).partition('#')[0]}#{quote(anchor)}"


def results_payload(results: Results, limit: int, offset: int, links: Links) -> ResultsPayload:
    """Give the answer of /search."""
    return {
        "query": results.parsed.text,
        "hits": [_hit(hit, links) for hit in results.hits],
        "estimatedTotalHits": results.total,
        "limit": limit,
        "offset": offset,
        "processingTimeMs": round(results.seconds * 1000),
        "partial": results.partial,
        "suggestion": _suggestion(results.parsed),
        "generation": results.generation,
    }


def _suggestion(query: ParsedQuery) -> dict[str, str] | None:
    if query.suggestion is None or query.reason is None:
        return None
    return {"query": query.suggestion, "reason": query.reason}


def _hit(hit: Hit, links: Links) -> HitPayload:
    section = hit.section
    return {
        "id": section.id,
        "guide": guide_payload(hit.guide, links),
        "title": section.title,
        "breadcrumb": list(section.breadcrumb),
        "url": links.section(hit.guide, section.anchor),
        "lang": section.lang,
        "score": round(hit.score * _DECIMALS) / _DECIMALS,  # in half the time of rounding to decimals
        "snippet": hit.snippet.text,
        "matches": {
            "title": utf16_spans(section.title, hit.title_matches),
            "snippet": utf16_spans(hit.snippet.text, hit.snippet.matches),
        },
    }


def guide_payload(guide: Guide, links: Links) -> GuidePayload:
    """Give a guide as hits and sections name it."""
    return {"id": guide.id, "title": guide.title, "url": links.guide(guide)}


def suggestions_payload(query: str, found: Iterable[Suggestion], generation: str) -> SuggestionsPayload:
    """Give the answer of /suggest."""
    suggestions: list[SuggestionPayload] = [
        {"text": one.text, "section": one.section_id, "lang": one.lang} for one in found
    ]
    return {"query": query, "suggestions": suggestions, "generation": generation}


def section_payload(
    section: Section, guide: Guide, neighbours: tuple[Section | None, Section | None], links: Links, generation: str
) -> SectionPayload:
    """Give the answer of /sections/ID."""
    before, after = neighbours
    return {
        "id": section.id,
        "guide": guide_payload(guide, links),
        "title": section.title,
        "breadcrumb": list(section.breadcrumb),
        "url": links.section(guide, section.anchor),
        "lang": section.lang,
        "text": section.text,
        "blocks": [_block(block) for block in section.blocks],
        "previous": _neighbour(before),
        "next": _neighbour(after),
        "generation": generation,
    }


def _neighbour(section: Section | None) -> Neighbour | None:
    return {"id": section.id, "title": section.title, "lang": section.lang} if section else None


def _block(block: Block) -> dict[str, object]:
    """Give a block without what is empty or false."""
    parts: dict[str, object] = {
        "type": block.kind,
        "inlines": [_inline(inline) for inline in block.inlines],
        "children": [_block(child) for child in block.children],
        "ordered": block.ordered,
        "start": block.start if block.ordered else None,
        "header": block.header,
    }
    return {name: value for name, value in parts.items() if value}


def _inline(inline: Inline) -> dict[str, object]:
    parts: dict[str, object] = {"text": inline.text, "marks": list(inline.marks), "href": inline.href}
    return {name: value for name, value in parts.items() if value}

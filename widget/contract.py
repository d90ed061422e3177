"""What the API says, as typed dictionaries: the contract that /openapi.json describes."""

from __future__ import annotations

from typing import Literal, TypedDict


class GuidePayload(TypedDict):
    """A guide, as hits and sections name it."""

    id: str
    title: str
    url: str


class Matches(TypedDict):
    """Spans as [start, length] in UTF-16 units."""

    title: list[list[int]]
    snippet: list[list[int]]


class HitPayload(TypedDict):
    """One ranked section."""

    id: str
    guide: GuidePayload
    title: str
    breadcrumb: list[str]
    url: str
    lang: str
    score: float
    snippet: str
    matches: Matches


class ResultsPayload(TypedDict):
    """The answer of /search."""

    query: str
    hits: list[HitPayload]
    estimatedTotalHits: int
    limit: int
    offset: int
    processingTimeMs: int
    partial: bool
    suggestion: dict[str, str] | None
    generation: str


class Neighbour(TypedDict):
    """The section before or after another one in its guide."""

    id: str
    title: str
    lang: str


class SectionPayload(TypedDict):
    """The answer of /sections/ID."""

    id: str
    guide: GuidePayload
    title: str
    breadcrumb: list[str]
    url: str
    lang: str
    text: str
    blocks: list[dict[str, object]]
    previous: Neighbour | None
    next: Neighbour | None
    generation: str


class SuggestionPayload(TypedDict):
    """A title that a question may become, the section it belongs to, and the language of the title as it is given."""

    text: str
    section: str
    lang: str


class SuggestionsPayload(TypedDict):
    """The answer of /suggest."""

    query: str
    suggestions: list[SuggestionPayload]
    generation: str


class LivenessPayload(TypedDict):
    """The answer of /livez."""

    status: Literal["ok"]


class ReadinessPayload(TypedDict):
    """The answer of /readyz."""

    status: Literal["ok"]
    generation: str
    ageSeconds: int
    guides: int
    sections: int
    degraded: bool
    reason: str | None


class ProblemPayload(TypedDict):
    """What went wrong, as in RFC 9457; `code` is for programs and does not change, `detail` is for people."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    param: str | None

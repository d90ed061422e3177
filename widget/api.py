"""The JSON API: /search, /sections/ID, /livez, /readyz."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import cast

import orjson
from flask import Blueprint, Response, current_app, request

from index.documents import Language
from index.query import LONGEST_QUERY, clean
from widget.payloads import Links, results_payload, section_payload
from widget.problems import ParameterError
from widget.snapshot import Snapshot

api = Blueprint("api", __name__)

_LANGUAGES: dict[str, tuple[Language, ...]] = {
    "zh": ("zh-Hans", "zh-Hant"), "zh-Hans": ("zh-Hans",), "zh-Hant": ("zh-Hant",), "en": ("en",),
}  # fmt: skip


def snapshot() -> Snapshot:
    """Give the application's snapshot."""
    found: Snapshot = current_app.extensions["helpwidget.snapshot"]
    return found


def links() -> Links:
    """Give the application's way to address guides and sections."""
    found: Links = current_app.extensions["helpwidget.links"]
    return found


@api.get("/search")
def search() -> Response:
    """Answer a question with ranked sections."""
    limit, offset = _number("limit", 10, 1, 50), _number("offset", 0, 0, 1000)
    text = _query()
    guides, languages = sorted(set(request.args.getlist("guide"))), _languages()
    searcher = snapshot().searcher()
    results = searcher.search(text, limit=limit, offset=offset, guides=guides, languages=languages)
    normalised = repr((text, limit, offset, guides, languages))
    return _cached(results_payload(results, limit, offset, links()), searcher.generation.name, normalised)


@api.get("/suggest")
def suggest() -> Response:
    """Complete a question that is being typed."""
    text, limit = _query(), _number("limit", 8, 1, 20)
    searcher = snapshot().searcher()
    found = [{"text": one.text, "section": one.section_id} for one in searcher.suggest(text, limit)]
    name = searcher.generation.name
    return _cached({"query": text, "suggestions": found, "generation": name}, name, repr((text, limit)))


@api.get("/sections/<path:section_id>")
def section(section_id: str) -> Response:
    """Answer with one whole section."""
    searcher = snapshot().searcher()
    found = searcher.section(section_id)
    guide = searcher.guide(found.guide_id)
    name = searcher.generation.name
    return _cached(section_payload(found, guide, searcher.neighbours(found.id), links(), name), name, found.id)


@api.get("/livez")
def livez() -> Response:
    """Say that the process answers."""
    return _json({"status": "ok"})


@api.get("/readyz")
def readyz() -> Response:
    """Say which generation is served, since when it stands, in seconds, and whether a newer one was refused."""
    served = snapshot()
    generation = served.searcher().generation
    age = datetime.now(UTC) - datetime.fromisoformat(generation.manifest.built)
    return _json(
        {
            "status": "ok",
            "generation": generation.name,
            "ageSeconds": round(age.total_seconds()),
            "guides": generation.manifest.guides,
            "sections": generation.manifest.sections,
            "degraded": served.degraded,
        }
    )


def _query() -> str:
    text = clean(request.args.get("q", ""))
    if len(text) > LONGEST_QUERY:
        raise ParameterError("q", f"at most {LONGEST_QUERY} characters long, not {len(text)}")
    return text


def _number(name: str, default: int, least: int, most: int) -> int:
    text = request.args.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and least <= int(text) <= most):
        raise ParameterError(name, f"a whole number from {least} to {most}")
    return int(text)


def _languages() -> tuple[Language, ...]:
    name = request.args.get("lang")
    if name is None:
        return ()
    if name not in _LANGUAGES:
        raise ParameterError("lang", f"one of {', '.join(_LANGUAGES)}")
    return _LANGUAGES[name]


def _json(payload: object) -> Response:
    response = Response(orjson.dumps(payload), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def _cached(payload: object, generation: str, normalised: str) -> Response:
    """Give a response that stays the same until another generation goes live."""
    response = _json(payload)
    response.headers["Cache-Control"] = "public, max-age=60, stale-while-revalidate=600"
    digest = hashlib.blake2b(repr((generation, request.path, normalised, links())).encode(), digest_size=9)
    response.set_etag(digest.hexdigest(), weak=True)  # weak: the time it took differs
    return cast(Response, response.make_conditional(request))

"""The JSON API: /search, /suggest, /sections/ID."""

from __future__ import annotations

import hashlib
from typing import cast

import orjson
from flask import Blueprint, Response, current_app, request

from index.deadline import Deadline
from widget.headers import LASTING
from widget.kept import KEEP, Origin
from widget.metrics import Metrics
from widget.parameters import LIMIT, OFFSET, SUGGESTIONS, read_guides, read_languages, read_query
from widget.payloads import Links, results_payload, section_payload, suggestions_payload
from widget.snapshot import Snapshot

api = Blueprint("api", __name__)


def snapshot() -> Snapshot:
    """Give the application's snapshot."""
    found: Snapshot = current_app.extensions["helpwidget.snapshot"]
    return found


def metrics() -> Metrics:
    """Give the application's metrics."""
    found: Metrics = current_app.extensions["helpwidget.metrics"]
    return found


def links() -> Links:
    """Give the application's way to address guides and sections."""
    found: Links = current_app.extensions["helpwidget.links"]
    return found


def deadline() -> Deadline:
    """Give the moment at which a search that starts now has to end."""
    return Deadline.within(current_app.extensions["helpwidget.seconds"])


@api.get("/search")
def search() -> Response:
    """Answer a question with ranked sections."""
    limit, offset, text = LIMIT.read(request.args), OFFSET.read(request.args), read_query(request.args)
    guides, languages = read_guides(request.args), read_languages(request.args)
    searcher = snapshot().searcher()
    results = searcher.search(text, limit=limit, offset=offset, guides=guides, languages=languages, deadline=deadline())
    found = bool(results.total) if text else None
    if found is not None:
        metrics().searched(found=found, kept=False)
    payload = results_payload(results, limit, offset, links())
    if results.partial:
        return momentary(orjson.dumps(payload))
    return _lasting(payload, repr((text, limit, offset, guides, languages)), Origin(searcher.generation.name, found))


@api.get("/suggest")
def suggest() -> Response:
    """Complete a question that is being typed; an empty one by sections to begin with."""
    text, limit = read_query(request.args), SUGGESTIONS.read(request.args)
    searcher = snapshot().searcher()
    name = searcher.generation.name
    return _lasting(suggestions_payload(text, searcher.suggest(text, limit), name), repr((text, limit)), Origin(name))


@api.get("/sections/<path:section_id>")
def section(section_id: str) -> Response:
    """Answer with one whole section."""
    searcher = snapshot().searcher()
    found = searcher.section(section_id)
    guide = searcher.guide(found.guide_id)
    name = searcher.generation.name
    payload = section_payload(found, guide, searcher.neighbours(found.id), links(), name)
    return _lasting(payload, found.id, Origin(name))


def momentary(body: bytes, content_type: str = "application/json") -> Response:
    """Give a response that is only right at this moment."""
    response = Response(body, content_type=content_type)
    response.headers["Cache-Control"] = "no-store"
    return response


def _lasting(payload: object, normalised: str, origin: Origin) -> Response:
    """Give a response that stays the same until another generation goes live."""
    request.environ[KEEP] = origin
    response = Response(orjson.dumps(payload), content_type="application/json")
    response.headers["Cache-Control"] = LASTING
    digest = hashlib.blake2b(repr((origin.generation, request.path, normalised, links())).encode(), digest_size=9)
    response.set_etag(digest.hexdigest(), weak=True)  # weak: the time it took differs
    return cast(Response, response.make_conditional(request))

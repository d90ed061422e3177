"""The JSON API: /search, /suggest, /sections/ID."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Response, current_app, request

from index.deadline import Deadline
from widget.addresses import arguments
from widget.kept import KEEP
from widget.metrics import Metrics
from widget.payloads import Links
from widget.replies import Replies, Reply
from widget.snapshot import Snapshot

api = Blueprint("api", __name__)


def replies() -> Replies:
    """Give the application's answers."""
    found: Replies = current_app.extensions["helpwidget.replies"]
    return found


def snapshot() -> Snapshot:
    """Give the application's snapshot."""
    return replies().snapshot


def metrics() -> Metrics:
    """Give the application's metrics."""
    return replies().metrics


def links() -> Links:
    """Give the application's way to address guides and sections."""
    return replies().links


def deadline() -> Deadline:
    """Give the moment at which a search that starts now has to end."""
    return Deadline.within(replies().seconds)


@api.get("/search")
def search() -> Response:
    """Answer a question with ranked sections."""
    return _response(replies().search(arguments(request.query_string)))


@api.get("/suggest")
def suggest() -> Response:
    """Complete a question that is being typed."""
    return _response(replies().suggest(arguments(request.query_string)))


@api.get("/sections/<path:section_id>")
def section(section_id: str) -> Response:
    """Answer with one whole section."""
    return _response(replies().section(section_id))


def momentary(body: bytes, content_type: str = "application/json") -> Response:
    """Give a response that is only right at this moment."""
    response = Response(body, content_type=content_type)
    response.headers["Cache-Control"] = "no-store"
    return response


def _response(reply: Reply) -> Response:
    response = Response(reply.body, content_type="application/json")
    response.headers["Cache-Control"] = reply.caching
    if reply.tag is None:
        return response
    request.environ[KEEP] = reply.origin
    response.set_etag(reply.tag, weak=True)  # weak: the time it took differs
    return cast(Response, response.make_conditional(request))

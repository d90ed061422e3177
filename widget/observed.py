"""Each request as its operator sees it: an id, a count, a time and, where wanted, a line in the log."""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, Response, request

from widget.logs import REQUESTS
from widget.metrics import Metrics

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

REQUEST_ID = "helpwidget.request"
ROUTE = "helpwidget.route"
"""Keys of a WSGI environment: the id of a request; the rule of the route that answers it."""

_WELL_FORMED = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{7,63}", re.ASCII)
_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"})
_LOG = logging.getLogger(REQUESTS)


class Observed:
    """A WSGI application whose requests are named and counted, and logged without what was asked.

    A log line names the route, not the address: the address holds what a visitor typed.
    """

    def __init__(self, application: WSGIApplication, metrics: Metrics, *, logged: bool) -> None:
        self._application = application
        self._metrics = metrics
        self._logged = logged

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        started = time.perf_counter()
        environ[REQUEST_ID] = given = request_id(environ.get("HTTP_X_REQUEST_ID"))
        status = "500"

        def start(line, headers, exc_info=None):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202 - as WSGI has it
            nonlocal status
            status = line[:3]
            return start_response(line, [*headers, ("X-Request-ID", given)], exc_info)

        try:
            return self._application(environ, start)
        finally:
            seconds = time.perf_counter() - started
            route = environ.get(ROUTE, "none")
            self._metrics.answered(route, status, seconds)
            if self._logged:
                _log(environ, route, status, seconds)


def register_routes(app: Flask) -> None:
    """Note which route answers each request of the application."""

    @app.after_request
    def _note(response: Response) -> Response:
        if request.url_rule is not None:
            request.environ[ROUTE] = request.url_rule.rule
        return response


def request_id(given: str | None) -> str:
    """Give the id of a request: the one it came with where that is well formed, or a new one."""
    return given if given and _WELL_FORMED.fullmatch(given) else os.urandom(8).hex()


def _log(environ: WSGIEnvironment, route: str, status: str, seconds: float) -> None:
    method = environ["REQUEST_METHOD"]
    fields = {
        "request": environ[REQUEST_ID],
        "method": method if method in _METHODS else "other",
        "route": route,
        "status": int(status),
        "milliseconds": round(seconds * 1000, 2),
    }
    _LOG.info("request", extra={"fields": fields})

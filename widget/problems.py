"""Errors -> RFC 9457 problems in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException

from index.errors import GenerationError, GuideNotFoundError, SectionNotFoundError
from widget.contract import ProblemPayload
from widget.observed import REQUEST_ID

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


class ParameterError(Exception):
    """A parameter holds a value that can't be used; the message says what fits."""

    def __init__(self, param: str, fitting: str) -> None:
        self.param = param
        super().__init__(f"{param} must be {fitting}")


TITLES = {
    400: "Bad request", 404: "Not found", 405: "Method not allowed", 414: "Address too long", 417: "Expectation failed",
    429: "Too many requests", 431: "Headers too long", 500: "Internal error", 503: "Not ready",
}  # fmt: skip


def problem_body(status: int, code: str, detail: str, param: str | None = None) -> bytes:
    """Give a problem; `code` is for programs and does not change, `detail` is for people."""
    payload: ProblemPayload = {
        "type": "about:blank",
        "title": TITLES.get(status, "Error"),
        "status": status,
        "code": code,
        "detail": detail,
        "param": param,
    }
    return orjson.dumps(payload)


def problem(status: int, code: str, detail: str, param: str | None = None) -> Response:
    """Give a problem as a response."""
    response = Response(problem_body(status, code, detail, param), status, content_type="application/problem+json")
    response.headers["Cache-Control"] = "no-store"
    return response


def told(app: Flask, error: Exception, environ: WSGIEnvironment) -> Response:
    """Give the application's answer to an error that a request caused before the application saw it."""
    with app.request_context(environ):
        return app.finalize_request(app.handle_user_exception(error))


def register_problems(app: Flask) -> None:
    """Answer every error of the application with a problem."""
    app.register_error_handler(ParameterError, lambda e: problem(400, "bad_parameter", str(e), e.param))
    app.register_error_handler(SectionNotFoundError, lambda e: problem(404, "section_not_found", _printable(e)))
    app.register_error_handler(GuideNotFoundError, lambda e: problem(404, "guide_not_found", _printable(e)))
    app.register_error_handler(GenerationError, _no_index)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _no_index(error: Exception) -> Response:
    current_app.logger.error("no index to answer from: %s", error)
    return problem(503, "no_index", "the index can't be served at the moment")


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    answer = problem(status, error.name.lower().replace(" ", "_"), error.description or error.name)
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            answer.headers[name] = value
    return answer


def _unexpected(error: Exception) -> Response:
    named = {"fields": {"request": request.environ.get(REQUEST_ID)}}
    current_app.logger.error("unexpected", exc_info=error, extra=named)
    return problem(500, "internal_error", "something went wrong on our side")


def _printable(error: Exception) -> str:
    return str(error).encode("utf-8", "replace").decode()

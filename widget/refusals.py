"""What is answered to requests that never reach the application: those that can't be read, or come too many."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from gunicorn.http import errors

from widget.headers import dressed
from widget.observed import request_id
from widget.problems import TITLES, problem

_REASONS: tuple[tuple[type[Exception], int, str], ...] = (
    (errors.LimitRequestLine, 414, "the address is too long"),
    (errors.LimitRequestHeaders, 431, "the headers are too long"),
    (errors.ExpectationFailed, 417, "nothing can be expected of a request without a body"),
    (errors.ParseException, 400, "this is no request in HTTP"),
)


def reason(error: Exception) -> tuple[int, str]:
    """Give the status and the words for an error of reading a request."""
    known = ((status, detail) for kind, status, detail in _REASONS if isinstance(error, kind))
    return next(known, (500, "something went wrong on our side"))


def overloaded(sent: bytes, origins: Sequence[str]) -> bytes:
    """Give the response to one request too many, of which this much was sent."""
    return _answer(503, "overloaded", "too many ask at once; ask again in 1 s", sent, origins)


def unreadable(status: int, detail: str, sent: bytes, origins: Sequence[str]) -> bytes:
    """Give the response to a request that can't be read."""
    return _answer(status, TITLES[status].lower().replace(" ", "_"), detail, sent, origins)


def _answer(status: int, code: str, detail: str, sent: bytes, origins: Sequence[str]) -> bytes:
    origin = _header(b"Origin", sent)
    known = origin if origin in origins else None
    return _template(status, code, detail, tuple(origins), known) % request_id(_header(b"X-Request-ID", sent)).encode()


@lru_cache(maxsize=256)
def _template(status: int, code: str, detail: str, origins: Sequence[str], origin: str | None) -> bytes:
    """Give a response, with the headers that the application would have given it and a place for the request's id."""
    answer = problem(status, code, detail)
    headers = dressed(answer, {"REQUEST_METHOD": "GET", "HTTP_ORIGIN": origin}, origins).headers
    if status == 503:
        headers["Retry-After"] = "1"
    headers["X-Request-ID"] = "%s"
    headers["Connection"] = "close"
    return f"HTTP/1.1 {status} {TITLES[status]}\r\n{headers}".encode() + answer.get_data()


def _header(name: bytes, sent: bytes) -> str | None:
    """Give a header of a request that may be broken or cut off."""
    found = re.search(rb"\n%s:[ \t]*([^\r\n]*)\r?\n" % name, sent, re.IGNORECASE)
    return found[1].rstrip().decode("latin-1") if found else None

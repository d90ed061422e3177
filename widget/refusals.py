"""What is answered to requests that never reach the application: those that can't be read, or come too many."""

from __future__ import annotations

import re
import socket
from collections.abc import Sequence

from flask import Response
from gunicorn.http import errors
from gunicorn.http.unreader import SocketUnreader

from widget.headers import dressed
from widget.observed import request_id
from widget.problems import TITLES, problem

_HEARD = 65_536
"""Bytes of a request that are kept while it is read: more than it may have."""
_REASONS: tuple[tuple[type[Exception], int, str], ...] = (
    (errors.LimitRequestLine, 414, "the address is too long"),
    (errors.LimitRequestHeaders, 431, "the headers are too long"),
    (errors.ExpectationFailed, 417, "nothing can be expected of a request without a body"),
    (errors.ParseException, 400, "this is no request in HTTP"),
)


class Unreader(SocketUnreader):  # type: ignore[misc] # gunicorn ships no types
    """Reads from a connection and keeps what it read of a request, which gunicorn loses where that is broken."""

    heard = b""

    def chunk(self) -> bytes:
        """Read some more."""
        data: bytes = super().chunk()
        self.heard = (self.heard + data)[-_HEARD:]
        return data


def rest(connection: socket.socket) -> bytes:
    """Give what was sent and not read yet; unread, it would reset the connection before an answer arrives."""
    try:
        return connection.recv(_HEARD, socket.MSG_DONTWAIT)
    except OSError:
        return b""


def reason(error: Exception) -> tuple[int, str]:
    """Give the status and the words for an error of reading a request."""
    known = ((status, detail) for kind, status, detail in _REASONS if isinstance(error, kind))
    return next(known, (500, "something went wrong on our side"))


def overloaded(sent: bytes, origins: Sequence[str]) -> bytes:
    """Give the response to one request too many, of which this much was sent."""
    answer = problem(503, "overloaded", "too many ask at once; ask again in 1 s")
    answer.headers["Retry-After"] = "1"
    return _dumped(answer, sent, origins)


def unreadable(status: int, detail: str, sent: bytes, origins: Sequence[str]) -> bytes:
    """Give the response to a request that can't be read."""
    return _dumped(problem(status, TITLES[status].lower().replace(" ", "_"), detail), sent, origins)


def _dumped(answer: Response, sent: bytes, origins: Sequence[str]) -> bytes:
    """Give a response as bytes, with the headers that the application would have given it."""
    environ = {"REQUEST_METHOD": "GET", "HTTP_ORIGIN": _header(b"Origin", sent)}
    headers = dressed(answer, environ, origins).headers
    headers["X-Request-ID"] = request_id(_header(b"X-Request-ID", sent))
    headers["Connection"] = "close"
    head = f"HTTP/1.1 {answer.status_code} {TITLES[answer.status_code]}\r\n{headers}"
    return head.encode() + answer.get_data()


def _header(name: bytes, sent: bytes) -> str | None:
    """Give a header of a request that may be broken or cut off."""
    found = re.search(rb"\n%s:[ \t]*([^\r\n]*)\r?\n" % name, sent, re.IGNORECASE)
    return found[1].rstrip().decode("latin-1") if found else None

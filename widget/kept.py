"""Answers that are given again without being made again: bytes, bounded, of one generation."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.errors import GenerationError
from widget.metrics import Metrics
from widget.observed import ROUTE
from widget.replies import Origin
from widget.snapshot import Snapshot

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

KEEP = "helpwidget.keep"
"""Key of a WSGI environment: who answers puts an Origin there if the answer holds as long as its generation is live."""

_OVERHEAD = 1_500
"""Bytes that an answer takes besides its key and body: headers, the entry itself; measured with tracemalloc."""
_BODY_HEADERS = frozenset({"content-type", "content-length", "content-encoding"})


@dataclass(frozen=True, slots=True)
class Answer:
    """A 200 response, whole."""

    origin: Origin
    route: str
    headers: tuple[tuple[str, str], ...]
    etag: str
    body: bytes


class Answers:
    """The answers that were given last, up to a number of bytes. Any thread may call it."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._held = 0
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, generation: str) -> Answer | None:
        """Give the answer to a request if it comes from this generation."""
        answer = self._answers.get(key)
        if answer is None or answer.origin.generation != generation:
            return None
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
        return answer

    def put(self, key: Hashable, answer: Answer) -> None:
        """Keep an answer; those that nobody asked for longest go."""
        size = _size(key, answer)
        if size > self._most // 8:
            return
        with self._lock:
            replaced = self._answers.pop(key, None)
            self._held += size - (_size(key, replaced) if replaced else 0)
            self._answers[key] = answer
            while self._held > self._most:
                self._held -= _size(*self._answers.popitem(last=False))


def _size(key: Hashable, answer: Answer) -> int:
    return len(repr(key)) + len(answer.body) + _OVERHEAD  # a key is an address, which may be long and is the client's


class Kept:
    """A WSGI application that answers what it answered before, as long as the generation is the same.

    Requests are told apart by all that an answer depends on, as it was sent: nothing of a request is read twice.
    """

    def __init__(
        self, application: WSGIApplication, snapshot: Snapshot, metrics: Metrics, most_bytes: int, *, by_origin: bool
    ) -> None:
        self._application = application
        self._snapshot = snapshot
        self._metrics = metrics
        self._answers = Answers(most_bytes)
        self._by_origin = by_origin

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if environ["REQUEST_METHOD"] != "GET":
            return self._application(environ, start_response)
        origin = environ.get("HTTP_ORIGIN") if self._by_origin else None
        key = (environ["PATH_INFO"], environ["QUERY_STRING"], environ.get("HTTP_ACCEPT_ENCODING"), origin)
        try:
            generation = self._snapshot.searcher().generation.name
        except GenerationError:
            return self._application(environ, start_response)  # which says so
        answer = self._answers.get(key, generation)
        asked = environ.get("HTTP_IF_NONE_MATCH")
        if answer is None or (asked is not None and asked != answer.etag):
            return self._ask(key, environ, start_response)
        environ[ROUTE] = answer.route
        if answer.origin.found is not None:
            self._metrics.searched(found=answer.origin.found, kept=True)
        if asked is not None:
            start_response(
                "304 NOT MODIFIED", [pair for pair in answer.headers if pair[0].lower() not in _BODY_HEADERS]
            )
            return []
        start_response("200 OK", list(answer.headers))
        return [answer.body]

    def _ask(self, key: Hashable, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status, headers, exc_info=None):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202 - as WSGI has it
            started.append((status, headers))
            return start_response(status, headers, exc_info)

        parts = self._application(environ, start)
        origin = environ.get(KEEP)
        if origin is None or started[-1][0] != "200 OK":
            return parts
        body = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()
        headers = tuple(pair for pair in started[-1][1] if pair[0] != "Date")  # that is the server's to say
        etag = next(value for name, value in headers if name == "ETag")
        self._answers.put(key, Answer(origin, environ[ROUTE], headers, etag, body))
        return [body]

"""Questions answered without Flask, which takes longer than all else around a search."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import Flask, Response

from widget.addresses import Arguments, arguments
from widget.compression import SHORTEST, compressed, packed, takes_gzip
from widget.headers import dressed
from widget.kept import KEEP
from widget.observed import ROUTE
from widget.problems import told
from widget.replies import Replies, Reply

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Direct:
    """A WSGI application that answers questions, and leaves all that is said otherwise or of other things to Flask."""

    def __init__(self, app: Flask, replies: Replies, origins: Sequence[str]) -> None:
        self._app = app
        self._flask: WSGIApplication = app.wsgi_app
        self._asked: Mapping[str, Callable[[Arguments], Reply]] = {
            "/search": replies.search, "/suggest": replies.suggest,
        }  # fmt: skip
        self._origins = tuple(origins)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        route = environ["PATH_INFO"]
        ask = self._asked.get(route)
        if ask is None or environ["REQUEST_METHOD"] != "GET" or "HTTP_IF_NONE_MATCH" in environ:
            return self._flask(environ, start_response)
        try:
            reply = ask(arguments(environ["QUERY_STRING"].encode("latin-1")))
        except Exception as error:  # noqa: BLE001 - Flask has an answer to each
            return told(self._app, error, environ)(environ, start_response)
        environ[ROUTE] = route
        is_packed = len(reply.body) >= SHORTEST and takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
        body = packed(reply.body) if is_packed else reply.body
        origin = environ.get("HTTP_ORIGIN")
        headers = _headers(reply.caching, self._origins, origin if origin in self._origins else None, is_packed)
        tag = []
        if reply.tag:
            environ[KEEP] = reply.origin
            tag = [("ETag", f'W/"{reply.tag}"')]
        start_response("200 OK", [*headers, *tag, ("Content-Length", str(len(body)))])
        return [body]


@lru_cache(maxsize=64)
def _headers(caching: str, origins: Sequence[str], origin: str | None, is_packed: bool) -> tuple[tuple[str, str], ...]:
    """Give the headers that Flask would have given an answer, but those of its very bytes."""
    response = Response(bytes(SHORTEST) if is_packed else b"", content_type="application/json")
    response.headers["Cache-Control"] = caching
    compressed(response, "gzip" if is_packed else "")
    dressed(response, {"REQUEST_METHOD": "GET", "HTTP_ORIGIN": origin}, origins)
    return tuple(pair for pair in response.headers if pair[0] != "Content-Length")

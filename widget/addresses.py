"""Addresses typed in Chinese: what a browser would have percent-encoded, this encodes before it is read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_KEPT = "/?#[]@!$&'()*+,;=:%-._~"


class Readdressed:
    """A WSGI application that sees every request as if its address had been percent-encoded."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        raw = environ.get("RAW_URI", "")
        if raw.startswith("/") and not raw.isascii():
            path, _, query = quote(raw.encode("latin-1", "replace"), safe=_KEPT).partition("?")
            environ["PATH_INFO"] = unquote_to_bytes(path).decode("latin-1")
            environ["QUERY_STRING"] = query
        return self._application(environ, start_response)

"""Addresses as people and simple clients send them: Chinese that is not percent-encoded, bytes that are no text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote_to_bytes

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.utils import cached_property

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


class LenientRequest(Request):
    """A request whose parameters hold a replacement character for what is no text, as its path does."""

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """Give the parameters."""
        return arguments(self.query_string)


def arguments(query_string: bytes) -> MultiDict[str, str]:
    """Give the parameters of an address."""
    pairs = parse_qsl(query_string.decode("utf-8", "replace"), keep_blank_values=True, errors="replace")
    return ImmutableMultiDict(pairs)

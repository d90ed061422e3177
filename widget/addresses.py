"""Addresses as people and simple clients send them: Chinese that is not percent-encoded, bytes that are no text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.utils import cached_property

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Arguments = Mapping[str, list[str]]
"""Parameters: of each name its values, in their order."""

_KEPT = "/?#[]@!$&'()*+,;=:%-._~"
_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")


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
        return ImmutableMultiDict(arguments(self.query_string))


def arguments(query_string: bytes) -> Arguments:
    """Give the parameters of an address.

    Each run of encoded bytes is decoded at once: byte by byte, as urllib does, takes as long as all of Flask's routing.
    """
    found: dict[str, list[str]] = {}
    for pair in query_string.decode("utf-8", "replace").replace("+", " ").split("&"):
        if pair:
            name, _, value = pair.partition("=")
            found.setdefault(_decoded(name), []).append(_decoded(value))
    return found


def _decoded(text: str) -> str:
    return _ENCODED.sub(_characters, text) if "%" in text else text


def _characters(run: re.Match[str]) -> str:
    return bytes.fromhex(run[0].replace("%", "")).decode("utf-8", "replace")

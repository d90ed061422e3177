"""Headers that every response carries: who may read it, and what a browser may do with it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from flask import Flask, Response, request

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
"""Content security policy of the service's own pages: nothing inline, nothing foreign but a guide's https images."""
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
"""Content security policy of everything else: opened as a page, it may do nothing."""
LASTING = "public, max-age=60, stale-while-revalidate=600"
"""Cache-Control of what stays the same until another generation goes live."""
EXPOSED = "ETag, Retry-After, X-Request-ID"
"""Headers that scripts of other sites may read."""
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def tagged(response: Response) -> Response:
    """Give a response with an entity tag made of its body, or in its place a 304 to who has that already."""
    response.set_etag(hashlib.blake2b(response.get_data(), digest_size=9).hexdigest(), weak=True)
    return cast(Response, response.make_conditional(request))


def register_headers(app: Flask, origins: Sequence[str]) -> None:
    """Add the headers to every response of the application, problems included."""

    @app.after_request
    def _add(response: Response) -> Response:
        return dressed(response, request.environ, origins)


def dressed(response: Response, environ: WSGIEnvironment, origins: Sequence[str]) -> Response:
    """Give a response with the headers that every response to this request carries."""
    headers = response.headers
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
    if response.mimetype == "text/html":
        headers["Content-Security-Policy"] = PAGE_POLICY
        headers["Permissions-Policy"] = PERMISSIONS
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
    else:
        headers["Content-Security-Policy"] = DATA_POLICY
    _allow_origin(response, environ, origins)
    return response


def _allow_origin(response: Response, environ: WSGIEnvironment, origins: Sequence[str]) -> None:
    """Let pages of other sites read the response, never with credentials."""
    if "*" in origins:
        response.headers["Access-Control-Allow-Origin"] = "*"
    else:
        response.vary.add("Origin")
        origin = environ.get("HTTP_ORIGIN")
        if origin not in origins:
            return
        response.headers["Access-Control-Allow-Origin"] = origin
    if environ["REQUEST_METHOD"] == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match"
        response.headers["Access-Control-Max-Age"] = "86400"
    else:
        response.headers["Access-Control-Expose-Headers"] = EXPOSED

"""What the service is compared with under the same server: a bare WSGI application, and the smallest one in Flask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

BODY = b'{"hits":["' + b"x" * 4_000 + b'"]}'
"""As long as ten results."""


def raw(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer with the body and nothing else."""
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(BODY)))])
    return [BODY]


hello = Flask("hello")


@hello.get("/search")
def _search() -> Response:
    return Response(BODY, content_type="application/json")

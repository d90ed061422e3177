"""Files that pages load: the widget, and the style and script of the service's own pages."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from flask import Blueprint, Response, abort, request, send_from_directory

assets = Blueprint("assets", __name__)

_HERE = Path(__file__).parent
_INSTALLED = _HERE / "static"
_CHECKOUT = _HERE.parent / "static"


@dataclass(frozen=True, slots=True)
class Release:
    """The widget under a name that stands for this content only, and the digest that browsers check it by."""

    name: str
    integrity: str
    content: bytes

    def tag(self, root: str) -> str:
        """Give the script tag that embeds this very content from a service at `root`."""
        return f'<script src="{root}{self.name}" integrity="{self.integrity}" crossorigin="anonymous" defer></script>'


def static_directory() -> Path:
    """Give the folder of the built widget: inside the package where installed, beside it in a checkout."""
    return _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT


@cache
def release() -> Release:
    """Give the release that this process serves; read once, so that its name and its content stay together."""
    content = (static_directory() / "help-widget.js").read_bytes()
    integrity = base64.b64encode(hashlib.sha384(content).digest()).decode()
    return Release(f"help-widget.{hashlib.sha256(content).hexdigest()[:12]}.js", f"sha384-{integrity}", content)


@assets.get("/help-widget.js")
def widget() -> Response:
    """Give the widget."""
    return _file(static_directory(), "help-widget.js")


@assets.get("/help-widget.<string(length=12):digest>.js")
def versioned(digest: str) -> Response:
    """Give the widget under its versioned name, to be kept for good; there is no other version."""
    served = release()
    if served.name != f"help-widget.{digest}.js":
        abort(404, "no such version of the widget; the demo page names the one that is served")
    response = Response(served.content, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.set_etag(digest)
    return cast(Response, response.make_conditional(request))


@assets.get("/<any('demo.css', 'demo.js', 'guide.css'):name>")
def sample(name: str) -> Response:
    """Give a file of the service's own pages."""
    return _file(_HERE / "sample", name)


def _file(directory: Path, name: str) -> Response:
    response = send_from_directory(directory, name, conditional=True, max_age=300)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response

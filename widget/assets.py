"""Files that pages load: the widget, and the style and script of the service's own pages."""

from __future__ import annotations

import base64
import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from flask import Blueprint, Response, abort, request

from widget.compression import takes_gzip

assets = Blueprint("assets", __name__)

_HERE = Path(__file__).parent
_INSTALLED = _HERE / "static"
_CHECKOUT = _HERE.parent / "static"
_MINUTES = "public, max-age=300"
_FOR_GOOD = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent, plain or compressed as far as gzip can, under the digest of its content."""

    content: bytes
    compressed: bytes
    digest: str
    mimetype: str


@dataclass(frozen=True, slots=True)
class Release:
    """The widget under a name that stands for this content only, and the digest that browsers check it by."""

    name: str
    integrity: str
    asset: Asset

    def tag(self, root: str) -> str:
        """Give the script tag that embeds this very content from a service at `root`."""
        return f'<script src="{root}{self.name}" integrity="{self.integrity}" crossorigin="anonymous" defer></script>'


def static_directory() -> Path:
    """Give the folder of the built widget: inside the package where installed, beside it in a checkout."""
    return _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT


@cache
def release() -> Release:
    """Give the release that this process serves; read once, so that its name and its content stay together."""
    asset = _read(static_directory() / "help-widget.js")
    integrity = base64.b64encode(hashlib.sha384(asset.content).digest()).decode()
    return Release(f"help-widget.{asset.digest}.js", f"sha384-{integrity}", asset)


@assets.get("/help-widget.js")
def widget() -> Response:
    """Give the widget."""
    return _answer(release().asset, _MINUTES)


@assets.get("/help-widget.<string(length=12):digest>.js")
def versioned(digest: str) -> Response:
    """Give the widget under its versioned name, to be kept for good; there is no other version."""
    asset = release().asset
    if digest != asset.digest:
        abort(404, "no such version of the widget; the demo page names the one that is served")
    return _answer(asset, _FOR_GOOD)


@assets.get("/<any('demo.css', 'demo.js', 'guide.css'):name>")
def sample(name: str) -> Response:
    """Give a file of the service's own pages."""
    return _answer(_read(_HERE / "sample" / name), _MINUTES)


@cache
def _read(path: Path) -> Asset:
    content = path.read_bytes()
    mimetype = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Asset(content, gzip.compress(content, 9, mtime=0), hashlib.sha256(content).hexdigest()[:12], mimetype)


def _answer(asset: Asset, caching: str) -> Response:
    # What is sent in other bytes needs another entity tag (RFC 9110, 8.8.3).
    packed = takes_gzip(request.headers.get("Accept-Encoding", ""))
    response = Response(asset.compressed if packed else asset.content, mimetype=asset.mimetype)
    response.headers["Cache-Control"] = caching
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.vary.add("Accept-Encoding")
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.set_etag(f"{asset.digest}-gzip" if packed else asset.digest)
    return cast(Response, response.make_conditional(request))

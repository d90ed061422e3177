"""Files that pages load: the widget, and the style and script of the service's own pages."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, send_from_directory

assets = Blueprint("assets", __name__)

_HERE = Path(__file__).parent
_INSTALLED = _HERE / "static"
_CHECKOUT = _HERE.parent / "static"


def static_directory() -> Path:
    """Give the folder of the built widget: inside the package where installed, beside it in a checkout."""
    return _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT


@assets.get("/help-widget.js")
def widget() -> Response:
    """Give the widget."""
    return _file(static_directory(), "help-widget.js")


@assets.get("/<any('demo.css', 'demo.js', 'guide.css'):name>")
def sample(name: str) -> Response:
    """Give a file of the service's own pages."""
    return _file(_HERE / "sample", name)


def _file(directory: Path, name: str) -> Response:
    response = send_from_directory(directory, name, conditional=True, max_age=300)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response

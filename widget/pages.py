"""Pages for people: the demo page and the guides."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, render_template, request

from index.query import LONGEST_QUERY, clean
from widget.api import deadline, links, momentary, snapshot
from widget.assets import release
from widget.headers import LASTING, tagged
from widget.payloads import results_payload

_HTML = "text/html; charset=utf-8"

_READ = "unlimited#续费后多久生效"
"""The sample guides' section that the demo page shows; of other guides it shows the first."""

pages = Blueprint("pages", __name__, template_folder=str(Path(__file__).parent / "sample"))


@pages.get("/")
def demo() -> Response:
    """Show a small shop's help page with the widget on it; with a question, answer it without any script."""
    query = clean(request.args.get("q", ""))[:LONGEST_QUERY]
    results = snapshot().searcher().search(query, deadline=deadline()) if query else None
    found = results_payload(results, 10, 0, links()) if results else None
    searcher = snapshot().searcher()
    section = _READ if searcher.holds(_READ) else next(iter(searcher.section_ids), "")
    page = render_template("demo.html", query=query, found=found, section=section, release=release())
    return momentary(page.encode(), _HTML) if results and results.partial else _lasting(page)


@pages.get("/guides/<path:guide_id>")
def guide(guide_id: str) -> Response:
    """Show a guide as one page; each section's anchor is its own."""
    searcher = snapshot().searcher()
    found = searcher.guide(guide_id)
    opening, *sections = searcher.sections_of(guide_id)
    if opening.breadcrumb:
        return _lasting(render_template("guide.html", guide=found, intro_html="", sections=[opening, *sections]))
    page = render_template("guide.html", guide=found, intro=opening, intro_html=opening.html, sections=sections)
    return _lasting(page)


def _lasting(page: str) -> Response:
    response = Response(page, content_type=_HTML)
    response.headers["Cache-Control"] = LASTING
    return tagged(response)

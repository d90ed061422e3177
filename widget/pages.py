"""Pages for people: the demo page and the guides."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, render_template, request

from widget.api import snapshot

pages = Blueprint("pages", __name__, template_folder=str(Path(__file__).parent / "sample"))


@pages.get("/")
def demo() -> str:
    """Show a small shop's help page with the widget on it."""
    return render_template("demo.html", base_url=request.url_root.rstrip("/"))


@pages.get("/guides/<path:guide_id>")
def guide(guide_id: str) -> str:
    """Show a guide as one page; each section's anchor is its own."""
    searcher = snapshot().searcher()
    found = searcher.guide(guide_id)
    opening, *sections = searcher.sections_of(guide_id)
    if opening.breadcrumb:
        return render_template("guide.html", guide=found, intro_html="", sections=[opening, *sections])
    return render_template("guide.html", guide=found, intro=opening, intro_html=opening.html, sections=sections)

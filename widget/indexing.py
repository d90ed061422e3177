"""Building an index from the command line: progress on a terminal, a report at the end.

Apart from `cli`, because it brings in what only a build needs (parsers, Whoosh's writer).
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from index.builder import Summary, build, is_current
from index.printable import printable
from widget.settings import Settings


def index_guides(guides: Path, settings: Settings) -> None:
    """Build the index of a folder, publish it and report. Raises HelpIndexError."""
    _report(_build(guides, settings))


def ensure_indexed(guides: Path, settings: Settings) -> None:
    """Build it unless the live index is intact and of just these guides. Raises HelpIndexError."""
    if not is_current(guides, settings.data, settings.synonyms):
        index_guides(guides, settings)


def _build(guides: Path, settings: Settings) -> Summary:
    if not sys.stderr.isatty():
        return build(guides, settings.data, synonyms=settings.synonyms)
    with click.progressbar(length=1, label="Indexing", file=sys.stderr, show_pos=True) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        return build(guides, settings.data, progress, synonyms=settings.synonyms)


def _report(summary: Summary) -> None:
    click.echo(f"{summary.generation.name}: {summary.guides} guides, {summary.sections} sections")
    click.echo(f"furniture removed: {len(summary.removed)}")
    for path, piece in summary.removed:
        click.echo(printable(f"  {path}:{piece.line}: {_shortened(piece.text)}"))
    click.echo(f"guides skipped: {len(summary.skipped)}")
    for error in summary.skipped:
        click.echo(f"  {error}")


def _shortened(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"

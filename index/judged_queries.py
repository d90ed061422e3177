"""Judged queries in a file -> queries, their kinds and judgements: what a site owner asks of the own guides.

One line is a query, a tab, and the id of a section that answers it; perhaps a tab and the kind of the query, and
another tab and a remark. A query with several answers has a line for each. A query that nothing answers has "-" for
the id, or nothing after the tab: it is right when nothing is found. Empty lines say nothing, and lines that start
with # are remarks. A line without a tab is refused: an editor that writes blanks instead would turn every answer into
a part of its query.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path

from index.errors import JudgedSetError
from index.measures import Qrels
from index.text_files import read_text

_NONE = "-"


@dataclass(frozen=True, slots=True)
class JudgedQueries:
    """Queries by their ids, which are the queries themselves here; the kind of each, empty where none is named."""

    queries: Mapping[str, str]
    qrels: Qrels
    kinds: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    query: str
    section: str
    kind: str


def load_queries(path: Path, known: Container[str]) -> JudgedQueries:
    """Give the judged queries of a file; `known` are the ids of all sections. Raises JudgedSetError with its line."""
    text = read_text(path, JudgedSetError)
    lines = [_line(path, *row) for row in enumerate(text.split("\n"), 1) if row[1].strip() and row[1][0] != "#"]
    if not lines:
        raise JudgedSetError(path, None, "holds no queries: a query, a tab and the id of a section on each line")
    unknown = [line for line in lines if line.section and line.section not in known]
    if unknown:
        others = f" (and in lines {', '.join(str(line.number) for line in unknown[1:])})" if unknown[1:] else ""
        reason = f"no section {unknown[0].section!r} in the live index{others}; ids stand in search results"
        raise JudgedSetError(path, unknown[0].number, reason)
    return _gathered(path, lines)


def _line(path: Path, number: int, text: str) -> _Line:
    columns = [column.strip() for column in text.split("\t")]
    if not columns[0] or len(columns) > 4:
        raise JudgedSetError(path, number, "is no query, section id, kind and remark with tabs between")
    if len(columns) == 1:
        raise JudgedSetError(path, number, "has no tab; write a tab and the id of a section, or - where none answers")
    query, section, kind, _remark = (*columns, "", "", "")[:4]
    return _Line(number, query, "" if section == _NONE else section, kind)


def _gathered(path: Path, lines: list[_Line]) -> JudgedQueries:
    qrels: dict[str, dict[str, int]] = {}
    kinds: dict[str, str] = {}
    for line in lines:
        if line.query in qrels and not (line.section and qrels[line.query]):
            raise JudgedSetError(path, line.number, f"{line.query!r} has an answer in one line and none in another")
        if kinds.setdefault(line.query, line.kind) != line.kind:
            raise JudgedSetError(path, line.number, f"{line.query!r} is of kind {kinds[line.query]!r} above")
        qrels.setdefault(line.query, {}).update({line.section: 1} if line.section else {})
    return JudgedQueries({query: query for query in qrels}, qrels, kinds)

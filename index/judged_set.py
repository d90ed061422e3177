"""A judged set on disk -> documents, queries and judgements.

A set is a folder with `corpus.jsonl` ({"id", "title", "text"}), `queries.dev.jsonl` ({"id", "text"}), perhaps
`queries.dev.VARIANT.jsonl` with the same questions typed another way, and `qrels.dev.tsv` (query, section, grade).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from index.documents import Block, Document, Guide, Inline, Section, Span
from index.errors import JudgedSetError
from index.measures import Qrels
from index.script import detect_language
from index.text_files import read_text


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """Documents of one section each, whose ids are those of the judgements; queries by their ids."""

    documents: tuple[Document, ...]
    queries: dict[str, str]
    qrels: Qrels


def load_set(folder: Path, variant: str | None = None) -> JudgedSet:
    """Give the set in a folder. Raises JudgedSetError, which names file and line."""
    if not folder.is_dir():
        reason = "no such folder; name one with corpus.jsonl, queries.dev.jsonl and qrels.dev.tsv in it"
        raise JudgedSetError(folder, None, reason)
    name = f"queries.dev.{variant}.jsonl" if variant else "queries.dev.jsonl"
    documents = tuple(_document(row["id"], row["title"], row["text"]) for row in _rows(folder / "corpus.jsonl"))
    queries = {row["id"]: row["text"] for row in _rows(folder / name)}
    return JudgedSet(documents, queries, _qrels(folder / "qrels.dev.tsv"))


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    lines = enumerate(read_text(path, JudgedSetError).split("\n"), 1)
    return ((number, line) for number, line in lines if line.strip())


def _rows(path: Path) -> Iterator[dict[str, str]]:
    for number, line in _lines(path):
        try:
            row = {"title": "", **orjson.loads(line)}
            yield {"id": str(row["id"]), "title": str(row["title"]), "text": str(row["text"])}
        except (ValueError, TypeError, KeyError) as error:
            raise JudgedSetError(path, number, 'is no {"id": ..., "text": ...}') from error


def _qrels(path: Path) -> Qrels:
    qrels: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        try:
            query, section, grade = line.split("\t")
            qrels.setdefault(query, {})[section] = int(grade)
        except ValueError as error:
            raise JudgedSetError(path, number, "is no query id, section id and grade with tabs between") from error
    return qrels


def _document(name: str, title: str, text: str) -> Document:
    lang = detect_language(f"{title}\n{text}")
    section = Section(
        id=name, guide_id=name, anchor="", level=1, title=title, breadcrumb=(), lang=lang, text=text,
        passages=(Span(0, len(text)),), blocks=(Block("paragraph", (Inline(text),)),), html="",
    )  # fmt: skip
    return Document(Guide(name, title, lang), (section,))

"""Sections and guides as bytes, and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson

from index.documents import Block, Document, Guide, Inline, Language, Section, Span


@dataclass(frozen=True, slots=True)
class StoredGuide:
    """A guide, the ids of its sections in the order of the guide, and their languages."""

    guide: Guide
    sections: tuple[str, ...]
    languages: tuple[Language, ...]


def dump_section(section: Section) -> bytes:
    """Give a section as JSON."""
    return orjson.dumps(section)


def load_section(data: bytes) -> Section:
    """Give the section that `dump_section` wrote."""
    values: dict[str, Any] = orjson.loads(data)  # what dump_section wrote: the fields of Section
    values["breadcrumb"] = tuple(values["breadcrumb"])
    values["passages"] = tuple(Span(**span) for span in values["passages"])
    values["blocks"] = tuple(_block(block) for block in values["blocks"])
    return Section(**values)


def _block(values: dict[str, Any]) -> Block:
    values["inlines"] = tuple(Inline(i["text"], tuple(i["marks"]), i["href"]) for i in values["inlines"])
    values["children"] = tuple(_block(child) for child in values["children"])
    return Block(**values)


def dump_guides(documents: tuple[Document, ...]) -> bytes:
    """Give the guides of documents with the ids of their sections as JSON."""
    return orjson.dumps([_entry(document) for document in documents])


def _entry(document: Document) -> StoredGuide:
    ids = tuple(section.id for section in document.sections)
    return StoredGuide(document.guide, ids, tuple(section.lang for section in document.sections))


def load_guides(data: bytes) -> dict[str, StoredGuide]:
    """Give the guides that `dump_guides` wrote, by their ids, in their order."""
    entries: list[dict[str, Any]] = orjson.loads(data)  # what dump_guides wrote: the fields of StoredGuide
    return {
        entry["guide"]["id"]: StoredGuide(Guide(**entry["guide"]), tuple(entry["sections"]), tuple(entry["languages"]))
        for entry in entries
    }

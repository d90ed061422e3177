"""Sections and guides as bytes, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from index.documents import Block, Guide, Inline, Language, Section, Span


@dataclass(frozen=True, slots=True)
class StoredGuide:
    """A guide, the ids of its sections in the order of the guide, and their languages.

    `names` are the words of its title that no other guide's title has: whoever types one names the guide.
    """

    guide: Guide
    sections: tuple[str, ...]
    languages: tuple[Language, ...]
    names: tuple[str, ...] = ()


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


def dump_guides(guides: Sequence[StoredGuide]) -> bytes:
    """Give guides as JSON."""
    return orjson.dumps(list(guides))


def load_guides(data: bytes) -> dict[str, StoredGuide]:
    """Give the guides that `dump_guides` wrote, by their ids, in their order."""
    entries: list[dict[str, Any]] = orjson.loads(data)  # what dump_guides wrote: the fields of StoredGuide
    guides = (Guide(**entry.pop("guide")) for entry in entries)
    return {guide.id: StoredGuide(guide, **_tuples(entry)) for guide, entry in zip(guides, entries, strict=True)}


def _tuples(entry: dict[str, list[Any]]) -> dict[str, tuple[Any, ...]]:
    return {name: tuple(values) for name, values in entry.items()}

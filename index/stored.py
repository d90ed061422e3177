"""Sections and guides as bytes, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from index.analysis.normalizer import Folded
from index.documents import Block, Guide, Inline, Language, Removed, Section, Span


@dataclass(frozen=True, slots=True)
class StoredGuide:
    """A guide, the ids of its sections in the order of the guide, and their languages.

    `frequent` tells which of them answer a frequent question. `names` are the words of its title that no other guide's
    title has: whoever types one names the guide.
    """

    guide: Guide
    sections: tuple[str, ...]
    languages: tuple[Language, ...]
    frequent: tuple[bool, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as builds keep it: its guide, whose `names` are open still, and of each section a digest.

    `words` are those of its title, None where it is not cut yet; `key` stands for what all was made of, `removed` is
    the furniture that was taken out.
    """

    guide: StoredGuide
    digests: tuple[str, ...]
    words: tuple[str, ...] | None = None
    removed: tuple[Removed, ...] = ()
    key: str = ""


def dump_documents(documents: Sequence[StoredDocument]) -> bytes:
    """Give documents as JSON."""
    return orjson.dumps(list(documents))


def load_documents(data: bytes) -> list[StoredDocument]:
    """Give the documents that `dump_documents` wrote."""
    return [
        StoredDocument(
            _guide(entry["guide"]),
            tuple(entry["digests"]),
            words=tuple(entry["words"]),
            removed=tuple(Removed(**piece) for piece in entry["removed"]),
            key=entry["key"],
        )
        for entry in orjson.loads(data)
    ]


def dump_section(section: Section) -> bytes:
    """Give a section as JSON."""
    return orjson.dumps(section, default=Span._asdict)


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


@dataclass(frozen=True, slots=True)
class FoldedSection:
    """A section's title and text as they are matched. Folding them takes longer than all else that a search does."""

    title: Folded
    text: Folded


def dump_folds(folds: FoldedSection) -> bytes:
    """Give the folded title and text of a section as JSON."""
    return orjson.dumps([_fold_values(folds.title), _fold_values(folds.text)])


def load_folds(data: bytes) -> FoldedSection:
    """Give what `dump_folds` wrote."""
    return FoldedSection(*(Folded(*values) for values in orjson.loads(data)))


def _fold_values(folded: Folded) -> tuple[str, Sequence[int] | None, Sequence[int] | None]:
    """Give a folded text and the way back to the original, which is left out where every character kept its place."""
    places = list(range(len(folded.text) + 1))
    if folded.starts is None or (list(folded.starts) == places[:-1] and list(folded.ends or ()) == places[1:]):
        return folded.text, None, None
    return folded.text, folded.starts, folded.ends


def dump_guides(guides: Sequence[StoredGuide]) -> bytes:
    """Give guides as JSON."""
    return orjson.dumps(list(guides))


def load_guides(data: bytes) -> dict[str, StoredGuide]:
    """Give the guides that `dump_guides` wrote, by their ids, in their order."""
    return {stored.guide.id: stored for stored in map(_guide, orjson.loads(data))}


def _guide(values: dict[str, Any]) -> StoredGuide:  # Any: the fields of StoredGuide, as orjson reads them
    return StoredGuide(Guide(**values.pop("guide")), **_tuples(values))


def _tuples(entry: dict[str, list[Any]]) -> dict[str, tuple[Any, ...]]:
    return {name: tuple(values) for name, values in entry.items()}

"""Sections and guides as bytes, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

import orjson

from index.analysis.normalizer import Folded
from index.documents import Block, Guide, Heading, Inline, Language, Removed, Section, Span
from index.marks import FileMark

_BETWEEN = "\0"
"""What stands between ids: no name of a file has it, and no text of a guide."""


@dataclass(frozen=True, slots=True)
class StoredGuide:
    """A guide, and of its sections, in its order, ids, languages, and which answer a frequent question.

    Each of these is one text: an index has many sections, and hardly any is asked for by name. `names` are the words of
    the guide's title that no other guide's title has: whoever types one names the guide.
    """

    guide: Guide
    ids: str
    spoken: str
    asked: str
    names: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """The number of sections."""
        return len(self.asked)

    @property
    def sections(self) -> tuple[str, ...]:
        """The ids of the sections."""
        return tuple(self.ids.split(_BETWEEN)) if self.count else ()

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages of the sections."""
        return cast("tuple[Language, ...]", tuple(self.spoken.split(_BETWEEN)) if self.count else ())

    @property
    def frequent(self) -> tuple[bool, ...]:
        """Which of the sections answer a frequent question."""
        return tuple(one == FREQUENT for one in self.asked)


FREQUENT = "1"
"""What `StoredGuide.asked` has for a section that answers a frequent question; 0 for others."""


def stored_guide(
    guide: Guide, sections: Iterable[str], languages: Iterable[Language], frequent: Iterable[bool]
) -> StoredGuide:
    """Give a guide to be stored, its `names` open still."""
    asked = "".join(FREQUENT if one else "0" for one in frequent)
    return StoredGuide(guide, _BETWEEN.join(sections), _BETWEEN.join(languages), asked)


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as builds keep it: its guide, whose `names` are open still, and of each section a digest.

    `words` are those of its title, None where it is not cut yet; `key` stands for what all was made of, `removed` is
    the furniture that was taken out. By its `mark` the file is known again, if it has one that lasts.
    """

    guide: StoredGuide
    digests: tuple[str, ...]
    words: tuple[str, ...] | None = None
    removed: tuple[Removed, ...] = ()
    key: str = ""
    mark: FileMark = field(default=(), compare=False)


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
            mark=tuple(entry["mark"]),
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
    values["passages"] = _spans(values["passages"])
    values["blocks"] = tuple(_block(block) for block in values["blocks"])
    return Section(**values)


class Quotable(NamedTuple):
    """A section as answers need it: what they say of it, and what its snippet is cut from."""

    heading: Heading
    text: str
    passages: tuple[Span, ...]


def load_quotable(data: bytes, once: Callable[[str], str]) -> Quotable:
    """Give what answers need of the section that `dump_section` wrote; `once` gives equal texts as one."""
    values: dict[str, Any] = orjson.loads(data)  # as above
    guide_id, language = once(values["guide_id"]), cast("Language", once(values["lang"]))
    breadcrumb = tuple(map(once, values["breadcrumb"]))
    heading = Heading(values["id"], guide_id, values["anchor"], values["title"], breadcrumb, language)
    return Quotable(heading, values["text"], _spans(values["passages"]))


def _spans(values: Iterable[dict[str, int]]) -> tuple[Span, ...]:
    return tuple(Span(**span) for span in values)


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
    return StoredGuide(
        Guide(**values["guide"]), values["ids"], values["spoken"], values["asked"], tuple(values["names"])
    )

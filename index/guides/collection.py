"""A folder of guides -> the collection to index: documents, what was left out of them, what was skipped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, TypeVar

from index.documents import Document, Removed
from index.errors import GuideError, NoGuidesError
from index.guides.front_matter import FrontMatter, split
from index.guides.furniture import Furniture, find_furniture, strip_furniture
from index.guides.markdown import parse_markdown
from index.guides.reader import ENDINGS, NOTHING_KNOWN, Source, read_folder
from index.marks import FileMark

MOST_SECTIONS = 3_000
"""500-10,000, sections of a guide. More: one guide may take longer than 10 s, as titles are found in many ways."""

Kept = TypeVar("Kept")
"""What a guide becomes: a Document, or what a build keeps of one."""


class UnreadError(Exception):
    """A text is asked for that was not read, as its file is as it is known."""


@dataclass(frozen=True, slots=True)
class Collection(Generic[Kept]):
    """The documents of a folder in the order of their ids, and by path: the furniture removed, the guides skipped."""

    documents: tuple[Kept, ...]
    removed: tuple[tuple[str, Removed], ...]
    skipped: tuple[GuideError, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """A guide whose front matter was taken off."""

    source: Source
    front: FrontMatter
    text: str

    @property
    def whole(self) -> str:
        """The text under the front matter's title as a heading, where furniture is found too. Raises UnreadError."""
        if not self.source.text:
            raise UnreadError
        return f"# {self.front.title}\n\n{self.text}" if self.front.title else self.text


@dataclass(frozen=True, slots=True)
class Bodies:
    """What a folder gave, in the order of the paths."""

    bodies: tuple[Body, ...]
    skipped: tuple[GuideError, ...]


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Kept]):
    """What became of a guide: the furniture removed, and its document or the reason why there is none."""

    removed: tuple[Removed, ...]
    document: Kept | GuideError


def collect(folder: Path) -> Collection[Document]:
    """Give the collection below `folder`. Raises NoGuidesError, which names what was wrong, when nothing is left."""
    read = read_bodies(folder)
    furniture = find_furniture([body.whole for body in read.bodies])
    return collected(folder, read, [parse_body(body, furniture) for body in read.bodies])


def read_bodies(folder: Path, known: Mapping[str, FileMark] = NOTHING_KNOWN) -> Bodies:
    """Give the guides below `folder`; not read are those of `known` marks. Raises NoGuidesError without a folder."""
    reading = read_folder(folder, known)
    skipped = list(reading.skipped)
    bodies: list[Body] = []
    for source in reading.sources:
        try:
            bodies.append(Body(source, *split(source.text, source.path)))
        except GuideError as error:
            skipped.append(error)
    return Bodies(tuple(bodies), tuple(skipped))


def parse_body(body: Body, furniture: Furniture) -> Outcome[Document]:
    """Give what becomes of a guide."""
    own, removed = _own(body, furniture)
    try:
        return Outcome(removed, _document(own))
    except GuideError as error:
        return Outcome(removed, error)


def collected(folder: Path, read: Bodies, outcomes: Sequence[Outcome[Kept]]) -> Collection[Kept]:
    """Give what became of all guides of a folder. Raises NoGuidesError when nothing is left."""
    removed = tuple(
        (body.source.path, piece)
        for body, outcome in zip(read.bodies, outcomes, strict=True)
        for piece in outcome.removed
    )
    errors = [outcome.document for outcome in outcomes if isinstance(outcome.document, GuideError)]
    documents = [outcome.document for outcome in outcomes if not isinstance(outcome.document, GuideError)]
    skipped = (*read.skipped, *errors)
    if not documents:
        raise NoGuidesError(folder, _nothing(skipped))
    return Collection(tuple(documents), removed, skipped)


def _own(body: Body, furniture: Furniture) -> tuple[Body, tuple[Removed, ...]]:
    """Give a guide without its furniture, and that furniture."""
    text, removed = strip_furniture(body.whole, furniture)
    if not body.front.title:
        return replace(body, text=text), removed
    heading, _, text = text.split("\n", 2)
    title = heading.removeprefix("#").strip() or None
    lines = tuple(replace(piece, line=max(1, piece.line - 2)) for piece in removed)
    return replace(body, text=text, front=replace(body.front, title=title)), lines


def _document(body: Body) -> Document:
    """Give a guide without its furniture, parsed. Raises GuideError."""
    if not any(character.isalnum() for character in body.whole):
        raise GuideError(body.source.path, "holds no text of its own")
    try:
        document = parse_markdown(body.source.id, body.front, body.text)
    except RecursionError as error:
        raise GuideError(body.source.path, "nests images or links too deeply; take some apart") from error
    if len(document.sections) > MOST_SECTIONS:
        reason = f"has {len(document.sections):,} sections, more than {MOST_SECTIONS:,}; split it"
        raise GuideError(body.source.path, reason)
    return document


def _nothing(skipped: Sequence[GuideError]) -> str:
    if not skipped:
        return f"no guides here; guides are files that end in {' or '.join(ENDINGS)}"
    rest = f" (and {len(skipped) - 1} more)" if len(skipped) > 1 else ""
    return f"no guide can be used: {skipped[0]}{rest}"

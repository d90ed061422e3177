"""A folder of guides -> the collection to index: documents, what was left out of them, what was skipped."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from index.documents import Document
from index.errors import GuideError, NoGuidesError
from index.guides.front_matter import FrontMatter, split
from index.guides.furniture import Furniture, Removed, find_furniture, strip_furniture
from index.guides.markdown import parse_markdown
from index.guides.reader import ENDINGS, Source, read_folder


@dataclass(frozen=True, slots=True)
class Collection:
    """The documents of a folder in the order of their ids, and by path: the furniture removed, the guides skipped."""

    documents: tuple[Document, ...]
    removed: tuple[tuple[str, Removed], ...]
    skipped: tuple[GuideError, ...]


def collect(folder: Path) -> Collection:
    """Give the collection below `folder`. Raises NoGuidesError, which names what was wrong, when nothing is left."""
    reading = read_folder(folder)
    skipped = list(reading.skipped)
    bodies: list[_Body] = []
    for source in reading.sources:
        try:
            bodies.append(_Body(source, *split(source.text, source.path)))
        except GuideError as error:
            skipped.append(error)
    furniture = find_furniture([body.whole for body in bodies])
    documents: list[Document] = []
    removed: list[tuple[str, Removed]] = []
    for body in bodies:
        own, taken = _own(body, furniture)
        removed += [(body.source.path, piece) for piece in taken]
        try:
            documents.append(_document(own))
        except GuideError as error:
            skipped.append(error)
    if not documents:
        raise NoGuidesError(folder, _nothing(skipped))
    return Collection(tuple(documents), tuple(removed), tuple(skipped))


@dataclass(frozen=True, slots=True)
class _Body:
    """A guide whose front matter was taken off."""

    source: Source
    front: FrontMatter
    text: str

    @property
    def whole(self) -> str:
        """The text under the front matter's title as a heading, where furniture is found too."""
        return f"# {self.front.title}\n\n{self.text}" if self.front.title else self.text


def _own(body: _Body, furniture: Furniture) -> tuple[_Body, tuple[Removed, ...]]:
    """Give a guide without its furniture, and that furniture."""
    text, removed = strip_furniture(body.whole, furniture)
    if not body.front.title:
        return replace(body, text=text), removed
    heading, _, text = text.split("\n", 2)
    title = heading.removeprefix("#").strip() or None
    lines = tuple(replace(piece, line=max(1, piece.line - 2)) for piece in removed)
    return replace(body, text=text, front=replace(body.front, title=title)), lines


def _document(body: _Body) -> Document:
    """Give a guide without its furniture, parsed. Raises GuideError."""
    if not any(character.isalnum() for character in body.whole):
        raise GuideError(body.source.path, "holds no text of its own")
    try:
        return parse_markdown(body.source.id, body.front, body.text)
    except RecursionError as error:
        raise GuideError(body.source.path, "nests images or links too deeply; take some apart") from error


def _nothing(skipped: list[GuideError]) -> str:
    if not skipped:
        return f"no guides here; guides are files that end in {' or '.join(ENDINGS)}"
    rest = f" (and {len(skipped) - 1} more)" if len(skipped) > 1 else ""
    return f"no guide can be used: {skipped[0]}{rest}"

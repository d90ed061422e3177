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
        if _says_something(own):
            documents.append(parse_markdown(own.source.id, own.front, own.text))
        else:
            skipped.append(GuideError(body.source.path, "holds no text of its own"))
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
    text, removed = strip_furniture(body.text, furniture)
    if not body.front.title:
        return replace(body, text=text), removed
    heading, from_title = strip_furniture(f"# {body.front.title}", furniture)
    title = heading.removeprefix("#").strip() or None
    return replace(body, text=text, front=replace(body.front, title=title)), from_title + removed


def _says_something(body: _Body) -> bool:
    return any(character.isalnum() for character in body.whole)


def _nothing(skipped: list[GuideError]) -> str:
    if not skipped:
        return f"no guides here; guides are files that end in {' or '.join(ENDINGS)}"
    rest = f" (and {len(skipped) - 1} more)" if len(skipped) > 1 else ""
    return f"no guide can be used: {skipped[0]}{rest}"

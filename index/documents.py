"""The values that flow from a guide to an answer. Offsets count code points, ranges are half-open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Language = Literal["zh-Hans", "zh-Hant", "en"]
Mark = Literal["strong", "em", "strike", "code"]
BlockKind = Literal["paragraph", "heading", "list", "item", "code", "quote", "table", "row", "cell", "rule"]


class Span(NamedTuple):
    """A range of code points, `end` excluded."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two have a code point in common."""
        return self.start < other.end and other.start < self.end


class Snippet(NamedTuple):
    """Plain text and the spans of it that match, sorted, none touching another."""

    text: str
    matches: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Inline:
    r"""A run of text in one style; the text "\n" alone is a hard line break."""

    text: str
    marks: tuple[Mark, ...] = ()
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One node of a section's structure: its own line of text first, then its children."""

    kind: BlockKind
    inlines: tuple[Inline, ...] = ()
    children: tuple[Block, ...] = ()
    ordered: bool = False
    start: int = 1
    header: bool = False

    @property
    def line(self) -> str:
        """The block's own text, without that of its children."""
        return "".join(inline.text for inline in self.inlines)


class Heading(NamedTuple):
    """What an answer says of a section beside its snippet: the fields of `Section` by these names."""

    id: str
    guide_id: str
    anchor: str
    title: str
    breadcrumb: tuple[str, ...]
    lang: Language


@dataclass(frozen=True, slots=True)
class Section:
    """What is indexed and returned: a heading with the text up to the next heading.

    `id` is "GUIDE#ANCHOR". `breadcrumb` holds the titles above this one, the guide's first.
    `text` is plain; `passages` are the ranges of it that can stand alone: a paragraph, a step, a table row.
    `html` is the sanitised markup of the body. `level` is 1 for the guide's own opening text, up to 6.
    """

    id: str
    guide_id: str
    anchor: str
    level: int
    title: str
    breadcrumb: tuple[str, ...]
    lang: Language
    text: str
    passages: tuple[Span, ...]
    blocks: tuple[Block, ...]
    html: str
    question: bool = False

    @property
    def heading(self) -> Heading:
        """What an answer says of it."""
        return Heading(self.id, self.guide_id, self.anchor, self.title, self.breadcrumb, self.lang)


@dataclass(frozen=True, slots=True)
class Guide:
    """A source file, as its sections name it. `url` is the site's own page for it, if its front matter has one."""

    id: str
    title: str
    lang: Language
    updated: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One guide, parsed whole."""

    guide: Guide
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Removed:
    """A piece of furniture taken out of a guide; `line` counts from 1."""

    line: int
    text: str

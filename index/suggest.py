"""What a visitor may be about to ask: titles that go on where the text ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.documents import Section
from index.reader import GenerationReader
from index.script import in_script, script_of
from index.titles import title_key

_CONSIDERED = 50


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A title, in the visitor's script, and the section it belongs to."""

    text: str
    section_id: str


def complete(text: str, reader: GenerationReader, most: int) -> tuple[Suggestion, ...]:
    """Give the titles that `text` may become: those that start with it first, then short ones."""
    numbers = reader.titles.completing(text, _CONSIDERED)
    sections = [reader.section(number) for number in numbers]
    key = title_key(text)
    order = sorted(sections, key=lambda section: (not title_key(section.title).startswith(key), len(section.title)))
    return _distinct([_suggestion(section, text) for section in order])[:most]


def _suggestion(section: Section, text: str) -> Suggestion:
    return Suggestion(in_script(section.title, section.lang, script_of(text)), section.id)


def _distinct(suggestions: Sequence[Suggestion]) -> tuple[Suggestion, ...]:
    return tuple({title_key(suggestion.text): suggestion for suggestion in reversed(suggestions)}.values())[::-1]

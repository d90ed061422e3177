"""What a visitor may be about to ask: titles that go on where the text ends, or titles to begin with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

from index.documents import Language, Section
from index.reader import GenerationReader
from index.script import in_script, script_of
from index.stored import StoredGuide
from index.titles import heads_frequent_questions, title_key

_CONSIDERED = 50
_GUIDES = 20
"""1-1,000, guides that take turns where nothing was typed. More: a longer wait, for what hardly shows."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A title, in the visitor's script, the section it belongs to, and the language that the title is in now."""

    text: str
    section_id: str
    lang: Language


def complete(text: str, reader: GenerationReader, most: int) -> tuple[Suggestion, ...]:
    """Give the titles that `text` may become: those that start with it first, then short ones."""
    numbers = reader.titles.completing(text, _CONSIDERED)
    sections = [reader.section(number) for number in numbers]
    key = title_key(text)
    order = sorted(sections, key=lambda section: (not title_key(section.title).startswith(key), len(section.title)))
    return _distinct([_suggestion(section, text) for section in order])[:most]


def begin(reader: GenerationReader, most: int) -> tuple[Suggestion, ...]:
    """Give titles for who typed nothing: the guides take turns, each with what answers a frequent question first."""
    turns = zip_longest(*(_answers(guide, reader) for guide in islice(reader.guides.values(), _GUIDES)))
    sections = (section for turn in turns for section in turn if section)
    return tuple(_suggestion(section) for section in _first_of_each_title(sections, most))


def _answers(guide: StoredGuide, reader: GenerationReader) -> Iterator[Section]:
    """Give the sections of a guide without headings that only lead to them, those that are asked for often first."""
    numbers = reader.numbers(guide.guide.id)
    often = dict(zip(numbers, guide.frequent, strict=True))
    sections = map(reader.section, sorted(numbers, key=lambda number: not often[number]))
    return (section for section in sections if section.text and not heads_frequent_questions(section))


def _first_of_each_title(sections: Iterable[Section], most: int) -> list[Section]:
    found: dict[str, Section] = {}
    for section in sections:
        found.setdefault(title_key(section.title), section)
        if len(found) == most:
            break
    return list(found.values())


def _suggestion(section: Section, typed: str = "") -> Suggestion:
    script = script_of(typed) if section.lang != "en" else None
    return Suggestion(in_script(section.title, section.lang, script), section.id, script or section.lang)


def _distinct(suggestions: Sequence[Suggestion]) -> tuple[Suggestion, ...]:
    return tuple({title_key(suggestion.text): suggestion for suggestion in reversed(suggestions)}.values())[::-1]

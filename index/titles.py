"""Titles of sections: found whole whatever their punctuation, completed by characters, pinyin and initials."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from index.analysis.channels import outermost, words
from index.analysis.normalizer import fold, written, written_by_steps
from index.analysis.pinyin import syllables
from index.documents import Section
from index.numbers_by_key import NumbersByKey

_KEPT = re.compile(r"[^\W_]")
_NUMBER = re.compile(r"(?:第[一二三四五六七八九十\d]+步|[一二三四五六七八九十]+、|\d+[.、)])\s*[::]?\s*")
_FREQUENT = re.compile(r"常见(?:问题|疑问)|(?:问题|疑难)解答|问答|\bfaqs?\b|\bq ?& ?a\b")
_LONGEST = 40
TITLE_KEYS = ("titles.whole", "titles.characters", "titles.full", "titles.initials")
"""Titles as they are found: whole, and from each of their words on by characters, pinyin and initials."""


def title_key(text: str) -> str:
    """Give what of a title or a query counts when they are compared whole: folded letters and digits."""
    return _key(fold(text).text)


def _key(folded: str) -> str:
    return folded if folded.isalnum() else "".join(filter(str.isalnum, folded))


def answers_frequent_question(section: Section) -> bool:
    """Tell whether a section is a question with its answer, or stands below a title such as 常见问题 or FAQ."""
    titles = "\n".join([*section.breadcrumb, section.title])
    return section.question or bool(_FREQUENT.search(written_by_steps(titles)))  # who only parses has no tables


def heads_frequent_questions(section: Section) -> bool:
    """Tell whether a section's own title is one such as 常见问题 or FAQ: it only leads to the answers."""
    return bool(_FREQUENT.search(written(section.title)))


class Titles:
    """Sections by their titles. Reads only; any thread may call it."""

    def __init__(self, directory: Path) -> None:
        self._whole, self._characters, self._full, self._initials = (
            NumbersByKey(directory, name) for name in TITLE_KEYS
        )
        self.number = self._whole.keys.number
        """Gives a number for a whole title of folded letters and digits alone, None if no section has it."""

    def exactly(self, folded: str) -> tuple[int, ...]:
        """Give the sections whose title is a folded text, but for punctuation, script, case and a number before it."""
        return self._whole.of(_key(folded))

    def completing(self, text: str, most: int) -> list[int]:
        """Give sections with a title that goes on where `text` ends, from a word of it on; best matches first."""
        key = title_key(text)
        if not key:
            return []
        found = [self._characters.starting_with(key, most)]
        if key.isascii():
            found += [self._full.starting_with(key, most), self._initials.starting_with(key, most)]
        return list(dict.fromkeys(chain.from_iterable(found)))


def title_keys(title: str, folded: str) -> dict[str, dict[str, int]]:
    """Give the keys by which a title, also given folded, is found, as those of TITLE_KEYS; each counts once."""
    endings = list(_endings(folded))
    sounds = [[(syllables(character) or (character,))[0] for character in ending] for ending in endings]
    keys = (
        _wholes(title, folded),
        endings,
        ("".join(sound) for sound in sounds),
        ("".join(syllable[0] for syllable in sound) for sound in sounds),
    )
    return {name: dict.fromkeys(some, 1) for name, some in zip(TITLE_KEYS, keys, strict=True)}


def _wholes(title: str, folded: str) -> set[str]:
    numbered = _NUMBER.match(title)
    return {_key(folded), title_key(title[numbered.end() :]) if numbered else ""} - {""}


def _endings(folded: str) -> Iterator[str]:
    """Give a folded title from each of its words on, as keys, each at most _LONGEST code points."""
    kept = [found.start() for found in _KEPT.finditer(folded)]
    key = "".join(folded[place] for place in kept)
    starts = dict.fromkeys(token.start for token in outermost(list(words(folded))))
    endings = (key[place : place + _LONGEST] for place in (bisect_left(kept, start) for start in starts))
    return (ending for ending in dict.fromkeys(endings) if ending)

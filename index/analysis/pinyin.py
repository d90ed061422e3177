"""How Han words sound: toneless pinyin, in full and by initials. The only file that knows pypinyin."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, product

from pypinyin import Style, lazy_pinyin, pinyin

LONGEST_READ = 8
"""Code points of the longest word whose reading is kept: longer ones are sentences."""
_READINGS_EACH = 2
_READINGS_WHOLE = 4


@lru_cache(maxsize=30_000)
def syllables(character: str) -> tuple[str, ...]:
    """Give the toneless readings of one Han character, the commonest first; none if it is no Han."""
    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(dict.fromkeys(found[0]))[:_READINGS_EACH] if found else ()


def readings(word: str) -> tuple[str, ...]:
    """Give the readings of a word of Han in full, such as xufei; the most likely first, none if it is no Han."""
    each = [syllables(character) for character in word]
    if not word or len(word) > LONGEST_READ or not all(each):
        return ()
    likely = "".join(lazy_pinyin(word)) if len(word) > 1 else each[0][0]
    others = ("".join(parts) for parts in islice(product(*each), _READINGS_WHOLE))
    return tuple(dict.fromkeys([likely, *others]))


def initials(word: str) -> str:
    """Give the first letters of a word's syllables, such as xf; empty if it is no Han or a single character."""
    each = [syllables(character) for character in word]
    if len(word) < 2 or len(word) > LONGEST_READ or not all(each):
        return ""
    return "".join(syllable[0] for syllable in lazy_pinyin(word))

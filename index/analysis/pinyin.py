"""How Han words sound: toneless pinyin, in full and by initials. The only file that knows pypinyin."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, product

LONGEST_READ = 8
"""Code points of the longest word whose reading is kept: longer ones are sentences."""
_READINGS_EACH = 2
_READINGS_WHOLE = 4


def load() -> None:
    """Read pypinyin's lists now (a fifth of a second, 55 MB)."""
    readings("读音")


@lru_cache(maxsize=30_000)
def syllables(character: str) -> tuple[str, ...]:
    """Give the toneless readings of one Han character, the commonest first; none if it is no Han."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 - a fifth of a second that only some queries need

    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(dict.fromkeys(found[0]))[:_READINGS_EACH] if found else ()


def readings(word: str) -> tuple[str, ...]:
    """Give the readings of a word of Han in full, such as xufei; the most likely first, none if it is no Han.

    A phrase of pypinyin's list has one. Other words may have several: all of their characters' rarer readings would
    make more noise than they find.
    """
    from pypinyin.constants import PHRASES_DICT  # noqa: PLC0415 - as above

    each = [syllables(character) for character in word]
    if not word or len(word) > LONGEST_READ or not all(each):
        return ()
    if word in PHRASES_DICT:
        return ("".join(_spoken(word)),)
    others = ("".join(parts) for parts in islice(product(*each), _READINGS_WHOLE))
    return tuple(dict.fromkeys(["".join(_likely(word)), *others]))


def initials(word: str) -> str:
    """Give the first letters of a word's syllables, such as xf; empty if it is no Han or a single character."""
    each = [syllables(character) for character in word]
    if len(word) < 2 or len(word) > LONGEST_READ or not all(each):
        return ""
    return "".join(syllable[0] for syllable in _likely(word))


def _likely(word: str) -> list[str]:
    """Give the syllables of a word of Han as `pypinyin.lazy_pinyin` does, in a tenth of its time."""
    from pypinyin.seg.mmseg import seg  # noqa: PLC0415 - as above

    return [syllable for phrase in seg.cut(word) for syllable in _spoken(phrase)]


@lru_cache(maxsize=100_000)
def _spoken(phrase: str) -> tuple[str, ...]:
    """Give the syllables of a phrase of pypinyin's list, or of its characters one by one."""
    from pypinyin.constants import PHRASES_DICT  # noqa: PLC0415 - as above

    if phrase not in PHRASES_DICT:
        return tuple(syllables(character)[0] for character in phrase)
    return tuple(_toneless(sounds[0]) for sounds in PHRASES_DICT[phrase])


@lru_cache(maxsize=10_000)
def _toneless(syllable: str) -> str:
    """Give a syllable such as xù as it is typed: xu."""
    from pypinyin import Style  # noqa: PLC0415 - as above
    from pypinyin.style import convert  # noqa: PLC0415 - as above

    toneless: str = convert(syllable, Style.NORMAL, strict=True)
    return toneless

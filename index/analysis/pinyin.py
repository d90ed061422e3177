"""How Han words sound: toneless pinyin, in full and by initials. The only file that knows pypinyin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice, product

LONGEST_READ = 8
"""Code points of the longest word whose reading is kept: longer ones are sentences."""
_KEPT = 8_192
"""500-50,000, words whose readings are kept, those asked last, some 300 bytes each. Fewer: slower searches."""
_READINGS_EACH = 2
_READINGS_WHOLE = 4
_SHORTEST_CUT = 3
"""Code points of the shortest word that pypinyin may cut into phrases: those of its list have two at least."""


def load() -> None:
    """Read pypinyin's lists now (a fifth of a second, 55 MB)."""
    readings("读音")


@lru_cache(maxsize=30_000)
def syllables(character: str) -> tuple[str, ...]:
    """Give the toneless readings of one Han character, the commonest first; none if it is no Han."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 - a fifth of a second that only some queries need

    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(dict.fromkeys(found[0]))[:_READINGS_EACH] if found else ()


@lru_cache(maxsize=_KEPT)
def readings(word: str) -> tuple[str, ...]:
    """Give the readings of a word of Han in full, such as xufei; the most likely first, none if it is no Han.

    A phrase of pypinyin's list has one. Other words may have several: all of their characters' rarer readings would
    make more noise than they find.
    """
    return sounds(word)[0]


def initials(word: str) -> str:
    """Give the first letters of a word's syllables, such as xf; empty if it is no Han or a single character."""
    return sounds(word)[1]


def sounds(word: str) -> tuple[tuple[str, ...], str]:
    """Give `readings` and `initials` at once: they are made of the same syllables."""
    each = [syllables(character) for character in word[: LONGEST_READ + 1]]
    if not word or len(word) > LONGEST_READ or not all(each):
        return (), ""
    known = word in _phrases()
    likely = _spoken(word) if known or len(word) < _SHORTEST_CUT else _likely(word)
    first_letters = "".join([syllable[0] for syllable in likely]) if len(word) > 1 else ""
    others = () if known else ("".join(parts) for parts in islice(product(*each), _READINGS_WHOLE))
    return tuple(dict.fromkeys(["".join(likely), *others])), first_letters


def _likely(word: str) -> list[str]:
    """Give the syllables of a word of Han as `pypinyin.lazy_pinyin` does, in a tenth of its time."""
    from pypinyin.seg.mmseg import seg  # noqa: PLC0415 - as above

    return [syllable for phrase in seg.cut(word) for syllable in _spoken(phrase)]


def _spoken(phrase: str) -> tuple[str, ...]:
    """Give the syllables of a phrase of pypinyin's list, or of its characters one by one."""
    known = _phrases().get(phrase)
    if known is None:
        return tuple([syllables(character)[0] for character in phrase])
    return tuple([_toneless(sounds[0]) for sounds in known])


@cache
def _phrases() -> Mapping[str, Sequence[Sequence[str]]]:
    """Give pypinyin's list of phrases, each with its syllables."""
    from pypinyin.constants import PHRASES_DICT  # noqa: PLC0415 - as above

    phrases: Mapping[str, Sequence[Sequence[str]]] = PHRASES_DICT
    return phrases


@lru_cache(maxsize=10_000)
def _toneless(syllable: str) -> str:
    """Give a syllable such as xù as it is typed: xu."""
    from pypinyin import Style  # noqa: PLC0415 - as above
    from pypinyin.style import convert  # noqa: PLC0415 - as above

    toneless: str = convert(syllable, Style.NORMAL, strict=True)
    return toneless

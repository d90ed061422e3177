"""Characters that become one character by themselves, whatever stands beside them: of these most questions consist."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis.simplified import by_opencc
from index.analysis.words import NOT_PLAIN, converted_together, listed_han
from index.script import FIRST_HAN, HAN, convert

PLANE = "\U00010000"
"""The first character after the basic plane: those from there on are rare, and none is plain."""
_HAN = re.compile(f"[{HAN}]")
_AFTER_HAN, _AFTER_PRIVATE = "\ua000", "\uf900"
"""Most Han stand before the first, full-width letters behind the second: what is between them is rare, not plain."""
_VOWELS, _LAST_ENDS = "\u1160", "\u11ff"
"""The first of the vowels and the last of the ends that join other parts of Korean syllables."""
_END = "\n"
_LOWERED_BY_OTHERS = "Σ"
"""The only letter whose small form depends on what stands beside it."""


class Plain(NamedTuple):
    """What becomes of the characters from the first on, as `fold`, as `written` and as `clean` have it.

    Pairs of Han among `pairs` may become something else together when they are folded.
    """

    folded: str
    written: str
    clean: str
    pairs: frozenset[str]


def plain_characters() -> Plain:
    """Find what becomes of every character of the basic plane."""
    first, last = _characters("\0", FIRST_HAN), _characters(_AFTER_PRIVATE, PLANE)
    between = _characters(FIRST_HAN, _AFTER_HAN) + NOT_PLAIN * (ord(_AFTER_PRIVATE) - ord(_AFTER_HAN))
    composed, others = _composed(first), _composed(last)
    clean = composed + between + others
    before = _lowered(first, composed) + between + _lowered(last, others)
    known, together = listed_han(), converted_together()
    folded, written = (known.folded, known.written) if known.is_current else changed_han(before)
    alone = dict.fromkeys(filter(_is_plain_one, together), NOT_PLAIN)
    pairs = frozenset(pair for pair in together if not _is_one(pair))
    return Plain(_with(before, {**folded, **alone}), _with(before, written), clean, pairs)


def changed_han(characters: str) -> tuple[dict[str, str], dict[str, str]]:
    """Ask OpenCC which Han become others by themselves, as `fold` and as `written` have it."""
    han = _HAN.findall(characters)
    return _by_lines(han, by_opencc), _by_lines(han, lambda text: convert(text, "t2s"))


def _characters(first: str, after: str) -> str:
    return _text(np.arange(ord(first), ord(after), dtype=np.uint16))


def _by_lines(characters: Sequence[str], become: Callable[[str], str]) -> dict[str, str]:
    """Give what becomes of each character on a line of its own, where that is another."""
    after = become("\n".join(characters)).split("\n")
    others = ((a, b) for a, b in zip(characters, after, strict=True) if a != b)
    return {a: b if _is_plain_one(b) else NOT_PLAIN for a, b in others}


def _with(before: str, others: Mapping[str, str]) -> str:
    """Give all characters with others for some Han, each of which stands at its own place, if anywhere."""
    after, han = _units(before), _units("".join(others))
    free = after[han] == han
    after[han[free]] = _units("".join(others.values()))[free]
    return _text(after)


def _units(characters: str) -> NDArray[np.uint16]:
    """Give the code points of characters of the basic plane."""
    return np.frombuffer(characters.encode("utf-16-le"), "<u2").astype(np.uint16)


def _text(units: NDArray[np.uint16]) -> str:
    return units.astype("<u2").tobytes().decode("utf-16-le")


def _is_one(text: str) -> bool:
    return len(text) == 1


def _is_plain_one(text: str) -> bool:
    return _is_one(text) and text < PLANE


def _composed(characters: str) -> str:
    """Give what becomes of each character before it is written small.

    A mark may become one with the character before it, as may parts of Korean syllables and what begins with a mark.
    """
    composed = _in_form("NFKC", characters.replace(_END, " "))
    first = [parts[0] for parts in _in_form("NFD", composed)]
    each = zip(composed, first, map(unicodedata.category, first), strict=True)
    return "".join(
        [
            one
            if len(one) == 1
            and one < PLANE
            and one.isprintable()
            and kind[0] != "M"
            and not _VOWELS <= part <= _LAST_ENDS
            else NOT_PLAIN
            for one, part, kind in each
        ]
    )


def _in_form(form: Literal["NFKC", "NFD"], texts: Iterable[str]) -> list[str]:
    """Give texts without line ends in a form of Unicode: all at once, as nothing is composed over the end of one."""
    return unicodedata.normalize(form, _END.join(texts)).split(_END)


def _lowered(characters: str, composed: str) -> str:
    """Give what becomes of each character before those of one script are put for others."""
    each = zip(characters, composed, map(str.lower, composed), strict=True)
    return "".join(
        [low if low in (one, NOT_PLAIN) or _is_small(before, low) else NOT_PLAIN for one, before, low in each]
    )


def _is_small(composed: str, lowered: str) -> bool:
    """Tell whether a character always becomes another one when it is written small.

    Han that become others here are not plain: the pairs are those of what they become.
    """
    return _is_one(lowered) and composed != _LOWERED_BY_OTHERS and not _HAN.match(lowered)

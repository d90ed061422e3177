"""Chinese scripts: which one a text is written in, and one script for matching."""

from __future__ import annotations

from functools import cache

import opencc

from index.documents import Language

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""Character class (to put between brackets in a pattern) of Han characters, the extensions included."""


@cache
def _converter(config: str) -> opencc.OpenCC:
    return opencc.OpenCC(config)


def convert(text: str, config: str) -> str:
    """Give `text` converted by the OpenCC configuration `config`, such as "t2s"; its length may change."""
    converted: str = _converter(config).convert(text)
    return converted


def detect_language(text: str, otherwise: Language = "zh-Hans") -> Language:
    """Give the language of `text`: by the characters that only one script has; `otherwise` on a draw.

    A text without any Han character is English, unless it has no letter at all.
    """
    if not any(character >= "\u3400" for character in text):
        return "en" if any(character.isalpha() for character in text) else otherwise
    traditional = _changed(text, "t2s")
    simplified = _changed(text, "s2t")
    if traditional == simplified:
        return otherwise if otherwise != "en" else "zh-Hans"
    return "zh-Hant" if traditional > simplified else "zh-Hans"


def _changed(text: str, config: str) -> int:
    return sum(before != after for before, after in zip(text, convert(text, config), strict=False))

"""Chinese scripts: which one a text is written in, and one script for matching."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import opencc

from index.documents import Language
from index.libraries import version_of

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""Character class (to put between brackets in a pattern) of Han characters, the extensions included."""
FIRST_HAN = "\u3400"
"""The first of them but for two marks: what comes before are other scripts and punctuation."""
LAST_OF_MOST_HAN = "\u9fff"
"""The last of those that are written today: behind it there are other scripts, Hangul for one, and rare Han."""
FIRST_CJK = "\u2e80"
"""The first character of the scripts that are written without spaces: kana, Han and their punctuation."""

_SCRIPTS: frozenset[Language] = frozenset({"zh-Hans", "zh-Hant"})
_CONVERSIONS: Mapping[tuple[Language, Language | None], str] = MappingProxyType(
    {("zh-Hans", "zh-Hant"): "s2t", ("zh-Hant", "zh-Hans"): "t2s"}
)


_CONFIGURATIONS = ("t2s", "s2t", "tw2sp")
"""Those that are asked for."""
_TRADITIONAL, _SIMPLIFIED = "ts"


def opencc_version() -> str:
    """Give the version of OpenCC, by which its dictionaries are told."""
    return version_of("opencc")


@cache
def converter(config: str) -> Callable[[str], str]:
    """Give what converts text by the OpenCC configuration `config`, such as "t2s"; the length of a text may change."""
    convert: Callable[[str], str] = opencc.OpenCC(config).convert
    return convert


def load() -> None:
    """Load OpenCC's dictionaries and what is known of scripts, which the first text that needs them would wait for."""
    for config in _CONFIGURATIONS:
        converter(config)
    _changed()


def convert(text: str, config: str) -> str:
    """Give `text` converted by an OpenCC configuration; its length may change."""
    return converter(config)(text)


def detect_language(text: str, otherwise: Language = "zh-Hans") -> Language:
    """Give the language of `text`: by the characters that only one script has; `otherwise` on a draw.

    A text without any Han character is English, unless it has no letter at all.
    """
    if not any(character >= FIRST_HAN for character in text):
        return "en" if any(character.isalpha() for character in text) else otherwise
    changed = text.translate(_changed())
    traditional, simplified = changed.count(_TRADITIONAL), changed.count(_SIMPLIFIED)
    if traditional == simplified:
        return otherwise if otherwise != "en" else "zh-Hans"
    return "zh-Hant" if traditional > simplified else "zh-Hans"


class _Changed(dict[int, str | None]):
    """Code points to the script that the character is in, None where it is in both; found once each."""

    def __init__(self, find: Callable[[str], str | None]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, code: int) -> str | None:
        self[code] = found = self._find(chr(code))
        return found


def script_by_opencc(character: str) -> str | None:
    """Give the script that a character is in, t or s, if another has another for it; None of all other characters."""
    traditional, simplified = (convert(character, config) != character for config in ("t2s", "s2t"))
    return (_TRADITIONAL if traditional else _SIMPLIFIED) if traditional != simplified else None


@cache
def _changed() -> _Changed:
    if not is_listed():
        return _Changed(script_by_opencc)
    _, simplified, traditional = _list()
    listed = {**dict.fromkeys(simplified, _SIMPLIFIED), **dict.fromkeys(traditional, _TRADITIONAL)}
    return _Changed(listed.get)


def is_listed() -> bool:
    """Tell whether data files hold what the dictionaries of the installed OpenCC say, which take longer to load."""
    return _list()[0] == opencc_version()


@cache
def _list() -> tuple[str, ...]:
    """Give the version of an OpenCC, and the simplified and traditional characters that it has others for."""
    lines = files("index").joinpath("scripts.txt").read_text("utf-8").splitlines()
    return tuple(line for line in lines if not line.startswith("#"))


def script_of(text: str) -> Language | None:
    """Give the language of a text whose script shows; None where its characters, if it has any Han, are in both."""
    seen = {detect_language(text, otherwise) for otherwise in _SCRIPTS}
    return seen.pop() if len(seen) == 1 and seen < _SCRIPTS else None


def in_script(text: str, language: Language, wanted: Language | None) -> str:
    """Give a text of one language in the script of another; as it is where there is no way or none is wanted."""
    config = _CONVERSIONS.get((language, wanted))
    return convert(text, config) if config else text

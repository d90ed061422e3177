"""Parameters of a request: what fits, read and described from one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from index.documents import Language
from index.query import LONGEST_QUERY, clean
from widget.addresses import Arguments
from widget.problems import ParameterError


@dataclass(frozen=True, slots=True)
class WholeNumber:
    """A parameter that is a whole number from `least` to `most`, or `default` where it is not given."""

    name: str
    meaning: str
    default: int
    least: int
    most: int

    def read(self, arguments: Arguments) -> int:
        """Give the value. Raises ParameterError."""
        text = _first(self.name, arguments)
        if text is None:
            return self.default
        if not (text.isascii() and text.isdigit() and len(text) <= 4 and self.least <= int(text) <= self.most):
            raise ParameterError(self.name, f"a whole number from {self.least} to {self.most}")
        return int(text)


LIMIT = WholeNumber("limit", "how many hits at most", 10, 1, 50)
OFFSET = WholeNumber("offset", "how many of the best hits are left out", 0, 0, 1000)
SUGGESTIONS = WholeNumber("limit", "how many suggestions at most", 8, 1, 20)
LANGUAGES: Mapping[str, tuple[Language, ...]] = {
    "zh": ("zh-Hans", "zh-Hant"), "zh-Hans": ("zh-Hans",), "zh-Hant": ("zh-Hant",), "en": ("en",),
}  # fmt: skip


def read_query(arguments: Arguments) -> str:
    """Give the cleaned question. Raises ParameterError where it is longer than LONGEST_QUERY."""
    text = clean(_first("q", arguments) or "")
    if len(text) > LONGEST_QUERY:
        raise ParameterError("q", f"at most {LONGEST_QUERY} characters long, not {len(text)}")
    return text


def read_guides(arguments: Arguments) -> tuple[str, ...]:
    """Give the ids of the guides that are asked for, each once, in one order."""
    return tuple(sorted(set(arguments.get("guide", ()))))


def read_languages(arguments: Arguments) -> tuple[Language, ...]:
    """Give the languages that are asked for; none stands for all. Raises ParameterError."""
    name = _first("lang", arguments)
    if name is None:
        return ()
    if name not in LANGUAGES:
        raise ParameterError("lang", f"one of {', '.join(LANGUAGES)}")
    return LANGUAGES[name]


def _first(name: str, arguments: Arguments) -> str | None:
    values = arguments.get(name)
    return values[0] if values else None

"""Text that comes from files, for a terminal: one line that can't move its cursor or turn its letters around."""

from __future__ import annotations

import re

_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, ends of lines, marks of direction, halves of characters (bytes of a name that is not UTF-8)."""


def printable(text: str) -> str:
    r"""Give `text` with what a terminal would obey, or can't show, as escapes such as \n and \x1b."""
    return _UNSEEN.sub(lambda found: found.group().encode("unicode_escape").decode(), text)

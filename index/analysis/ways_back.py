"""Where the characters of converted text came from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz.distance import Levenshtein

from index.script import convert


def ways_back(text: str, pieces: Iterable[tuple[int, int, str]]) -> tuple[list[int], list[int]]:
    """Give where each character of replacements begins and ends in `text`; each piece is (start, end, replacement)."""
    starts: list[int] = []
    ends: list[int] = []
    for start, end, after in pieces:
        if end - start == len(after):
            starts += range(start, end)
            ends += range(start + 1, end + 1)
        for first, last, part in _aligned(text, start, end, after) if end - start != len(after) else ():
            starts += [first] * len(part)
            ends += [last] * len(part)
    return starts, ends


def _aligned(text: str, start: int, end: int, after: str) -> list[tuple[int, int, str]]:
    """Cut a piece whose length changed into characters that correspond and the words between them."""
    before = convert(text[start:end], "t2s")
    parts: list[tuple[int, int, str]] = []
    for step in Levenshtein.opcodes(before, after):
        i, j, k = start + step.src_start, start + step.src_end, step.dest_start
        if step.tag == "equal":
            parts += [(i + n, i + n + 1, after[k + n]) for n in range(j - i)]
        else:
            parts.append((i, j, after[k : step.dest_end]))
    return _nonempty(parts)


def _nonempty(parts: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Give every inserted character a range of the original: that of the part before or after it."""
    grown: list[tuple[int, int, str]] = []
    for index, (start, end, after) in enumerate(parts):
        if start < end:
            grown.append((start, end, after))
        elif index:
            grown.append((parts[index - 1][0], start, after))
        else:
            grown.append((start, parts[index + 1][1], after))
    return grown

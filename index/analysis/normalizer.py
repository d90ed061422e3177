"""Text to folded text, with a way back: every folded character knows the piece of the original it came from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from index.analysis.each_character import EachCharacter
from index.analysis.folded import Folded
from index.analysis.plain import plain_characters
from index.analysis.simplified import by_itself, simplified
from index.analysis.ways_back import ways_back
from index.analysis.words import listed_han
from index.script import HAN, convert

try:
    from index.compiled_folding import PlainTexts
except ModuleNotFoundError:  # one that is there and can't be used shall say so
    from index.analysis.plain_texts import PlainTexts

__all__ = [
    "BEFORE_SCRIPT", "PIPELINE", "PLAIN_TEXTS", "Folded", "compatibility", "fold", "fold_by_steps", "lower",
    "one_script", "visible", "written", "written_by_steps",
]  # fmt: skip

LONGEST_RUN = 500
"""200-5,000, Han that are converted at a time. More: finding out what became of which takes longer, as its square."""
_HAN_RUN = re.compile(f"[{HAN}]{{1,{LONGEST_RUN}}}")
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})  # controls, bidi and zero-width marks, lone surrogates, unassigned
_VOICING = "ﾞﾟ"

MOST_MARKS = 30
"""10-100, combining marks that stay with a character, as in Unicode's stream-safe texts (UAX 15). More: sorting them
takes a time that grows with the square of their number."""


Step = Callable[[str], Folded]


PLAIN_TEXTS = PlainTexts(plain_characters)
"""Most questions, which are folded by looking up each character. The tables are loaded with the first text."""


def fold(text: str) -> Folded:
    """Give `text` as it is matched: see PIPELINE for the steps, in their order."""
    return PLAIN_TEXTS.fold(text) or fold_by_steps(text)


def fold_by_steps(text: str) -> Folded:
    """Give what `fold` gives, of any text, without looking whether it is plain."""
    usual = _usual(text)
    return _through(PIPELINE, text) if usual is None else one_script(usual)


def written(text: str) -> str:
    """Give `text` as `fold` does, but for phrases: what is given for a piece of a text is a piece of what is given."""
    plain = PLAIN_TEXTS.written(text)
    return written_by_steps(text) if plain is None else plain


def written_by_steps(text: str) -> str:
    """Give what `written` gives, of any text: slower, but the tables of plain characters need not be there."""
    usual = _usual(text)
    return (_through(BEFORE_SCRIPT, text).text if usual is None else usual).translate(_simplified())


def _usual(text: str) -> str | None:
    """Give what BEFORE_SCRIPT makes of a text that is composed and printable already; None of others.

    Most texts are so, and then nothing has to be made for each step.
    """
    line = text.replace("\n", " ")
    if not (unicodedata.is_normalized("NFKC", line) and line.isprintable()):
        return None
    lowered = line.lower()
    return lowered if len(lowered) == len(text) else None


def _through(steps: Sequence[Step], text: str) -> Folded:
    folded = Folded(text)
    for step in steps:
        folded = _compose(folded, step(folded.text))
    return folded


def _compose(first: Folded, second: Folded) -> Folded:
    """Give `second`, which was made from the text of `first`, with the way back to the original of `first`."""
    if second.starts is None or second.ends is None:
        return Folded(second.text, first.starts, first.ends)
    if first.starts is None or first.ends is None:
        return second
    starts = [first.starts[start] for start in second.starts]
    ends = [first.ends[end - 1] for end in second.ends]
    return Folded(second.text, starts, ends)


def _piecewise(pieces: Iterable[tuple[int, int, str]]) -> Folded:
    """Give the joined replacements; each piece is (start, end, replacement) of the text before."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end, replacement in pieces:
        text.append(replacement)
        starts += [start] * len(replacement)
        ends += [end] * len(replacement)
    return Folded("".join(text), starts, ends)


def compatibility(text: str) -> Folded:
    """NFKC, a base character with its combining marks at a time: full-width, ligatures, decomposed accents."""
    if unicodedata.is_normalized("NFKC", text):
        return Folded(text)
    each = text.translate(_compatible())
    if len(each) == len(text):  # none becomes shorter, so every character kept its place, and none joins another
        return Folded(each)
    return _piecewise((s, e, unicodedata.normalize("NFKC", text[s:e])) for s, e in _clusters(text))


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    starts: list[int] = []
    for i, character in enumerate(text):
        if not starts or not _joins(character) or i - starts[-1] > MOST_MARKS:
            starts.append(i)
    return zip(starts, [*starts[1:], len(text)], strict=True)


def _joins(character: str) -> bool:
    """Tell whether a character goes to the one before it: an accent, or a voicing mark of half-width kana."""
    return unicodedata.combining(character) > 0 or character in _VOICING


def visible(text: str) -> Folded:
    """Drop what has no shape: zero-width and bidi marks, lone surrogates; controls such as a tab become a space."""
    text = text.replace("\n", " ")
    if text.isprintable():
        return Folded(text)
    each = text.translate(_shapes())
    if len(each) == len(text):  # none becomes longer, so every character kept its place
        return Folded(each)
    return _piecewise((i, i + 1, _shape(character)) for i, character in enumerate(text))


def _shape(character: str) -> str:
    if character in "\t\n\r\x0b\x0c\x85":
        return " "
    return "" if unicodedata.category(character) in _DROPPED else character


def lower(text: str) -> Folded:
    """Lower case."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return Folded(lowered)
    return _piecewise((i, i + 1, character.lower()) for i, character in enumerate(text))


def one_script(text: str) -> Folded:
    """Simplified characters with mainland vocabulary, whatever script the words of Taiwan are written in."""
    runs = _HAN_RUN.findall(text)
    converted = simplified(runs)
    if converted == runs:
        return Folded(text)
    replaced = _replaced(text, converted)
    if list(map(len, converted)) == list(map(len, runs)):
        return Folded(replaced)
    return Folded(replaced, *ways_back(text, _pieces(text, converted)))


def _replaced(text: str, runs: Sequence[str]) -> str:
    """Give `text` with other runs of Han in the place of its own."""
    following = iter(runs)
    return _HAN_RUN.sub(lambda _: next(following), text)


def _pieces(text: str, runs: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Give all pieces of `text`, with what stands in their place: other runs of Han for its own."""
    position = 0
    for run, piece in zip(_HAN_RUN.finditer(text), runs, strict=True):
        start, end = run.span()
        yield position, start, text[position:start]
        yield start, end, piece
        position = end
    yield position, len(text), text[position:]


@cache
def _simplified() -> EachCharacter:
    return by_itself(listed_han().written, lambda character: convert(character, "t2s"))


@cache
def _compatible() -> EachCharacter:
    return EachCharacter(_alone)


def _alone(character: str) -> str:
    """Give what becomes of a character by itself; of one that goes to others too much, so that it is noticed."""
    return unicodedata.normalize("NFKC", character) + "\0" * _joins(character)


@cache
def _shapes() -> EachCharacter:
    return EachCharacter(_shape)


BEFORE_SCRIPT: tuple[Step, ...] = (compatibility, visible, lower)
PIPELINE: tuple[Step, ...] = (*BEFORE_SCRIPT, one_script)

"""Latin letters read as pinyin: xufei, wangjimima, wjmm, zhi fu bao."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.analysis.channels import Channel
from index.documents import Span
from index.parsed_query import Group, Rewriting, Typed
from index.reader import GenerationReader
from index.readings import heard
from index.scoring import PINYIN_WEIGHT
from index.understanding.guess import Guesses, commonest, spelled
from index.understanding.typos import near

_LETTERS = re.compile(r"(?<![^\W\u3400-\U0010ffff])[a-z]+(?:[ '][a-z]+)*(?![^\W\u3400-\U0010ffff])")
_LONGEST = 40
_LONGEST_KEY = 30
_CANDIDATES = 16
_KEYS = 100
_INITIALS_COST = 1.6
_UNFINISHED_COST = 1.7
_PAIR_COST = 1.2
_SINGLE_COST = 1.5
_WORD_COST = 1.0
_DOUBTS = {_INITIALS_COST: 1, _SINGLE_COST: 2, _UNFINISHED_COST: 2}
_MOST_DOUBTS = 2


class _Step(NamedTuple):
    """One key read: what that costs, and the terms of a channel that sound like it."""

    cost: float
    channel: Channel
    numbers: Sequence[int]


class _Path(NamedTuple):
    """The cheapest way to read the letters up to some point: its cost and its steps with their keys."""

    cost: float
    steps: tuple[tuple[str, _Step], ...] = ()
    doubts: int = 0


def romanised(typed: Typed, reader: GenerationReader) -> Guesses:
    """Give the words that unknown runs of Latin letters sound like, and the reading of each run."""
    groups: list[Group] = []
    rewritings: list[Rewriting] = []
    for span, letters, spaced in _unknown(typed.folded, reader):
        unfinished = span.end == len(typed.folded)
        if unfinished and reader.full.starting_with(letters, 1) and not reader.full.of(letters):
            continue  # a single word half typed
        path = _read(letters, reader, unfinished=unfinished, spaced=spaced)
        if path is None or (path.cost > len(path.steps) * _WORD_COST and near(letters, reader)):
            continue  # a slip in a known name is likelier than a reading with initials or single characters
        read = [(key, _candidates(step, reader)) for key, step in path.steps]
        for key, words in read:
            groups += spelled(key, words, PINYIN_WEIGHT, "pinyin")
        rewritings.append(Rewriting(span, "".join([heard(words[0], key) for key, words in read]), "pinyin"))
    return Guesses(tuple(groups), tuple(rewritings))


def _unknown(folded: str, reader: GenerationReader) -> Iterator[tuple[Span, str, bool]]:
    """Give the runs of neighbouring Latin words that no section holds, joined, and whether they were several."""
    lexicon = reader.channels["words"].lexicon
    for run in _LETTERS.finditer(folded):
        parts = [*re.finditer(r"[a-z]+", run.group()), None]
        pending: list[re.Match[str]] = []
        for part in parts:
            if part is not None and lexicon.number(part.group()) is None:
                pending.append(part)
                continue
            if pending:
                letters = "".join(p.group() for p in pending)
                start, end = run.start() + pending[0].start(), run.start() + pending[-1].end()
                if 2 <= len(letters) <= _LONGEST:
                    yield Span(start, end), letters, len(pending) > 1
            pending = []


def _read(letters: str, reader: GenerationReader, *, unfinished: bool, spaced: bool) -> _Path | None:
    """Give the cheapest reading of all letters: few long words, full syllables before initials.

    Few pieces may be doubtful (initials, a single character, unfinished): with more, any letters would say something.
    Where the text ends with them, the last word may be `unfinished`: wangjim for 忘记密码. Where they were typed
    `spaced`, single syllables are what they seem.
    """
    doubts = _DOUBTS | ({_SINGLE_COST: 0} if spaced else {})
    full, pairs, initials = (by.keys.number for by in (reader.full, reader.bigrams, reader.initials))
    best: list[_Path | None] = [_Path(0.0)] + [None] * len(letters)
    for start, before in enumerate(best):
        if before is None:
            continue
        for end in range(start + 1, min(start + _LONGEST_KEY, len(letters)) + 1):
            key, least = letters[start:end], math.inf if (current := best[end]) is None else current.cost
            if before.cost + _WORD_COST >= least:
                continue
            is_unknown = full(key) is None and pairs(key) is None and initials(key) is None  # most are
            step = None if is_unknown else _step(key, reader)
            if step is None and start and unfinished and end == len(letters) and not before.doubts:
                step = _last_step(key, reader)
            if step is None or before.cost + step.cost >= least:
                continue
            doubtful = before.doubts + doubts.get(step.cost, 0)
            if doubtful <= _MOST_DOUBTS:
                best[end] = _Path(before.cost + step.cost, (*before.steps, (key, step)), doubtful)
    return best[-1]


def _step(key: str, reader: GenerationReader) -> _Step | None:
    """Give the cheapest step for one key: words that sound like it."""
    numbers = reader.full.of(key)
    if numbers and _has_longer(numbers, reader):
        return _Step(_WORD_COST, "words", numbers)
    if pairs := reader.bigrams.of(key):
        return _Step(_PAIR_COST, "bigrams", pairs)
    if numbers:
        return _Step(_SINGLE_COST, "words", numbers)
    if len(key) > 1 and (numbers := reader.initials.of(key)):
        return _Step(_INITIALS_COST, "words", numbers)
    return None


def _last_step(key: str, reader: GenerationReader) -> _Step | None:
    """Give the step for an unfinished key: words whose reading starts with it."""
    numbers = reader.full.starting_with(key, _KEYS)
    return _Step(_UNFINISHED_COST, "words", numbers) if _has_longer(numbers, reader) else None


def _has_longer(numbers: Sequence[int], reader: GenerationReader) -> bool:
    """Tell whether one of the candidates among some words is longer than a character."""
    few = numbers if len(numbers) <= _CANDIDATES else _commonest(reader, "words", numbers)
    term = reader.channels["words"].lexicon.term
    return any(len(term(number)) > 1 for number in few)


def _candidates(step: _Step, reader: GenerationReader) -> list[str]:
    """Give the words that a step stands for: the commonest, without single characters where longer ones made it."""
    term = reader.channels[step.channel].lexicon.term
    words = [term(number) for number in _commonest(reader, step.channel, step.numbers)]
    return [word for word in words if len(word) > 1] if step.cost in (_WORD_COST, _UNFINISHED_COST) else words


def _commonest(reader: GenerationReader, channel: Channel, numbers: Sequence[int]) -> list[int]:
    return [number for number, _ in commonest(reader, channel, numbers, _CANDIDATES)]

"""jieba's hidden Markov model: the words that it makes of a run of Han without asking the dictionary.

The very words of `jieba.finalseg.cut` in a third of its time, which grows with the length of a run and not with its
square. A character begins a word (B), is inside one (M), ends one (E) or is one by itself (S).
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

_FIRST, _LAST = 0x4E00, 0x9FD5
"""The code points of the characters that the model was trained with; others are a word with their like."""
_KNOWN = re.compile(f"([{chr(_FIRST)}-{chr(_LAST)}]+)")
NEVER = -3.14e100
"""The logarithm of no probability, as jieba has it."""
_KEPT = 20_000
"""1,000-1,000,000, short runs whose words stay known, about half a kilobyte each: guides and questions repeat
themselves."""
_SHORT_RUN = 8
"""Code points. Longer runs are rare, and would let anyone fill the memory."""

Logarithms = Mapping[str, float]


class Model(NamedTuple):
    """Logarithms of probabilities: of a state to begin with, of the next state, of each character in a state."""

    start: Logarithms
    transitions: Mapping[str, Logarithms]
    emissions: Mapping[str, Logarithms]


def _in_order(logarithms: Logarithms) -> array[float]:
    """Give those of all characters that the model was trained with, in the order of code points.

    To read an object of Python is to write into it, and processes that were forked would each have their own copy of
    what they share.
    """
    every = array("d", [NEVER]) * (_LAST - _FIRST + 1)
    for character, logarithm in logarithms.items():
        if _FIRST <= ord(character) <= _LAST:
            every[ord(character) - _FIRST] = logarithm
    return every


class _Tables(NamedTuple):
    """A model, of which the logarithms of characters are in the order of code points."""

    start: Logarithms
    transitions: Mapping[str, Logarithms]
    emissions: Mapping[str, Sequence[float]]


def _words(run: str, model: _Tables) -> Iterator[str]:
    """Give the words of a run of Han, which are the run when joined."""
    for block in filter(None, _KNOWN.split(run)):
        if not _KNOWN.match(block):
            yield block
            continue
        begin = 0
        for end, state in enumerate(_states(model, block), 1):
            if state in "ES":
                yield block[begin:end]
                begin = end


def _states(model: _Tables, block: str) -> list[str]:
    """Give the likeliest states of all characters (Viterbi's algorithm); of two as likely, the later letter."""
    start, (b, m, e, s) = model.start, (model.emissions[state] for state in "BMES")
    pairs = (*zip("ESBMBMES", "BBMMEESS", strict=True),)
    eb, sb, bm, mm, be, me, es, ss = (model.transitions[before][after] for before, after in pairs)
    first, *others = [ord(character) - _FIRST for character in block]
    in_b, in_m = start["B"] + b[first], start["M"] + m[first]
    in_e, in_s = start["E"] + e[first], start["S"] + s[first]
    came: list[dict[str, str]] = []
    for other in others:
        out_b, out_m, out_e, out_s = b[other], m[other], e[other], s[other]
        e_b, s_b, b_m, m_m = in_e + eb + out_b, in_s + sb + out_b, in_b + bm + out_m, in_m + mm + out_m
        b_e, m_e, e_s, s_s = in_b + be + out_e, in_m + me + out_e, in_e + es + out_s, in_s + ss + out_s
        came.append(
            {
                "B": "E" if e_b > s_b else "S",
                "M": "B" if b_m > m_m else "M",
                "E": "B" if b_e > m_e else "M",
                "S": "E" if e_s > s_s else "S",
            }
        )
        in_b, in_m, in_e, in_s = max(e_b, s_b), max(b_m, m_m), max(b_e, m_e), max(e_s, s_s)
    states = ["E" if in_e > in_s else "S"]
    for before in reversed(came):
        states.append(before[states[-1]])
    return states[::-1]


class MarkovModel:
    """The words that a model makes, which is slow: those of short runs are kept. `compiled_model` gives the same."""

    def __init__(self, model: Model) -> None:
        ordered = {state: _in_order(some) for state, some in model.emissions.items()}
        self._tables = _Tables(model.start, model.transitions, ordered)
        self._of_short = lru_cache(maxsize=_KEPT)(self._words)

    def words(self, run: str) -> Sequence[str]:
        """Give the words of a run of Han."""
        return self._of_short(run) if len(run) <= _SHORT_RUN else self._words(run)

    def _words(self, run: str) -> Sequence[str]:
        return tuple(_words(run, self._tables))

"""Any literal piece of a section finds that section: which sections a text may have been cut from.

Ranking cuts text into words and regional phrases, so a piece that starts or ends inside of one may share no term with
its section. Here text is compared as it is written: by pairs of Han, lone Han, and Latin words and numbers, of which
only the first and the last of a text can be pieces themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from index.analysis.channels import LONGEST_TERM, Channel, runs_of, terms
from index.analysis.normalizer import written
from index.evidence import Sections
from index.loops import common, holding_pairs
from index.reader import GenerationReader
from index.script import HAN

_LATIN = re.compile(rf"[^\W\d_{HAN}]+|\d+")
_HAN_RUN = re.compile(f"[{HAN}]+")
_CHANNELS: tuple[Channel, ...] = ("bigrams", "characters")
_SHORTEST = 2
"""Code points. A single letter stands in nearly every word; it is found where it stands alone."""
_MOST_WORDS = 2_000
"""200-20,000: Latin words of the index that one piece is looked for in. Bounds the cost of a piece of one letter."""


def holding(text: str, reader: GenerationReader) -> Sections:
    """Give the sections, in order, that hold all that `text` is made of, as a section that it was cut from does.

    Latin is looked for last, and only while some section may hold all: its pieces take longest.
    """
    plain = written(text)
    runs, latin = runs_of(plain) if len(plain) >= _SHORTEST else ([], [])
    han = [run for run, _ in runs]
    found = holding_pairs(han, reader.channels["bigrams"].kept, reader.channels["characters"].kept)
    return _with_latin(found if han else None, plain, reader) if latin else found


def _with_latin(found: Sections | None, plain: str, reader: GenerationReader) -> Sections:
    """Give those of the sections found, None for all, that hold the Latin words and numbers of a text too."""
    for unit in _LATIN.finditer(plain):
        if found is None or len(found):
            holders = _holders_of_latin(unit, plain, reader)
            found = holders if found is None else common([found, holders])
    return np.array([], np.int32) if found is None else found


def may_hold(phrases: Sequence[str], reader: GenerationReader) -> NDArray[np.bool_]:
    """Give, for each section, whether it holds all Han of folded phrases, alone and in pairs: no other can hold them.

    Reading these from the impacts costs far less than looking through the texts of all sections.
    """
    possible = np.ones(reader.count, bool)
    runs = runs_of("\n".join(_HAN_RUN.findall("\n".join(phrases))))
    for channel in _CHANNELS:
        found = terms(runs, channel).texts
        if found:
            holders = reader.channels[channel].kept[" ".join(dict.fromkeys(found))].sections
            possible &= np.isin(np.arange(reader.count), holders)
    return possible


def _holders_of_latin(unit: re.Match[str], plain: str, reader: GenerationReader) -> Sections:
    """Give the sections with a word that `unit` is, or is a piece of where it touches an end of the text."""
    before, after = "" if unit.start() == 0 else "\n", "" if unit.end() == len(plain) else "\n"
    piece = f"{before}{unit.group()[:LONGEST_TERM]}{after}"
    postings = reader.channels["words"].postings
    found = [postings(number).sections for number in _lines_with(piece, reader.latin_lines)]
    every = np.sort(np.concatenate([np.array([-1], np.int32), *found]))
    return every[1:][every[1:] > every[:-1]]  # `np.unique` and `np.diff` touch more memory that processes share


def _lines_with(piece: str, lines: str) -> Iterator[int]:
    """Give the numbers of the lines that hold `piece`; its line breaks are a line's start and end."""
    number, counted = 0, 0
    position = lines.find(piece)
    for _ in range(_MOST_WORDS):
        if position < 0:
            return
        start = lines.rfind("\n", 0, position + 1)
        number, counted = number + lines.count("\n", counted, start), start
        yield number
        position = lines.find(piece, lines.index("\n", start + 1))

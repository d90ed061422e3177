"""What one search of the product costs, counted: the same on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.matching import parts_of
from index.parsed_query import Group
from index.query import clean, parse
from index.reader import GenerationReader
from tests.bench.engines import TokenisedCorpus
from tests.bench.engines.product import searcher, words_of


@dataclass(frozen=True, slots=True)
class Work:
    """Medians over the questions: groups asked, their postings, different sections among them, and the bytes that tell
    what these may score: of a common term the levels of its ceilings, of another one sections and grades.
    """

    groups: int
    postings: int
    bytes: int
    sections: int


def count(corpus: TokenisedCorpus, *, whole: bool) -> Work:
    """Give the work for the words channel, or for the whole recipe."""
    reader = searcher(corpus)._reader
    asked = (parse(clean(q.text), reader).groups if whole else words_of(q, reader) for q in corpus.questions)
    counts = np.median([_counted(groups, reader) for groups in asked], axis=0)
    return Work(*(int(value) for value in counts))


def _counted(groups: Sequence[Group], reader: GenerationReader) -> tuple[int, int, int, int]:
    read = [postings for group in groups for _, postings, _ in parts_of(group, reader)]
    size = sum(one.ceilings.levels.nbytes if one.ceilings else one.sections.nbytes + 2 * one.holders for one in read)
    touched = np.unique(np.concatenate([np.zeros(0, np.int32), *(one.sections for one in read)]))
    return len(groups), sum(one.holders for one in read), size, len(touched)

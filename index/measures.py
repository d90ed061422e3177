"""How good a ranking is: judged queries, runs, measures. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from statistics import fmean

Qrels = Mapping[str, Mapping[str, int]]
"""Query id -> section id -> how relevant, 0 for not at all. A query with no relevant section has no answer."""
Run = Mapping[str, Sequence[str]]
"""Query id -> the ids of the sections found, best first."""
Measures = Mapping[str, float]

DEPTH = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """One query with an answer: the position of the first relevant section (1 is first, None not found), its nDCG."""

    query: str
    position: int | None
    ndcg: float


def ndcg(found: Sequence[str], relevant: Mapping[str, int], depth: int = DEPTH) -> float:
    """Give the discounted cumulative gain over the best possible, 0-1: linear gain over log2 of the position + 1.

    Järvelin and Kekäläinen, Cumulated gain-based evaluation of IR techniques (2002).
    """
    ideal = sorted(relevant.values(), reverse=True)[:depth]
    best = _gain(ideal)
    return _gain([relevant.get(section, 0) for section in found[:depth]]) / best if best else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / log2(position + 1) for position, grade in enumerate(grades, 1))


def first_relevant(found: Sequence[str], relevant: Mapping[str, int]) -> int | None:
    """Give the position, from 1, of the first relevant section."""
    return next((position for position, section in enumerate(found, 1) if relevant.get(section, 0) > 0), None)


def judge(run: Run, qrels: Qrels) -> tuple[Judged, ...]:
    """Give the outcome of each query of a run that has an answer, in the order of the run."""
    answered = ((query, found, qrels.get(query, {})) for query, found in run.items())
    return tuple(
        Judged(query, first_relevant(found[:DEPTH], relevant), ndcg(found, relevant))
        for query, found, relevant in answered
        if any(relevant.values())
    )


@dataclass(frozen=True, slots=True)
class Move:
    """A query whose outcome changed; an outcome is the position of the first relevant section, None if not found.

    Where no section is relevant, it is 1 if any was found, None if there is none, as it should be.
    """

    query: str
    answered: bool
    before: int | None
    after: int | None

    @property
    def better(self) -> bool:
        """Whether the outcome is better than before."""
        before, after = self.before or DEPTH + 1, self.after or DEPTH + 1
        return (after < before) == self.answered


def moves(before: Run, after: Run, qrels: Qrels) -> tuple[Move, ...]:
    """Give the queries of both runs whose outcome changed, in the order of the later run."""
    both = ((query, qrels.get(query, {})) for query in after if query in before)
    found = (
        Move(query, any(relevant.values()), _outcome(before[query], relevant), _outcome(after[query], relevant))
        for query, relevant in both
    )
    return tuple(move for move in found if move.before != move.after)


def _outcome(found: Sequence[str], relevant: Mapping[str, int]) -> int | None:
    if any(relevant.values()):
        return first_relevant(found[:DEPTH], relevant)
    return 1 if found else None


def measure_kinds(run: Run, qrels: Qrels, kinds: Mapping[str, str]) -> dict[str, Measures]:
    """Give `measure` for the queries of each kind by themselves, in the order in which kinds come up."""
    names = dict.fromkeys(kinds[query] for query in run if kinds.get(query))
    return {kind: measure({q: found for q, found in run.items() if kinds.get(q) == kind}, qrels) for kind in names}


def measure(run: Run, qrels: Qrels) -> Measures:
    """Give nDCG@10, MRR@10, recall@10, success@1, success@3 over queries with an answer; zero results over all.

    `refused` is the share of the queries without an answer that find nothing. Without such queries it is not given,
    nor are the first five without queries that have one.
    """
    judged = judge(run, qrels)
    answered = {one.query for one in judged}
    refused = [not found for query, found in run.items() if query not in answered]
    return {
        **(_positions(judged, run, qrels) if judged else {}),
        "zero_results": _mean([not found for found in run.values()]),
        **({"refused": _mean(refused)} if refused else {}),
        "queries": float(len(run)),
    }


def _positions(judged: Sequence[Judged], run: Run, qrels: Qrels) -> Measures:
    return {
        "ndcg@10": _mean([one.ndcg for one in judged]),
        "mrr@10": _mean([1 / one.position if one.position else 0.0 for one in judged]),
        "recall@10": _mean([_recall(run[one.query], qrels[one.query]) for one in judged]),
        "success@1": _mean([one.position == 1 for one in judged]),
        "success@3": _mean([one.position is not None and one.position <= 3 for one in judged]),
    }


def _recall(found: Sequence[str], relevant: Mapping[str, int]) -> float:
    wanted = {section for section, grade in relevant.items() if grade > 0}
    return len(wanted & set(found[:DEPTH])) / len(wanted)


def _mean(values: Sequence[float]) -> float:
    return fmean(values) if values else 0.0

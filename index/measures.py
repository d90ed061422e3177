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


def measure(run: Run, qrels: Qrels) -> Measures:
    """Give nDCG@10, MRR@10, recall@10, success@1, success@3 over queries with an answer; zero results over all."""
    judged = judge(run, qrels)
    recalls = [_recall(run[one.query], qrels[one.query]) for one in judged]
    return {
        "ndcg@10": _mean([one.ndcg for one in judged]),
        "mrr@10": _mean([1 / one.position if one.position else 0.0 for one in judged]),
        "recall@10": _mean(recalls),
        "success@1": _mean([one.position == 1 for one in judged]),
        "success@3": _mean([one.position is not None and one.position <= 3 for one in judged]),
        "zero_results": _mean([not found for found in run.values()]),
        "queries": float(len(run)),
    }


def _recall(found: Sequence[str], relevant: Mapping[str, int]) -> float:
    wanted = {section for section, grade in relevant.items() if grade > 0}
    return len(wanted & set(found[:DEPTH])) / len(wanted)


def _mean(values: Sequence[float]) -> float:
    return fmean(values) if values else 0.0

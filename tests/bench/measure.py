"""Engines asked in turns, so that whatever else the machine does weighs on all of them alike."""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from tests.bench.engines import Ask, Question


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds over the questions of a corpus, each question's being the median of its rounds."""

    p50: float
    p95: float


def interleaved(asks: Mapping[str, Ask], questions: Sequence[Question], rounds: int) -> dict[str, Times]:
    """Give each engine's times: every question is put to all engines before the next one, in an order drawn anew.

    Whoever is asked after an engine that reads much finds the processor's caches full of that. One round goes before
    that no one counts: it compiles, maps and fills what is filled once.
    """
    names, order = list(asks), Random(0)  # noqa: S311 - the same order in every run
    seconds: dict[str, NDArray[np.float64]] = {name: np.zeros((rounds + 1, len(questions))) for name in names}
    gc.collect()
    gc.disable()
    for turn in range(rounds + 1):
        for number, question in enumerate(questions):
            for name in order.sample(names, len(names)):
                seconds[name][turn, number] = asks[name](question)
    gc.enable()
    return {name: _times(taken[1:]) for name, taken in seconds.items()}


def _times(seconds: NDArray[np.float64]) -> Times:
    each = np.median(seconds, axis=0)
    return Times(float(np.median(each)), float(np.percentile(each, 95)))

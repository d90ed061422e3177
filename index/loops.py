"""The loops over postings, as they are to be had here: compiled when installed, else by arrays."""

from __future__ import annotations

try:
    from index.compiled_coverage import held, points_in, refined, shares
    from index.compiled_evidence import TermPostings, look_up
    from index.compiled_loops import common, first, highest
    from index.compiled_scores import best, every
except ModuleNotFoundError:  # one that is there and can't be used shall say so
    from index.array_coverage import held, refined, shares
    from index.array_loops import best, common, every, first, highest, points_in
    from index.evidence import TermPostings, look_up

__all__ = [
    "TermPostings",
    "best",
    "common",
    "every",
    "first",
    "held",
    "highest",
    "look_up",
    "points_in",
    "refined",
    "shares",
]

"""The loops over postings, as they are to be had here: compiled when installed, else by arrays."""

from __future__ import annotations

try:
    from index.compiled_best import best
    from index.compiled_coverage import refined
    from index.compiled_evidence import TermPostings
    from index.compiled_group_postings import GroupPostings, look_up
    from index.compiled_loops import common, first, highest, holding_pairs
    from index.compiled_scores import every
except ModuleNotFoundError:  # one that is there and can't be used shall say so
    from index.array_coverage import refined
    from index.array_loops import best, common, every, first, highest, holding_pairs
    from index.evidence import GroupPostings, TermPostings, look_up

__all__ = [
    "GroupPostings",
    "TermPostings",
    "best",
    "common",
    "every",
    "first",
    "highest",
    "holding_pairs",
    "look_up",
    "refined",
]

"""The loops over postings and scores, as they are to be had here: compiled when installed, else by arrays."""

from __future__ import annotations

try:
    from index.compiled_loops import held, highest, points_in, score
except ModuleNotFoundError:  # one that is there and can't be used shall say so
    from index.array_loops import held, highest, points_in, score

__all__ = ["held", "highest", "points_in", "score"]

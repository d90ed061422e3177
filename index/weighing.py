"""Lengths of sections, impacts, levels and ranks of postings, in the form to be had here: compiled, else by arrays."""

from __future__ import annotations

try:
    from index.compiled_weighing import lengths_of, levels, ranks, weighed
except ModuleNotFoundError:  # one that is there and can't be used shall say so
    from index.array_weighing import lengths_of, levels, ranks, weighed

__all__ = ["lengths_of", "levels", "ranks", "weighed"]

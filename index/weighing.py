"""Lengths of sections, grades and ranks of postings, in the form that is to be had here: compiled, else by arrays."""

from __future__ import annotations

try:
    from index.compiled_weighing import graded, lengths_of, ranks
except ModuleNotFoundError:  # one that is there and can't be used shall say so
    from index.array_weighing import graded, lengths_of, ranks

__all__ = ["graded", "lengths_of", "ranks"]

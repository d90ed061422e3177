"""Lengths of sections, grades of postings, ceilings of terms, in the form to be had here: compiled, else by arrays."""

from __future__ import annotations

try:
    from index.compiled_weighing import ceilings_of, graded, lengths_of
except ModuleNotFoundError:  # one that is there and can't be used shall say so
    from index.array_weighing import ceilings_of, graded, lengths_of

__all__ = ["ceilings_of", "graded", "lengths_of"]

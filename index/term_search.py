"""The search in sorted terms, in the form that is to be had here: compiled when installed, else in Python."""

from __future__ import annotations

try:
    from index.compiled_sorted_terms import SortedTerms
except ModuleNotFoundError:  # one that is there and can't be used shall say so
    from index.sorted_terms import SortedTerms

__all__ = ["SortedTerms"]

"""Impacts and levels of postings, in the form to be had here: compiled when installed, else by arrays."""

from __future__ import annotations

try:
    from index.compiled_weighing import levels, weighed
except ModuleNotFoundError:  # one that is there and can't be used shall say so
    from index.array_weighing import levels, weighed

__all__ = ["levels", "weighed"]

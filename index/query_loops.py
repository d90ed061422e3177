"""The loops over a query's tokens, as they are to be had here: compiled when installed, else in Python."""

from __future__ import annotations

try:
    from index.compiled_token_loops import kept
except ModuleNotFoundError:  # one that is there and can't be used shall say so
    from index.token_loops import kept
try:
    from index.compiled_grouping import groups
except ModuleNotFoundError:
    from index.grouping import groups

__all__ = ["groups", "kept"]

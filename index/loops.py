"""The loops over postings and tokens, as they are to be had here: compiled when installed, else in Python."""

from __future__ import annotations

try:
    from index.compiled_loops import held, highest, look_up, points_in, score
except ModuleNotFoundError:  # one that is there and can't be used shall say so
    from index.array_loops import held, highest, look_up, points_in, score
try:
    from index.compiled_token_loops import groups, kept, suspects
except ModuleNotFoundError:
    from index.token_loops import groups, kept, suspects

__all__ = ["groups", "held", "highest", "kept", "look_up", "points_in", "score", "suspects"]

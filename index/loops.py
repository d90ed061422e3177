"""The loops over postings, texts and tokens, as they are to be had here: compiled when installed, else in Python."""

from __future__ import annotations

try:
    from index.compiled_loops import held, highest, look_up, points_in, score
except ModuleNotFoundError:  # one that is there and can't be used shall say so
    from index.array_loops import held, highest, look_up, points_in, score
try:
    from index.compiled_text_loops import fullest, spans
except ModuleNotFoundError:
    from index.text_loops import fullest, spans
try:
    from index.compiled_token_loops import groups, kept, suspects
except ModuleNotFoundError:
    from index.token_loops import groups, kept, suspects

__all__ = ["fullest", "groups", "held", "highest", "kept", "look_up", "points_in", "score", "spans", "suspects"]

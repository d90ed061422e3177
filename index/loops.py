"""The loops over postings and texts, as they are to be had here: compiled when installed, else in Python."""

from __future__ import annotations

try:
    from index.compiled_loops import held, highest, look_up, points_in, score
except ModuleNotFoundError:  # one that is there and can't be used shall say so
    from index.array_loops import held, highest, look_up, points_in, score
try:
    from index.compiled_text_loops import fullest, spans
except ModuleNotFoundError:
    from index.text_loops import fullest, spans

__all__ = ["fullest", "held", "highest", "look_up", "points_in", "score", "spans"]

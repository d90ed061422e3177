"""A parsed query over a generation's impacts -> sections in order, in the form that is to be had here."""

from __future__ import annotations

from index.ranker import REFINED, Ranking

try:
    from index.compiled_ranker import rank
except ModuleNotFoundError:  # one that is there and can't be used shall say so
    from index.ranker import rank

__all__ = ["REFINED", "Ranking", "rank"]

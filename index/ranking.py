"""A parsed query over a generation's impacts -> sections in order, in the form that is to be had here."""

from __future__ import annotations

from index.ranker import REFINED, Ranking

try:
    import index.compiled_loops  # noqa: F401 - without it postings are kept as the compiled ranker can't read them
    from index.compiled_ranker import rank
except ModuleNotFoundError:  # one that is there and can't be used shall say so
    from index.ranker import rank

__all__ = ["REFINED", "Ranking", "rank"]

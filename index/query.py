"""What a visitor typed -> a parsed query. There is no query language but a "quoted phrase"."""

from __future__ import annotations

try:
    from index.compiled_query_parser import clean, parse
except ModuleNotFoundError:  # one that is there and can't be used shall say so
    from index.query_parser import clean, parse

__all__ = ["LONGEST_QUERY", "clean", "parse"]

LONGEST_QUERY = 200
"""Code points, after cleaning."""

"""The passage of a section that answers, cut to fit, and where the query's terms stand in it.

In the form that is to be had here: compiled when installed, else in Python.
"""

from __future__ import annotations

try:
    from index.compiled_excerpts import Passages, make_snippet, make_snippets
    from index.compiled_matches import ShownTerms, find_matches, shown_terms, utf16_spans
    from index.compiled_passages import runs_of
except ModuleNotFoundError:  # one that is there and can't be used shall say so
    from index.excerpts import Passages, make_snippet, make_snippets
    from index.matches import ShownTerms, find_matches, shown_terms, utf16_spans
    from index.passages import runs_of

__all__ = [
    "Passages",
    "ShownTerms",
    "find_matches",
    "make_snippet",
    "make_snippets",
    "runs_of",
    "shown_terms",
    "utf16_spans",
]

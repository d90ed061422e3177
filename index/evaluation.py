"""A judged set -> measures of this very search: its corpus indexed in a temporary folder, its queries asked."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from index.builder import index_documents
from index.judged_set import JudgedSet
from index.measures import DEPTH, Measures, measure
from index.searcher import Searcher


def evaluate_set(judged: JudgedSet) -> Measures:
    """Give the measures of a set's queries, with every way of understanding and the threshold for no answer."""
    with TemporaryDirectory(prefix="helpwidget-") as folder:
        index_documents(judged.documents, Path(folder), "judged set", lambda _done, _total: None)
        searcher = Searcher.open(Path(folder))
        try:
            run = {query: searcher.ranked_ids(text, DEPTH) for query, text in judged.queries.items()}
        finally:
            searcher.close()
    return measure(run, judged.qrels)

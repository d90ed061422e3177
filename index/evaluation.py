"""Judged queries -> runs and measures of this very search, and runs kept to compare with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import orjson

from index.build_lock import PATIENCE, build_lock
from index.builder import index_documents
from index.errors import JudgedSetError
from index.judged_set import JudgedSet
from index.measures import DEPTH, Measures, Run, measure
from index.private_folder import private_folder
from index.searcher import Searcher
from index.text_files import read_text
from index.thesaurus import load_synonyms


def ask(searcher: Searcher, queries: Mapping[str, str]) -> Run:
    """Give what each query finds, with every way of understanding and the threshold for no answer."""
    return {query: searcher.ranked_ids(text, DEPTH) for query, text in queries.items()}


def ask_set(judged: JudgedSet, data: Path) -> Run:
    """Give what each query of a set finds in its corpus, indexed in a private folder, if need be in `data`."""
    with private_folder(data) as folder:
        with build_lock(folder, PATIENCE) as lock:
            index_documents(judged.documents, lock, "judged set", load_synonyms())
        searcher = Searcher.open(folder)
        try:
            return ask(searcher, judged.queries)
        finally:
            searcher.close()


def evaluate_set(judged: JudgedSet, data: Path) -> Measures:
    """Give the measures of a set's queries, found as by `ask_set`."""
    return measure(ask_set(judged, data), judged.qrels)


def load_run(path: Path) -> Run:
    """Give the run that `helpwidget evaluate` saved in a file. Raises JudgedSetError."""
    try:
        run = orjson.loads(read_text(path, JudgedSetError))["run"]
        return {str(query): tuple(map(str, found)) for query, found in run.items()}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        reason = "is no saved run; make one with: helpwidget evaluate ... --save FILE"
        raise JudgedSetError(path, None, reason) from error

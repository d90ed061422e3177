"""Whoosh as it comes: its BM25F, its own searcher."""

from __future__ import annotations

from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import TEXT, Schema
from whoosh.index import create_in, exists_in, open_dir
from whoosh.query import Or, Term

from tests.bench.engines import TOP, Ask, Question, TokenisedCorpus, timed

_MEMORY = 512


def open_whoosh(corpus: TokenisedCorpus) -> Ask:
    """One text field, cut at white space; terms joined by OR."""
    folder = corpus.folder / "whoosh"
    folder.mkdir(parents=True, exist_ok=True)
    if not exists_in(folder):
        schema = Schema(words=TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False))
        writer = create_in(folder, schema).writer(limitmb=_MEMORY)
        for tokens in corpus.tokens:
            writer.add_document(words=" ".join(tokens))
        writer.commit(optimize=True)
    searcher = open_dir(folder).searcher()

    def search(question: Question) -> object:
        return searcher.search(Or([Term("words", token) for token in question.tokens]), limit=TOP)

    return timed(search)

"""A corpus of documents -> its tokens and questions, kept in a folder: analysis takes longer than most engines."""

from __future__ import annotations

from pathlib import Path

import orjson

from index.gathering import found_terms
from index.query import clean, parse
from index.reader import GenerationReader
from tests.bench.corpora import Corpus
from tests.bench.engines import Question, TokenisedCorpus
from tests.bench.engines.minisearch import TOKENS
from tests.bench.engines.product import searcher


def prepared(corpus: Corpus, folder: Path) -> TokenisedCorpus:
    """Give a corpus with its tokens and its questions; builds the product's index, which knows how it reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / TOKENS
    if not path.exists():
        path.write_bytes(
            orjson.dumps([[*found_terms(section)["words"].frequencies.elements()] for section in corpus.sections])
        )
    tokens = orjson.loads(path.read_bytes())
    reader = searcher(TokenisedCorpus(corpus.documents, tokens, (), folder))._reader
    questions = (Question(text, words_typed(text, reader)) for text in corpus.queries)
    return TokenisedCorpus(corpus.documents, tokens, tuple(q for q in questions if q.tokens), folder)


def words_typed(text: str, reader: GenerationReader) -> tuple[str, ...]:
    """Give the words that the product looks for as they were typed."""
    groups = parse(clean(text), reader).groups
    return tuple(g.typed for g in groups if g.channel == "words" and g.alternatives[0].origin == "typed")

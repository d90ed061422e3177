"""The product: its words channel alone, from given tokens; and its whole recipe, from the text that was typed."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from index import array_loops
from index.build_lock import PATIENCE, build_lock
from index.builder import index_documents
from index.documents import Document
from index.errors import GenerationError
from index.loops import best, look_up
from index.matching import gather
from index.parsed_query import Group, ParsedQuery
from index.query import clean, parse
from index.ranking import rank
from index.reader import GenerationReader
from index.searcher import Searcher
from index.thesaurus import load_synonyms
from tests.bench.engines import TOP, Ask, Question, TokenisedCorpus, timed


def generation(documents: tuple[Document, ...], folder: Path) -> Path:
    """Give a data directory with a generation of the documents: the one of before if this code can read it."""
    data = folder / "product"
    if not _is_own(data):
        with build_lock(data, PATIENCE) as lock:
            index_documents(documents, lock, "benchmark", load_synonyms())
    return data


def _is_own(data: Path) -> bool:
    """Tell whether there is an index that this code reads as it is, and has nothing to derive from it."""
    try:
        with closing(Searcher.open(data)) as opened:
            return not opened.is_derived
    except GenerationError:
        return False


def searcher(corpus: TokenisedCorpus) -> Searcher:
    """Give a searcher of the corpus that has loaded all it needs."""
    opened = Searcher.open(generation(corpus.documents, corpus.folder))
    opened.warm()
    return opened


def words_of(question: Question, reader: GenerationReader) -> tuple[Group, ...]:
    """Give the groups of the words channel alone, as parsing gives them."""
    return reader.tables.pieces.typed("words", question.tokens)


def open_words(corpus: TokenisedCorpus) -> Ask:
    """The words channel, from tokens: the best ten by BM25, which is what the other engines do."""
    reader = searcher(corpus)._reader
    typed, among, count = reader.tables.pieces.typed, reader.tables.telling, reader.count
    return timed(lambda question: best(look_up(typed("words", question.tokens), among), count, TOP))


def open_words_by_arrays(corpus: TokenisedCorpus) -> Ask:
    """The same, as it is where no compiler was at hand."""
    reader = searcher(corpus)._reader
    return timed(lambda question: array_loops.best(gather(words_of(question, reader), reader), reader.count, TOP))


def open_words_ranked(corpus: TokenisedCorpus) -> Ask:
    """The same, put in order by what stands together, no guide crowding out others, nothing if nothing is relevant."""
    reader = searcher(corpus)._reader
    return timed(lambda question: rank(ParsedQuery("", "", words_of(question, reader)), reader, most=TOP))


def open_recipe(corpus: TokenisedCorpus) -> Ask:
    """All channels and expansions, from the text: analysis, understanding, ranking."""
    reader = searcher(corpus)._reader
    return timed(lambda question: rank(parse(clean(question.text), reader), reader, most=TOP))


def open_recipe_understood(corpus: TokenisedCorpus) -> Ask:
    """All channels and expansions, from a query that is parsed already: ranking alone."""
    reader = searcher(corpus)._reader
    queries = {question: parse(clean(question.text), reader) for question in corpus.questions}
    return timed(lambda question: rank(queries[question], reader, most=TOP))

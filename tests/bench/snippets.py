"""Ten snippets of a result: the product's, and those of Whoosh's highlighter with jieba's analyzer, as they come.

Both cut the texts of the same ten sections, which are in memory, for the same question.
"""

from __future__ import annotations

import warnings

from whoosh.highlight import ContextFragmenter, UppercaseFormatter, highlight

from index.query import clean, parse
from index.ranking import rank
from index.snippet import make_snippets, shown_terms
from tests.bench.engines import TOP, Ask, TokenisedCorpus, timed
from tests.bench.engines.product import searcher


def open_own_snippets(corpus: TokenisedCorpus) -> Ask:
    """The product's: the terms to mark, then a passage of each section."""
    reader = searcher(corpus)._reader
    queries = {question: parse(clean(question.text), reader) for question in corpus.questions}
    found = {
        question: [reader.loaded(n) for n in rank(q, reader, most=TOP).sections] for question, q in queries.items()
    }

    return timed(lambda question: make_snippets(found[question], shown_terms(queries[question])))


def open_whoosh_highlights(corpus: TokenisedCorpus) -> Ask:
    """Whoosh's: every text is cut into words again, and fragments around the question's words are scored."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from jieba.analyse import ChineseAnalyzer  # noqa: PLC0415 - loads a dictionary

    analyzer = ChineseAnalyzer()
    reader = searcher(corpus)._reader
    found = {
        question: [reader.section(n).text for n in rank(parse(clean(question.text), reader), reader, most=TOP).sections]
        for question in corpus.questions
    }

    def cut(texts: list[str], terms: frozenset[str]) -> None:
        for text in texts:
            highlight(text, terms, analyzer, ContextFragmenter(maxchars=120), UppercaseFormatter())

    return timed(lambda question: cut(found[question], frozenset(question.tokens)))

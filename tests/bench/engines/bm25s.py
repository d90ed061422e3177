"""bm25s: BM25 scores in sparse arrays, added up by code that numba compiles."""

from __future__ import annotations

from tests.bench.engines import TOP, AbsentError, Ask, Question, TokenisedCorpus, timed


def open_bm25s(corpus: TokenisedCorpus) -> Ask:
    """Lucene's form of BM25 with the product's parameters."""
    try:
        import bm25s  # noqa: PLC0415 - from the extra `bench`
        import numba  # noqa: F401, PLC0415 - else bm25s takes numpy without a word
    except ImportError as error:
        raise AbsentError(f"bm25s with numba: {error}") from error
    folder = corpus.folder / "bm25s"
    if folder.exists():
        index = bm25s.BM25.load(str(folder))
    else:
        index = bm25s.BM25(method="lucene", k1=1.2, b=0.75, backend="numba")
        index.index(list(corpus.tokens), show_progress=False)
        index.save(str(folder), show_progress=False)
    index.backend = "numba"
    known = index.vocab_dict

    def search(question: Question) -> object:
        tokens = [token for token in question.tokens if token in known]
        return index.retrieve([tokens], k=TOP, show_progress=False, n_threads=0) if tokens else ()

    return timed(search)

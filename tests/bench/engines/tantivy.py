"""tantivy: a search library in Rust, through its Python binding."""

from __future__ import annotations

from tests.bench.engines import TOP, AbsentError, Ask, Question, TokenisedCorpus, timed

_MEMORY = 200_000_000


def open_tantivy(corpus: TokenisedCorpus) -> Ask:
    """One field without positions, cut at white space; term queries joined by OR."""
    try:
        import tantivy  # noqa: PLC0415 - from the extra `bench`
    except ImportError as error:
        raise AbsentError(f"tantivy: {error}") from error
    schema = tantivy.SchemaBuilder().add_text_field("words", tokenizer_name="whitespace", index_option="freq").build()
    folder = corpus.folder / "tantivy"
    built = folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    index = tantivy.Index(schema, path=str(folder))
    if not built:
        writer = index.writer(_MEMORY, 1)
        for tokens in corpus.tokens:
            writer.add_document(tantivy.Document(words=" ".join(tokens)))
        writer.commit()
        writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    should = tantivy.Occur.Should

    def search(question: Question) -> object:
        terms = [(should, tantivy.Query.term_query(schema, "words", token, "freq")) for token in question.tokens]
        return searcher.search(tantivy.Query.boolean_query(terms), TOP, count=False)

    return timed(search)

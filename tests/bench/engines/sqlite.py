"""SQLite FTS5, from Python's standard library."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.bench.engines import TOP, Ask, Question, TokenisedCorpus, timed


def open_sqlite(corpus: TokenisedCorpus) -> Ask:
    """A table without content; terms stand as t1, t2, ... so that its tokeniser cuts at white space alone."""
    numbers = {term: number for number, term in enumerate(dict.fromkeys(t for tokens in corpus.tokens for t in tokens))}
    path = corpus.folder / "sqlite.db"
    if not path.exists():
        half = path.with_suffix(".part")
        half.unlink(missing_ok=True)
        with closing(sqlite3.connect(half)) as connection, connection:
            connection.execute("CREATE VIRTUAL TABLE sections USING fts5(words, content='', detail=none)")
            rows = ((" ".join(f"t{numbers[token]}" for token in tokens),) for tokens in corpus.tokens)
            connection.executemany("INSERT INTO sections (words) VALUES (?)", rows)
            connection.execute("INSERT INTO sections (sections) VALUES ('optimize')")
        half.rename(path)
    database = sqlite3.connect(path)

    def search(question: Question) -> object:
        match = " OR ".join(f"t{numbers[token]}" for token in question.tokens if token in numbers)
        sql = "SELECT rowid FROM sections WHERE sections MATCH ? ORDER BY rank LIMIT ?"
        return database.execute(sql, (match, TOP)).fetchall() if match else ()

    return timed(search)

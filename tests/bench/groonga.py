"""groonga, where it is installed (on Debian: groonga-bin): a search engine in C with an HTTP server of its own.

It is given the product's sections, and its questions as the words that the product looks for, joined by OR; like the
product it gives ten sections with their titles and snippets.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import orjson

from index.searcher import Searcher
from tests.bench.engines import TOP
from tests.bench.load import questions
from tests.bench.prepare import words_typed

_SCHEMA = """\
table_create Sections TABLE_HASH_KEY ShortText
column_create Sections title COLUMN_SCALAR ShortText
column_create Sections text COLUMN_SCALAR Text
table_create Terms TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram --normalizer NormalizerAuto
column_create Terms sections COLUMN_INDEX|WITH_POSITION|WITH_SECTION Sections title,text
load --table Sections
"""


def database(program: str, data: Path, folder: Path) -> Path:
    """Give a database of the sections of a data directory, made by groonga in a folder where it is not there yet."""
    path = folder / "sections"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        commands = _SCHEMA.encode() + orjson.dumps(list(_rows(data))) + b"\n"
        subprocess.run([program, "-n", str(path)], input=commands, capture_output=True, check=True)
    return path


def _rows(data: Path) -> Iterator[dict[str, str]]:
    searcher = Searcher.open(data)
    for section in map(searcher.section, searcher.section_ids):
        yield {"_key": section.id, "title": section.title, "text": section.text}
    searcher.close()


def targets(data: Path) -> list[str]:
    """Give addresses that ask groonga what those of `load` ask the product."""
    searcher = Searcher.open(data)
    asked = (" OR ".join(words_typed(question, searcher._reader)) for question in questions())
    found = [f"/d/select?{urlencode(_parameters(words))}" for words in asked if words]
    searcher.close()
    return found


def _parameters(words: str) -> dict[str, str]:
    return {
        "table": "Sections",
        "match_columns": "title * 2 || text",
        "query": words,
        "sort_keys": "-_score",
        "output_columns": "_key,_score,title,snippet_html(text)",
        "limit": str(TOP),
        "cache": "no",
    }

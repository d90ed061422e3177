from __future__ import annotations

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.codec.whoosh3 import LENGTHS_COLUMN, W3Codec
from whoosh.columns import VarBytesColumn
from whoosh.filedb.filestore import RamStorage
from whoosh.index import open_dir
from whoosh.query import Or, Term
from whoosh.scoring import BM25F
from whoosh.searching import Searcher

from index import whoosh_files
from index.documents import Section
from index.impacts import ChannelImpacts, write_impacts, write_postings
from index.packed import packed
from index.postings import gather
from index.scattered import NOWHERE, Collected
from index.scoring import K1, B, idf
from index.stored import dump_section, load_section
from index.whoosh_files import Segment, parts, stored, write_contents, write_segment
from index.whoosh_memory import Memory
from tests.conftest import amount
from tests.index.test_whoosh_memory import whole

WORDS = ["续费", "充值", "卡", "a", "lebara", "𠮷"]
CORPORA = st.lists(st.dictionaries(st.sampled_from(WORDS), st.integers(1, 5), max_size=2), min_size=1, max_size=12)
"""Sections of ten words at most: Whoosh, which rounds lengths to a byte, rounds none of these."""


class Lucene(BM25F):  # type: ignore[misc] # whoosh ships no types
    """Whoosh's BM25 with our parameters and our rarity."""

    def __init__(self) -> None:
        super().__init__(B=B, K1=K1)

    def idf(self, searcher: Searcher, fieldname: str, text: bytes) -> float:
        return idf(searcher.doc_count_all(), searcher.doc_frequency(fieldname, text))


def section(number: int) -> Section:
    """A section that says its number."""
    return Section(f"a#{number}", "a", f"{number}", 1, f"{number}", (), "en", f"{number}", (), (), "")


def collected(strings: list[bytes]) -> Collected:
    """Strings that are all new."""
    return Collected(NOWHERE, [packed(strings)], np.arange(len(strings)))


def write(corpus: list[dict[str, int]], directory: Path) -> None:
    """Write a corpus as impacts and as a Whoosh index."""
    words = gather(corpus)
    write_postings(directory, "words", words)
    write_impacts(directory, "words", words, len(corpus))
    sections = collected([stored(dump_section(section(number)), b"") for number in range(len(corpus))])
    write_contents(directory, map(write_segment, parts(directory, sections)))


@given(CORPORA, st.sets(st.sampled_from(WORDS), min_size=1), st.integers(1, 12))
@settings(max_examples=amount(60, 2_000))
def test_impacts_are_the_scores_that_whoosh_gives(corpus: list[dict[str, int]], query: set[str], size: int) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(whoosh_files, "LARGEST_SEGMENT", size)
        write(corpus, Path(folder))
        impacts = ChannelImpacts(Path(folder), "words")
        expected = dict.fromkeys(range(len(corpus)), 0.0)
        for word in query:
            postings = impacts.kept[word]
            for holder, points in zip(postings.sections.tolist(), postings.impacts.tolist(), strict=True):
                expected[holder] += points
        with open_dir(folder, readonly=True).searcher(weighting=Lucene()) as searcher:
            found = searcher.search(Or([Term("words", word) for word in query]), limit=None)
            scores = {hit.docnum: hit.score / (K1 + 1) for hit in found}
            found_sections = [load_section(searcher.stored_fields(number)["section"]) for number in range(len(corpus))]
    assert scores == pytest.approx({holder: score for holder, score in expected.items() if score > 0}, abs=1e-9)
    assert found_sections == [section(number) for number in range(len(corpus))]


@given(st.lists(st.tuples(st.binary(max_size=300), st.sampled_from([0, 0, 1, 255])), min_size=1, max_size=20))
@settings(max_examples=amount(60, 2_000))
def test_columns_are_the_ones_that_whoosh_writes_one_by_one(rows: list[tuple[bytes, int]]) -> None:
    ours, one_by_one, segment = Memory(), RamStorage(), Segment(0, len(rows), 0).entry()
    with TemporaryDirectory() as folder:
        strings = collected([string for string, _ in rows]).put(Path(folder) / "strings")
        whoosh_files._write_columns(ours, segment, strings, bytes(size for _, size in rows))
    for number, (name, column) in enumerate((("_stored", VarBytesColumn()), ("_words_len", LENGTHS_COLUMN))):
        with closing(one_by_one.create_file(W3Codec.column_filename(segment, name))) as file:
            writer = column.writer(file)
            for place, row in enumerate(rows):
                writer.add(place, row[number])
            writer.finish(len(rows))
    written = {name: whole(ours.open_file(name)) for name in ours.list()}
    assert written == {name: file for name, file in one_by_one.files.items() if file}


def test_an_index_has_few_segments_however_large_it_is(tmp_path: Path) -> None:
    made = parts(tmp_path, collected([b""] * 1_000_000))
    assert [part.number for part in made] == list(range(whoosh_files.MOST_SEGMENTS))
    assert [part.first for part in made] == [0, *(part.end for part in made[:-1])]
    assert made[-1].end == 1_000_000

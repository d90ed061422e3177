from __future__ import annotations

from contextlib import closing

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3Segment
from whoosh.filedb.filestore import RamStorage
from whoosh.formats import pack_uint
from whoosh.util.numeric import byte_to_length, length_to_byte

from index import whoosh_postings
from index.postings import Postings, gather
from index.schema import build_schema
from index.whoosh_files import _FieldWriter
from index.whoosh_postings import terms
from tests.conftest import amount

FREQUENCIES = st.sampled_from([1, 1, 1, 2, 7, 200, 300])
CORPORA = st.lists(st.dictionaries(st.sampled_from("甲乙丙ab"), FREQUENCIES, max_size=5), min_size=1, max_size=300)


def by_whoosh(postings: Postings, lengths: list[int]) -> dict[str, bytes]:
    """The files that Whoosh's own writer makes, posting by posting."""
    storage, codec, starts = RamStorage(), W3Codec(compression=0), postings.starts.tolist()
    rounded = [byte_to_length(length_to_byte(length)) for length in lengths]
    with closing(W3FieldWriter(codec, storage, W3Segment(codec, "MAIN", len(lengths), "0"))) as words:
        words.start_field("words", build_schema()["words"])
        for key, start, end in zip(postings.keys, starts, starts[1:], strict=False):
            words.start_term(key)
            for place in range(start, end):
                holder, frequency = int(postings.holders[place]), int(postings.frequencies[place])
                words.add(holder, float(frequency), pack_uint(frequency), rounded[holder])
            words.finish_term()
        words.finish_field()
    return dict(storage.files)


def by_terms(postings: Postings, lengths: list[int]) -> dict[str, bytes]:
    """The same of terms that are made as a whole."""
    storage, codec = RamStorage(), W3Codec(compression=0)
    with closing(_FieldWriter(codec, storage, W3Segment(codec, "MAIN", len(lengths), "0"))) as words:
        words.start_field("words", build_schema()["words"])
        for some in terms(postings, np.array(list(map(length_to_byte, lengths)), np.uint8)):
            words.add_terms(some)
        words.finish_field()
    return dict(storage.files)


@given(CORPORA, st.sampled_from([1, 50, 100_000]))
@settings(max_examples=amount(40, 1_000), deadline=None)
def test_the_files_are_byte_for_byte_those_of_whooshs_own_writer(corpus: list[dict[str, int]], at_once: int) -> None:
    postings = gather(corpus)
    lengths = [sum(held.values()) for held in corpus]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(whoosh_postings, "_AT_ONCE", at_once)
        assert by_terms(postings, lengths) == by_whoosh(postings, lengths)


def test_so_are_those_of_sections_with_large_numbers() -> None:
    corpus: list[dict[str, int]] = [{} for _ in range(66_000)]
    for number in (0, 255, 256, 300, 65_535, 65_536, 65_999):
        corpus[number] = {"甲": number % 7 + 1, str(number): 200}
    lengths = [sum(held.values()) for held in corpus]
    assert by_terms(gather(corpus), lengths) == by_whoosh(gather(corpus), lengths)


def test_so_are_those_of_many_terms_whose_hashes_want_the_same_places() -> None:
    corpus = [{str(number): 1 for number in range(5_000)}]
    assert by_terms(gather(corpus), [5_000]) == by_whoosh(gather(corpus), [5_000])

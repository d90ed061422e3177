"""Ranking against two others on random corpora: a plain one, one posting at a time, and Whoosh's own BM25."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.fields import Schema
from whoosh.formats import pack_uint
from whoosh.index import create_in
from whoosh.query import Or, Term
from whoosh.scoring import BM25F
from whoosh.util.numeric import byte_to_length, length_to_byte

from index import ranker
from index.analysis.channels import CHANNELS, Channel
from index.evidence import ChannelTerms
from index.impacts import ChannelImpacts, write_impacts, write_postings
from index.loops import GroupPostings
from index.matching import parts_of
from index.parsed_query import Alternative, Group, ParsedQuery
from index.postings import gather
from index.ranker import REFINED, Limits, Ranking
from index.reader import Pieces, Tables
from index.schema import TermFrequencies
from index.scoring import CHANNEL_WEIGHTS, FAQ_WEIGHT, FIRST, GUIDE_SHARE, K1, SINGLE, TELLING, B, idf
from index.thesaurus import NameFinder
from tests.conftest import amount, compiled_module

TERMS = ["续费", "充值", "套餐", "卡", "费", "lebara", "sim", "𠮷"]
TEXT = st.dictionaries(st.sampled_from(TERMS), st.integers(1, 9), max_size=6)
CORPORA = st.lists(st.fixed_dictionaries(dict.fromkeys(CHANNELS, TEXT)), min_size=1, max_size=40)
QUESTIONS = st.lists(st.sampled_from([*TERMS, "无人有"]), unique=True, min_size=1, max_size=5)
ALTERNATIVES = st.lists(
    st.builds(Alternative, st.sampled_from([*TERMS, "无人有"]), st.sampled_from([1.0, 0.6, 0.3]), st.just("synonym")),
    unique_by=lambda alternative: alternative.term,
    max_size=4,
)
PROPERTY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=amount(40, 2_000))

Corpus = Sequence[Mapping[Channel, Mapping[str, int]]]


class NoTitles:
    def exactly(self, _folded: str) -> tuple[int, ...]:
        return ()


@dataclass(frozen=True)
class Reader:
    """As much of a generation's reader as ranking asks for."""

    count: int
    channels: Mapping[Channel, ChannelImpacts]
    every: GroupPostings
    tables: Tables
    titles: NoTitles


ALL = Limits(relevance=0.0)
"""Any answer counts."""
Rank = Callable[..., Ranking]


@pytest.fixture(params=["ranker", "compiled_ranker"])
def rank(request: pytest.FixtureRequest) -> Rank:
    """Rank in each form."""
    ranked: Rank = (ranker if request.param == "ranker" else compiled_module("compiled_ranker")).rank
    return ranked


def opened(corpus: Corpus, directory: str, guides: int = 10**6, cells: Sequence[Mapping[str, int]] = ()) -> Reader:
    for channel in CHANNELS:
        postings = gather([section[channel] for section in corpus], cells)
        write_postings(Path(directory), channel, postings)
        write_impacts(Path(directory), channel, postings, len(corpus))
    channels: dict[Channel, ChannelImpacts] = {c: ChannelImpacts(Path(directory), c) for c in CHANNELS}
    every, telling, single = (
        GroupPostings(tuple(ChannelTerms(c, channels[c].kept, CHANNEL_WEIGHTS[c]) for c in some), len(corpus))
        for some in (CHANNELS, TELLING, SINGLE)
    )
    tables = Tables(
        Pieces(channels, NameFinder([]), []),
        telling,
        single,
        {}.get,
        np.arange(len(corpus)) % guides,
        (frozenset(),) * len(corpus),
        np.zeros(len(corpus), bool),
    )
    return Reader(len(corpus), channels, every, tables, NoTitles())


def alike(sections: int) -> Corpus:
    """Sections that all say the same."""
    return [{"words": {"续费": 1}, "bigrams": {}, "characters": {}}] * sections


def asked(terms: Sequence[str], others: Sequence[Alternative], channels: Sequence[Channel] = CHANNELS) -> ParsedQuery:
    groups = [
        Group(channel, term, (Alternative(term), *(a for a in others if number == 0 and a.term != term)))
        for channel in channels
        for number, term in enumerate(terms)
    ]
    return ParsedQuery("", "", tuple(groups))


def plainly(query: ParsedQuery, reader: Reader, refined: int = REFINED) -> list[tuple[int, float]]:
    """What is found and its score, one posting at a time, best first; characters count for the first `refined`."""
    scores: Counter[int] = Counter()
    characters: Counter[int] = Counter()
    for group in query.groups:
        best: dict[int, float] = {}
        for _, postings, weight in parts_of(group, reader):  # type: ignore[arg-type] # stands in for one
            for section, impact in zip(postings.sections.tolist(), postings.impacts.tolist(), strict=True):
                best[section] = max(best.get(section, 0.0), impact * weight)
        (characters if group.channel == "characters" else scores).update(best)
    for section, _ in in_order(scores)[:refined]:
        scores[section] += characters[section]
    return in_order(scores)


def in_order(scores: Mapping[int, float]) -> list[tuple[int, float]]:
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))


def spread(order: Sequence[int], reader: Reader, named: Collection[int] = ()) -> list[int]:
    """The first ten with five of a guide at most, unless it is named, then the others in their order."""
    taken: Counter[int] = Counter()
    first: list[int] = []
    for section in order:
        guide = int(reader.tables.guides[section])
        if len(first) < FIRST and (taken[guide] < GUIDE_SHARE or guide in named):
            taken[guide] += 1
            first.append(section)
    return first + [section for section in order if section not in first]


def assert_ranked(found: Ranking, expected: Sequence[int], scores: Mapping[int, float]) -> None:
    assert [scores[s] for s in found.sections] == pytest.approx([scores[s] for s in expected], abs=1e-9)
    assert list(found.scores) == pytest.approx([scores[section] for section in found.sections], abs=1e-9)


@PROPERTY
@given(
    CORPORA, st.builds(asked, QUESTIONS, ALTERNATIVES), st.sampled_from([1, 2, 3, 10**6]), st.sampled_from([4, REFINED])
)
def test_sections_and_scores_are_those_of_a_plain_ranking(
    rank: Rank, corpus: Corpus, query: ParsedQuery, guides: int, refined: int
) -> None:
    with TemporaryDirectory() as directory:
        reader = opened(corpus, directory, guides)
        plain = plainly(query, reader, refined)
        expected = spread([section for section, _ in plain], reader)
        for most in (None, 1, 10, 25):
            found = rank(query, reader, most=most, limits=ALL._replace(refined=refined))
            assert found.total == len(plain)
            assert len(found.sections) == min(len(plain), most or len(plain))
            assert_ranked(found, expected[:most], dict(plain))
            assert list(found.sections) == expected[:most]


@PROPERTY
@given(CORPORA, QUESTIONS, st.integers(0, 10**6))
def test_only_what_is_allowed_is_found(rank: Rank, corpus: Corpus, terms: list[str], bits: int) -> None:
    with TemporaryDirectory() as directory:
        reader = opened(corpus, directory)
        query = asked(terms, [])
        allowed = np.array([bool(bits >> section & 1) for section in range(len(corpus))])
        found = rank(query, reader, allowed, limits=ALL)
        expected = [section for section, _ in plainly(query, reader) if allowed[section]]
        assert (list(found.sections), found.total) == (expected, len(expected))


@PROPERTY
@given(
    st.lists(st.integers(0, 3).map(lambda guide: max(0, guide - 1)), min_size=8, max_size=25),
    st.integers(0, 30),
    st.sets(st.integers(0, 3), max_size=2),
)
def test_no_guide_has_more_than_its_share_of_the_first_ten_unless_only_its_title_has_a_word(
    rank: Rank, others: list[int], crowd: int, named: set[int]
) -> None:
    with TemporaryDirectory() as directory:
        guides = [3] * crowd + others
        names = tuple(frozenset(["续费"] if guide in named else ["别的"]) for guide in range(4))
        reader = opened(alike(len(guides)), directory)
        reader = replace(reader, tables=reader.tables._replace(guides=np.array(guides), names=names))
        expected = spread(range(len(guides)), reader, named)
        for most in (None, 1, 10, 12):
            found = rank(asked(["续费"], []), reader, most=most, limits=ALL._replace(refined=FIRST))
            assert list(found.sections) == expected[:most]


@PROPERTY
@given(CORPORA, QUESTIONS, st.integers(0, 10**6), st.booleans())
def test_answers_to_frequent_questions_count_for_more_where_something_is_asked(
    rank: Rank, corpus: Corpus, terms: list[str], bits: int, asks: bool
) -> None:
    with TemporaryDirectory() as directory:
        frequent = [bool(bits >> section & 1) for section in range(len(corpus))]
        reader = opened(corpus, directory)
        reader = replace(reader, tables=reader.tables._replace(frequent=np.array(frequent)))
        query = asked(terms, [])
        scores = {
            section: score * (FAQ_WEIGHT if asks and frequent[section] else 1)
            for section, score in plainly(query, reader)
        }
        found = rank(query._replace(asks=asks), reader, limits=ALL._replace(refined=len(corpus)))
        assert_ranked(found, [section for section, _ in in_order(scores)], scores)


@pytest.mark.parametrize(("place", "count"), [(3, 0), (2, 4)])
def test_the_best_three_sections_tell_whether_there_is_an_answer(
    rank: Rank, tmp_path: Path, place: int, count: int
) -> None:
    apart, together = {"续费": 1 << 0, "充值": 1 << 9}, {"续费": 1 << 5, "充值": 1 << 5}
    cells = [together if number == place else apart for number in range(4)]
    corpus = [{"words": dict.fromkeys(apart, 1), "bigrams": {}, "characters": {}}] * 4
    query = asked([*apart], [], ("words",))
    found = rank(query, opened(corpus, str(tmp_path), cells=cells), limits=Limits(relevance=0.9))
    assert (found.total, len(found.sections)) == (count, count)


class Counted(TermFrequencies):
    """The field of the schema, filled by Whoosh's own writer."""

    def index(self, value: Mapping[str, int], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, often in sorted(value.items()):
            yield self.to_bytes(term), often, float(often), pack_uint(often)


class Lucenes(BM25F):
    """Whoosh's BM25 with our rarity, which is never negative."""

    def idf(self, searcher: object, fieldname: str, text: bytes) -> float:
        parent = searcher.get_parent()  # type: ignore[attr-defined] # whoosh ships no types
        return idf(parent.doc_count(), parent.doc_frequency(fieldname, text))


def lengthened(words: Mapping[str, int]) -> dict[str, int]:
    """A section with so much more in it that Whoosh, which keeps a length in one byte, keeps it exactly."""
    length = sum(words.values())
    exact = next(more for more in count(length + 1) if byte_to_length(length_to_byte(more)) == more)
    return {**words, "补": exact - length}


@PROPERTY
@given(CORPORA, QUESTIONS)
def test_words_alone_are_ranked_and_scored_as_by_whoosh(rank: Rank, corpus: Corpus, terms: list[str]) -> None:
    with TemporaryDirectory() as directory:
        corpus = [{**section, "words": lengthened(section["words"])} for section in corpus]
        reader = opened(corpus, directory)
        found = rank(asked(terms, [], ("words",)), reader, limits=ALL)
        with closing(create_in(directory, Schema(words=Counted()))) as index:
            with index.writer() as writer:
                for section in corpus:
                    writer.add_document(words=section["words"])
            with index.searcher(weighting=Lucenes(B=B, K1=K1)) as searcher:
                hits = searcher.search(Or([Term("words", term) for term in terms]), limit=None)
                scores = {hit.docnum: hit.score / (K1 + 1) for hit in hits}
        assert set(found.sections) == scores.keys()
        assert list(found.scores) == pytest.approx(sorted(scores.values(), reverse=True), abs=1e-9)
        assert list(found.scores) == pytest.approx([scores[section] for section in found.sections], abs=1e-9)
        assert CHANNEL_WEIGHTS["words"] == 1.0

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from math import ceil, log
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.channels import CHANNELS, Channel
from index.array_weighing import GRADES, LEVELS, RANKED
from index.gathering import found_terms
from index.impacts import COMMON, ChannelImpacts, write_impacts, write_postings
from index.postings import gather
from index.scoring import K1, B
from index.searcher import Searcher

Corpus = Sequence[Mapping[str, int]]
CORPORA = st.lists(
    st.dictionaries(st.sampled_from(["续费", "充值", "卡", "a", "lebara", "𠮷"]), st.integers(1, 9)), max_size=9
)


def write(corpus: Corpus, directory: Path) -> ChannelImpacts:
    write_postings(directory, "words", gather(corpus))
    write_impacts(directory, "words", gather(corpus), len(corpus))
    return ChannelImpacts(directory, "words")


def plain(corpus: Corpus) -> dict[str, dict[int, float]]:
    """BM25 from its textbook formula, one posting at a time."""
    lengths = [sum(frequencies.values()) for frequencies in corpus]
    scores: dict[str, dict[int, float]] = {}
    for term in {term for frequencies in corpus for term in frequencies}:
        holders = [section for section, frequencies in enumerate(corpus) if term in frequencies]
        rarity = log(1 + (len(corpus) - len(holders) + 0.5) / (len(holders) + 0.5))
        average = sum(lengths) / len(corpus)
        for section in holders:
            often = corpus[section][term]
            score = rarity * often / (often + K1 * (1 - B + B * lengths[section] / average))
            scores.setdefault(term, {})[section] = score
    return scores


def kept(impacts: ChannelImpacts) -> dict[str, dict[int, float]]:
    """All postings of a channel by term and section."""
    found = [(impacts.lexicon.term(number), impacts.postings(number)) for number in range(len(impacts.lexicon))]
    return {term: dict(zip(held.sections.tolist(), held.impacts.tolist(), strict=True)) for term, held in found}


def assert_same(one: dict[str, dict[int, float]], other: dict[str, dict[int, float]]) -> None:
    assert one.keys() == other.keys()
    for term, scores in one.items():
        assert scores == pytest.approx(other[term], abs=1e-9), term


@given(CORPORA)
def test_impacts_are_bm25_of_the_frequencies(corpus: Corpus) -> None:
    with TemporaryDirectory() as directory:
        assert_same(kept(write(corpus, Path(directory))), plain(corpus))


@given(CORPORA)
def test_no_impact_is_above_what_its_grade_says_nor_above_its_ceiling(corpus: Corpus) -> None:
    with TemporaryDirectory() as directory:
        impacts = write(corpus, Path(directory))
        for number in range(len(impacts.lexicon)):
            held = impacts.postings(number)
            assert (held.ceilings is not None) == (held.holders * COMMON >= len(corpus))
            grades = held.columns.grades[held.start : held.end]
            above = held.highest * grades / GRADES - held.impacts
            assert (above >= -1e-12).all()
            assert (above <= held.highest / GRADES + 1e-12).all()
            if held.ceilings:
                levels, ranks = held.ceilings
                assert len(ranks) == -(-len(corpus) // RANKED)
                for section in range(len(corpus)):
                    before, bits = divmod(int(ranks[section // RANKED]), 1 << RANKED)
                    place = before + (bits & ((1 << section % RANKED) - 1)).bit_count()
                    assert place == bisect_left(held.sections, section)
                    assert bits >> section % RANKED & 1 == (section in held.sections)
                assert sorted(held.sections.tolist()) == levels.nonzero()[0].tolist()
                over = held.highest * levels[held.sections] / LEVELS - held.impacts
                assert (over >= -1e-12).all()
                assert (over <= held.highest * (1 / LEVELS + 1 / GRADES) + 1e-12).all()
                assert levels[held.sections].tolist() == [ceil(one * LEVELS / GRADES) for one in grades.tolist()]


@given(CORPORA)
def test_postings_stand_in_the_order_of_the_sections_and_count_the_holders(corpus: Corpus) -> None:
    with TemporaryDirectory() as directory:
        impacts = write(corpus, Path(directory))
        for number in range(len(impacts.lexicon)):
            term = impacts.lexicon.term(number)
            holders = [section for section, frequencies in enumerate(corpus) if term in frequencies]
            assert impacts.postings(number).sections.tolist() == holders
            assert impacts.holders(number) == impacts.holders_of(term) == len(holders)


@pytest.mark.parametrize("corpus", [[], [{}], [{}, {}]], ids=["no section", "empty section", "empty sections"])
def test_a_corpus_without_a_term_has_no_postings(tmp_path: Path, corpus: Corpus) -> None:
    assert kept(write(corpus, tmp_path)) == {}


def test_an_unknown_term_stands_nowhere(tmp_path: Path) -> None:
    impacts = write([{"续费": 1}], tmp_path)
    assert impacts.holders_of("充值") == 0
    assert impacts.holders_of("续") == 0


@given(CORPORA, st.data())
def test_several_terms_stand_where_all_of_them_do_and_their_impacts_add_up(corpus: Corpus, data: st.DataObject) -> None:
    known = sorted({term for frequencies in corpus for term in frequencies} | {"unheard", "of"})
    terms = data.draw(st.lists(st.sampled_from(known), min_size=2, max_size=4, unique=True))
    with TemporaryDirectory() as directory:
        impacts = write(corpus, Path(directory))
        each = kept(impacts)
        holders = [number for number, frequencies in enumerate(corpus) if frequencies.keys() >= set(terms)]
        found = impacts.kept[" ".join(terms)]
        assert found.sections.tolist() == holders
        points = [sum(each[term][number] for term in terms) for number in holders]
        assert found.impacts.tolist() == pytest.approx(points)
        assert impacts.holders_of(" ".join(terms)) == len(holders)
        assert found.highest == max(found.impacts, default=0)
        assert found.columns.grades.tolist() == [ceil(one / found.highest * GRADES) for one in found.impacts]


@pytest.mark.parametrize("channel", CHANNELS)
def test_each_channel_of_the_sample_holds_the_impacts_of_its_sections(searcher: Searcher, channel: Channel) -> None:
    reader = searcher._reader
    corpus = [found_terms(reader.section(number))[channel].frequencies for number in range(reader.count)]
    assert_same(kept(reader.channels[channel]), plain(corpus))


def test_the_words_of_the_sample_have_the_impacts_that_whooshs_own_postings_give(searcher: Searcher) -> None:
    reader = searcher._reader
    stored = reader._stored
    corpus: list[dict[str, int]] = [{} for _ in range(reader.count)]
    for _, code in stored.all_terms():
        matcher = stored.postings("words", code)
        while matcher.is_active():
            corpus[matcher.id()][code.decode()] = int(matcher.weight())
            matcher.next()
    assert_same(kept(reader.channels["words"]), plain(corpus))

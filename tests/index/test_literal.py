from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.normalizer import fold, written
from index.builder import build
from index.literal import holding
from index.query import clean
from index.searcher import Searcher
from tests.conftest import amount

WriteGuides = Callable[[Mapping[str, str | bytes]], Path]
LONGEST = 60
GUIDES = {
    "a.md": "# 連結與資訊\n\n打開應用程式再登入，看LEBARA-5G網路卡。\n",
    "b.md": "# 价目\n\n费用。请付 15.50 元，用 PayPal 或 C++ 写的 USB-C 程序，第3步。\n",
    "c.md": "# iPhone 15\n\nThe café, straße ﬁle 12345。\n",
}


def pieces(searcher: Searcher, number: int) -> list[tuple[str, str]]:
    """Random pieces of titles and texts with the ids of their sections, half of them around Latin or punctuation.

    White space around a piece does not count, nor is a letter parted from its accents; a piece without any letter or
    digit asks nothing.
    """
    random = Random(number)  # noqa: S311 - the same pieces on every run
    texts = [
        (text, identity)
        for identity in searcher._reader.ids
        for text in (searcher.section(identity).title, searcher.section(identity).text)
        if len(text) > 1
    ]
    found: list[tuple[str, str]] = []
    while len(found) < number:
        text, identity = random.choice(texts)
        edges = [0, *(i for i in range(1, len(text)) if not text[i : i + 1].isalpha() or text[i : i + 1].isascii())]
        start = random.choice((random.randrange(len(text)), random.choice(edges)))
        end = min(len(text), start + random.choice((2, 3, random.randint(2, LONGEST))))
        piece = text[start:end]
        whole = not any(unicodedata.combining(text[i]) for i in (start, min(end, len(text) - 1)))
        if len(clean(piece)) > 1 and whole and any(c.isalnum() for c in piece) and '"' not in piece:
            found.append((piece, identity))
    return found


def missed(searcher: Searcher, number: int) -> list[tuple[str, str]]:
    return [
        (piece, identity)
        for piece, identity in pieces(searcher, number)
        if identity not in searcher.ranked_ids(piece, 1_000)
    ]


def test_any_literal_piece_of_a_section_finds_it(searcher: Searcher) -> None:
    assert missed(searcher, amount(800, 50_000)) == []


def test_any_literal_piece_of_a_section_of_the_given_guides_finds_it(given_guides: Searcher) -> None:
    assert missed(given_guides, amount(800, 50_000)) == []


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with three guides of one section each."""
    folder, data = tmp_path_factory.mktemp("guides"), tmp_path_factory.mktemp("data")
    for name, text in GUIDES.items():
        (folder / name).write_text(text, "utf-8")
    build(folder, data)
    return data


@pytest.mark.parametrize(
    ("text", "guide"),
    [
        ("結與", "a"),
        ("開應", "a"),
        ("用程", "a"),
        ("程式再", "a"),
        ("路卡", "a"),
        ("EBAR", "a"),
        ("bara", "a"),
        ("A-5", "a"),
        ("G網", "a"),
        ("。请", "b"),
        ("用。", "b"),
        ("5.5", "b"),
        ("ypa", "b"),
        ("或 C", "b"),
        ("C++", "b"),
        ("SB-", "b"),
        ("第3步", "b"),
        ("one 1", "c"),
        ("iPhone 15", "c"),
        ("afé", "c"),
        ("aße", "c"),
        ("ﬁl", "c"),
        ("234", "c"),
    ],
)
def test_pieces_of_words_phrases_and_numbers_find_their_section(three: Path, text: str, guide: str) -> None:
    with closing(Searcher.open(three)) as searcher:
        assert guide in [hit.guide.id for hit in searcher.search(text).hits]
        assert len(holding(clean(text), searcher._reader))


@pytest.mark.parametrize("text", ["usb", "USB-C", "5G", "c", "3", "15", "PayPal", "C++", "iPhone 15", "第3步", "café"])
def test_single_letters_numbers_and_names_are_found_as_they_are_typed(three: Path, text: str) -> None:
    with closing(Searcher.open(three)) as searcher:
        found = [searcher.section(hit.section.id) for hit in searcher.search(text).hits]
        held = [fold(text).text in fold(section.title + section.text).text for section in found]
    assert held
    assert held[0]


@pytest.mark.parametrize("text", ["", "a", "？！", "、。", "zz", "ala", "用费", "15 16", "pal or", "\ud800\ud800"])
def test_what_no_section_holds_literally_is_held_by_none(three: Path, text: str) -> None:
    with closing(Searcher.open(three)) as searcher:
        assert not len(holding(text, searcher._reader))


def test_what_is_found_as_a_piece_only_stands_below_the_words(write_guides: WriteGuides, tmp_path: Path) -> None:
    build(write_guides({"a.md": "# 甲\n\n用 alipay 付。\n", "b.md": "# 乙\n\n用 pay 付。\n"}), tmp_path / "data")
    with closing(Searcher.open(tmp_path / "data")) as searcher:
        hits = searcher.search("pay").hits
        [(_, score, parts)] = searcher.explain("pay", hits[1].section.id).sections
    assert [hit.guide.id for hit in hits] == ["b", "a"]
    assert sum(part.score for part in parts) == pytest.approx(score) == pytest.approx(hits[1].score)
    assert [part.alternative.origin for part in parts] == ["piece"]


@given(st.text(st.sampled_from("應用程式資訊網路續费ＬEb卡5。 ﬁ\u200b😀𠮷"), max_size=20), st.data())
def test_what_is_written_of_a_piece_is_a_piece_of_what_is_written(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert written(text[start:end]) in written(text)

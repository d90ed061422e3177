from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import readings as module
from index.analysis import pinyin
from index.numbers_by_key import NumbersByKey, write_numbers
from index.readings import SoundingAlike, gather_readings, heard
from index.searcher import Searcher

TERMS = st.sets(st.text(st.sampled_from("续费充值重长银行卡a5"), min_size=1, max_size=4), max_size=20)
SOME = ("lebara", "充值", "手续费", "卡", "续费", "重置")


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the readings of a few words, numbered in their order here."""
    folder = tmp_path_factory.mktemp("readings")
    write_readings(folder, SOME)
    return folder


def write_readings(folder: Path, words: Sequence[str]) -> None:
    """Write the readings of words, numbered in their order."""
    for name, postings in gather_readings([word.encode() for word in words]).items():
        write_numbers(folder, f"words.{name}", postings)


def terms(directory: Path, kind: str, key: str) -> list[str]:
    return [SOME[number] for number in NumbersByKey(directory, f"words.{kind}").of(key)]


@pytest.mark.parametrize(
    ("kind", "key", "expected"),
    [
        ("full", "xufei", ["续费"]),
        ("full", "chongzhi", ["充值", "重置"]),
        ("full", "zhongzhi", ["重置"]),
        ("full", "ka", ["卡"]),
        ("full", "xuf", []),
        ("full", "xf", []),
        ("full", "lebara", []),
        ("full", "", []),
        ("initials", "xf", ["续费"]),
        ("initials", "sxf", ["手续费"]),
        ("initials", "k", []),
        ("initials", "xufei", []),
    ],
)
def test_a_key_gives_the_words_that_sound_like_it(directory: Path, kind: str, key: str, expected: list[str]) -> None:
    assert terms(directory, kind, key) == expected


@pytest.mark.parametrize(
    ("key", "expected"),
    [("xuf", {"续费"}), ("chong", {"充值", "重置"}), ("shouxufei", {"手续费"}), ("leb", set()), ("xufeix", set())],
)
def test_an_unfinished_key_gives_the_words_whose_reading_starts_with_it(
    directory: Path, key: str, expected: set[str]
) -> None:
    assert {SOME[number] for number in NumbersByKey(directory, "words.full").starting_with(key, 10)} == expected


def test_an_unfinished_key_looks_at_no_more_readings_than_it_is_allowed(directory: Path) -> None:
    full = NumbersByKey(directory, "words.full")
    assert full.starting_with("", 0) == ()
    assert [SOME[number] for number in full.starting_with("", 1)] == ["充值", "重置"]


def test_a_piece_sounds_like_the_words_that_have_a_reading_of_it(directory: Path) -> None:
    alike = SoundingAlike(NumbersByKey(directory, "words.full"))
    found = [{SOME[number] for number in alike[piece]} for piece in ("续废", "重植", "a", "")]
    assert found == [{"续费"}, {"充值", "重置"}, set(), set()]


def test_what_pieces_sound_like_is_looked_up_once_and_never_kept_without_end(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(module, "readings", lambda piece: asked.append(piece) or (piece,))
    monkeypatch.setattr(module, "_PIECES_KEPT", 2)
    alike = SoundingAlike(NumbersByKey(directory, "words.full"))
    for piece in ("ka", "xufei", "ka", "chongzhi", "ka"):
        assert [SOME[number] for number in alike[piece]] == terms(directory, "full", piece)
        assert len(alike) <= 2
    assert asked == ["ka", "xufei", "chongzhi", "ka"]


@given(TERMS)
def test_every_word_of_han_is_found_by_each_of_its_readings_and_nothing_else_is(words: set[str]) -> None:
    numbers = {word: number for number, word in enumerate(sorted(words))}
    with TemporaryDirectory() as folder:
        write_readings(Path(folder), list(numbers))
        full, short = NumbersByKey(Path(folder), "words.full"), NumbersByKey(Path(folder), "words.initials")
        for word, number in numbers.items():
            assert all(number in full.of(key) for key in pinyin.readings(word))
            assert not pinyin.initials(word) or number in short.of(pinyin.initials(word))
            assert number in full.starting_with("", 1000) or not pinyin.readings(word)
        for key in {key for word in words for key in pinyin.readings(word)}:
            assert list(full.of(key)) == sorted(numbers[word] for word in words if key in pinyin.readings(word))
        for key in {pinyin.initials(word) for word in words} - {""}:
            assert list(short.of(key)) == sorted(numbers[word] for word in words if key == pinyin.initials(word))


@pytest.mark.parametrize(("key", "word"), [("xufei", "续费"), ("zhifubao", "支付宝"), ("shouxufei", "手续费")])
def test_the_words_of_the_sample_are_found_by_their_sound(searcher: Searcher, key: str, word: str) -> None:
    reader = searcher._reader
    assert word in [reader.channels["words"].lexicon.term(number) for number in reader.full.of(key)]


@pytest.mark.parametrize(
    ("key", "kind"), [("chengxu", "full"), ("chengshi", "full"), ("jincheng", "full"), ("cx", "initials")]
)
def test_a_word_that_others_fold_to_is_found_by_their_sound(key: str, kind: str, tmp_path: Path) -> None:
    write_readings(tmp_path, ["卡", "进程"])  # 程序 and 程式 are indexed as 进程
    assert NumbersByKey(tmp_path, f"words.{kind}").of(key) == (1,)


@pytest.mark.parametrize(
    ("term", "key", "word"),
    [
        ("进程", "chengxu", "程序"),
        ("进程", "chengshi", "程式"),
        ("进程", "cx", "程序"),
        ("进程", "jincheng", "进程"),
        ("续费", "xf", "续费"),
    ],
)
def test_a_reading_is_shown_as_the_word_that_was_heard(term: str, key: str, word: str) -> None:
    assert heard(term, key) == word

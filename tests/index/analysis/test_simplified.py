"""Runs of Han are converted character by character only where OpenCC does so too."""

from __future__ import annotations

import re
import sys
from importlib.metadata import version
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import simplified as subject
from index.analysis.simplified import by_itself, by_opencc, simplified
from index.analysis.words import converted_together, listed_han
from index.script import FIRST_HAN, HAN, convert
from tests.index.analysis import opencc_phrases

PHRASES = sorted({*opencc_phrases.to_traditional(), *opencc_phrases.to_mainland()})
ANY_HAN = st.text(st.from_regex(f"[{HAN}]", fullmatch=True), min_size=1, max_size=12)
PIECES = st.lists(st.sampled_from(PHRASES) | ANY_HAN, min_size=1, max_size=5).map("".join)


def shuffled(seed: int) -> list[str]:
    """Give the phrases in another order."""
    return Random(seed).sample(PHRASES, len(PHRASES))  # noqa: S311 - not for secrets


@given(st.lists(PIECES, max_size=4))
def test_runs_become_what_opencc_makes_of_them(runs: list[str]) -> None:
    assert simplified(runs) == [by_opencc(run) for run in runs]


@pytest.mark.parametrize("between", ["", "的", "機"])
def test_phrases_become_what_opencc_makes_of_them_also_next_to_others(between: str) -> None:
    others = shuffled(1)
    runs = [first + between + second for first, second in zip(PHRASES, others, strict=True)]
    assert simplified(runs) == by_opencc("\n".join(runs)).split("\n")


def test_pieces_of_phrases_become_what_opencc_makes_of_them() -> None:
    others = shuffled(2)
    runs = [first[1:] + second[:-1] + third for first, second, third in zip(PHRASES, others, others[1:], strict=False)]
    assert simplified(runs) == by_opencc("\n".join(runs)).split("\n")


def test_each_character_becomes_what_opencc_makes_of_it() -> None:
    every = [character for character in map(chr, range(sys.maxunicode)) if re.match(f"[{HAN}]", character)]
    listed = by_itself(listed_han().folded, by_opencc)
    assert [listed[ord(character)] for character in every] == by_opencc("\n".join(every)).split("\n")


def test_opencc_changes_no_character_before_han() -> None:
    every = [character for character in map(chr, range(1, ord(FIRST_HAN))) if character != "\n"]
    assert by_opencc("\n".join(every)).split("\n") == every
    assert convert("\n".join(every), "t2s").split("\n") == every


def test_characters_before_han_load_no_dictionary() -> None:
    def refuse(character: str) -> str:
        raise AssertionError(character)

    listed = by_itself(listed_han().folded, refuse)
    assert [listed[ord(character)] for character in "a1?、。々"] == list("a1?、。々")


def test_where_opencc_is_another_one_it_is_asked_for_each_character(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.analysis.words.opencc_version", lambda: "another")
    assert by_itself({"續": "a"}, str.upper)[ord("續")] == "續"


@pytest.mark.parametrize("run", ["续费后多久生效", "續費後多久生效", "忘記密碼怎麼辦", "他走了", "在国外怎么上网"])
def test_everyday_questions_need_no_dictionary(run: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = [by_opencc(run)]
    assert simplified([run]) == expected  # now each of its characters is known
    monkeypatch.setattr(subject, "by_opencc", None)
    assert simplified([run]) == expected


@pytest.mark.parametrize(("run", "meant"), [("應用程式", "应用进程"), ("软体", "软件"), ("了望台", "瞭望台")])
def test_phrases_are_converted_whole(run: str, meant: str) -> None:
    assert simplified(["续费", run, "续费"]) == ["续费", meant, "续费"]


def test_the_list_is_the_one_of_the_installed_dictionaries() -> None:
    assert sorted(converted_together()) == sorted(opencc_phrases.converted_together()), (
        f"OpenCC {version('opencc')} has other phrases; help: python -m tests.index.analysis.opencc_phrases"
        " > index/analysis/data/converted_together.txt"
    )

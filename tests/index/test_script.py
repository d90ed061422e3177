from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import script
from index.documents import Language
from index.script import (
    HAN,
    convert,
    detect_language,
    in_script,
    is_listed,
    opencc_version,
    script_by_opencc,
    script_of,
)
from tests.index import scripts


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("續費後多久生效", "zh-Hant"),
        ("续费后多久生效", "zh-Hans"),
        ("LEBARA 手機卡", "zh-Hant"),
        ("LEBARA遠遊卡怎么续费？轻松搞定通讯", "zh-Hans"),
        ("How to renew?", "en"),
        ("été", "en"),
    ],
)
def test_a_text_is_in_the_script_most_of_its_characters_are_in(text: str, lang: Language) -> None:
    assert detect_language(text) == lang
    assert detect_language(text, "zh-Hant") == lang


@pytest.mark.parametrize("otherwise", ["zh-Hans", "zh-Hant"])
@pytest.mark.parametrize("text", ["先付款", "", "123 - 456"])
def test_a_text_that_could_be_either_is_what_its_guide_is(text: str, otherwise: Language) -> None:
    assert detect_language(text, otherwise) == otherwise


def test_han_is_never_english() -> None:
    assert detect_language("上网卡", "en") == "zh-Hans"


@given(st.text(max_size=30), st.sampled_from(["zh-Hans", "zh-Hant", "en"]))
def test_any_text_has_a_language(text: str, otherwise: Language) -> None:
    assert detect_language(text, otherwise) in {"zh-Hans", "zh-Hant", "en"}


def test_the_list_of_characters_is_the_one_of_the_installed_dictionaries() -> None:
    assert list(script._list()) == scripts.lines(), (
        f"OpenCC {opencc_version()} is another one; help: python -m tests.index.scripts > index/scripts.txt"
    )


@pytest.mark.parametrize("character", "续續後后里裡t\n𠮷")
def test_where_opencc_is_another_one_it_is_asked(character: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script, "opencc_version", lambda: "another")
    assert not is_listed()
    assert script._changed.__wrapped__()[ord(character)] == script_by_opencc(character)


@pytest.mark.parametrize("character", "一龥㐀𠮷𰀀豈々〇")
def test_han_takes_in_the_extensions(character: str) -> None:
    assert re.fullmatch(f"[{HAN}]", character)


@pytest.mark.parametrize("character", "aあア한，1１")
def test_han_is_nothing_else(character: str) -> None:
    assert not re.fullmatch(f"[{HAN}]", character)


def test_conversion_goes_by_words() -> None:
    assert convert("滑鼠", "tw2sp") == "鼠标"
    assert convert("头发", "s2t") == "頭髮"


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("續費xufei", "zh-Hant"),
        ("怎么xufei", "zh-Hans"),
        ("xufei", None),
        ("忘", None),
        ("续費", None),
        ("5？", None),
        ("", None),
    ],
)
def test_a_text_whose_characters_are_in_both_scripts_shows_none(text: str, lang: Language | None) -> None:
    assert script_of(text) == lang


@pytest.mark.parametrize(
    ("text", "language", "wanted", "expected"),
    [
        ("续费", "zh-Hans", "zh-Hant", "續費"),
        ("續費", "zh-Hant", "zh-Hans", "续费"),
        ("續費", "zh-Hant", "zh-Hant", "續費"),
        ("台灣", "zh-Hant", "zh-Hant", "台灣"),
        ("续费", "zh-Hans", None, "续费"),
        ("续费", "zh-Hans", "en", "续费"),
    ],
)
def test_a_text_is_given_in_the_script_that_is_wanted(
    text: str, language: Language, wanted: Language | None, expected: str
) -> None:
    assert in_script(text, language, wanted) == expected

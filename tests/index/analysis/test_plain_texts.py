"""Both forms of plain texts, in Python and compiled, against the steps of folding."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import normalizer, plain, plain_texts
from index.analysis.normalizer import fold, fold_by_steps, written, written_by_steps
from index.analysis.plain import plain_characters
from index.analysis.plain_texts import PlainTexts
from index.analysis.words import NOT_PLAIN, _lines, converted_together
from index.query_parser import clean_by_steps
from index.script import opencc_version
from tests.conftest import amount, compiled_module
from tests.index.analysis import changed_han

PLAIN = plain_characters()
EVERY = [chr(code) for code in (*range(0x10000), *range(0x10000, 0x110000, amount(61, 1)))]
QUESTIONS = ["续费后多久生效", "續費後多久生效", "ＷｅＣｈａｔ 支付？", "怎么绑定银行卡", "Wi-Fi 连不上"]
SPECIAL = "Σσsß İiÅée\u0301ｶﾞかが각가ㄱ\u1100\u1161\u11a8\uffa1\uffc2軟體程式麼著豈⼀㈱\n\t\0\u200b\ud800\U000242ee𠮷"
TEXTS = st.lists(
    st.text(st.sampled_from(SPECIAL) | st.characters(max_codepoint=0xFFFF) | st.characters(), max_size=6)
    | st.sampled_from([*sorted(converted_together()), *QUESTIONS]),
    max_size=5,
).map("".join)


@pytest.fixture(params=["plain_texts", "compiled_folding"], scope="module")
def texts(request: pytest.FixtureRequest) -> PlainTexts:
    """Plain texts in one of their two forms."""
    form = plain_texts if request.param == "plain_texts" else compiled_module(request.param)
    made: PlainTexts = form.PlainTexts(lambda: PLAIN)
    return made


@given(TEXTS)
@settings(max_examples=amount(1_000, 50_000))
def test_a_plain_text_is_folded_as_by_all_steps(texts: PlainTexts, text: str) -> None:
    assert texts.fold(text) in (None, fold_by_steps(text))
    assert texts.written(text) in (None, written_by_steps(text))
    assert texts.clean(text) in (None, clean_by_steps(text))
    assert fold(text) == fold_by_steps(text)
    assert written(text) == written_by_steps(text)


def test_every_character_is_folded_as_by_all_steps(texts: PlainTexts) -> None:
    wrong = [
        c
        for c in EVERY
        if texts.fold(c) not in (None, fold_by_steps(c))
        or texts.written(c) not in (None, written_by_steps(c))
        or texts.clean(c) not in (None, clean_by_steps(c))
    ]
    assert wrong == []


def test_no_pair_that_becomes_something_else_is_plain(texts: PlainTexts) -> None:
    assert [pair for pair in converted_together() if texts.fold(f"续{pair}费")] == []


def test_no_character_that_may_join_others_is_plain() -> None:
    parts = [unicodedata.normalize("NFD", character)[1:] for character in EVERY]
    joining = {character for part in parts for character in part} | {c for c in EVERY if unicodedata.combining(c)}
    found = [c for c in EVERY[: len(PLAIN.folded)] if joining & {*unicodedata.normalize("NFKC", c)}]
    assert len(found) > 500
    assert {PLAIN.folded[ord(c)] + PLAIN.written[ord(c)] + PLAIN.clean[ord(c)] for c in found} == {3 * NOT_PLAIN}


@pytest.mark.parametrize("text", ["", "a", *QUESTIONS])
def test_everyday_questions_are_plain_and_need_no_steps(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = fold_by_steps(text), written_by_steps(text)
    monkeypatch.setattr(normalizer, "fold_by_steps", None)
    monkeypatch.setattr(normalizer, "written_by_steps", None)
    assert (fold(text), written(text)) == expected


def test_both_forms_find_the_same_texts_plain() -> None:
    compiled = compiled_module("compiled_folding").PlainTexts(lambda: PLAIN)
    python = PlainTexts(lambda: PLAIN)
    for text in (*EVERY, *sorted(converted_together()), *map("".join, zip(EVERY, EVERY[7:], strict=False))):
        assert (compiled.fold(text), compiled.written(text)) == (python.fold(text), python.written(text))
        assert compiled.clean(f"{text}  {text} ") == python.clean(f"{text}  {text} ")


def test_tables_are_loaded_once_by_the_first_text(texts: PlainTexts) -> None:
    loads: list[int] = []
    made = type(texts)(lambda: (loads.append(1), PLAIN)[1])
    assert loads == []
    for _ in range(3):
        assert (made.fold("續費"), made.written("續費")) == (fold_by_steps("續費"), "续费")
    assert loads == [1]


def test_what_is_given_keeps_the_form_that_python_gives_texts() -> None:
    compiled = compiled_module("compiled_folding").PlainTexts(lambda: PLAIN)
    for text in ("ABC", "ÀÉ", "ＡＢ", "ＡÀ", "續費", "abc"):
        assert hash(compiled.written(text)) == hash(written_by_steps(text))
        assert compiled.written(text).isascii() == written_by_steps(text).isascii()
    same = "续费 abc"
    assert compiled.written(same) is same


@pytest.mark.parametrize(
    "plain",
    [
        None,
        PLAIN[:2],
        PLAIN._replace(folded=PLAIN.folded[:-1]),
        PLAIN._replace(written="\U00010000" + PLAIN.written[1:]),
        PLAIN._replace(folded=None),
        PLAIN._replace(pairs=None),
        PLAIN._replace(pairs=[1]),
        PLAIN._replace(pairs=["\U00020000费"]),
        PLAIN._replace(clean=PLAIN.clean[:-1]),
    ],
)
def test_compiled_texts_refuse_other_tables(plain: object) -> None:
    with pytest.raises((TypeError, ValueError, IndexError)):
        compiled_module("compiled_folding").PlainTexts(lambda: plain).fold("续费")


@pytest.mark.parametrize("text", [None, b"abc", 1])
def test_compiled_texts_refuse_what_is_no_text(text: object) -> None:
    made = compiled_module("compiled_folding").PlainTexts(lambda: PLAIN)
    for call in (made.fold, made.written, made.clean):
        with pytest.raises(TypeError):
            call(text)


def test_the_list_of_han_is_the_one_of_the_installed_dictionaries() -> None:
    assert _lines("changed_han.tsv") == changed_han.lines(), (
        f"OpenCC {opencc_version()} is another one; help: python -m tests.index.analysis.changed_han"
        " > index/analysis/data/changed_han.tsv"
    )


def test_where_opencc_is_another_one_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.analysis.words.opencc_version", lambda: "another")
    monkeypatch.setattr(plain, "changed_han", lambda _: ({"续": "a"}, {"续": "b"}))
    asked = plain_characters()
    assert (asked.folded[ord("续")], asked.written[ord("续")], asked.folded[ord("續")]) == ("a", "b", "續")
    monkeypatch.undo()
    monkeypatch.setattr("index.analysis.words.opencc_version", lambda: "another")
    assert plain_characters() == PLAIN

"""Both forms of the cuts, in Python and compiled, against what they are by definition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from types import ModuleType

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import channels, cuts
from index.analysis.segmenter import _frequencies, cutter
from index.analysis.tokens import LONGEST_RUN, LONGEST_TERM, SHORTEST_NAME, Cutter, Token
from index.script import HAN
from tests.conftest import amount, compiled_module


@pytest.fixture(scope="module")
def compiled() -> ModuleType:
    """The compiled cuts. They are missing only where nothing can be compiled."""
    return compiled_module("compiled_cuts")


@pytest.fixture(params=["cuts", "compiled_cuts"], scope="module")
def form(request: pytest.FixtureRequest) -> ModuleType:
    """One of the two forms."""
    return cuts if request.param == "cuts" else request.getfixturevalue("compiled")


@pytest.fixture(scope="module")
def tokenizer() -> jieba.Tokenizer:
    """jieba's own, without its cache in the temp directory."""
    made = jieba.Tokenizer()
    with made.get_dict_file() as file:
        made.FREQ, made.total = _frequencies(file.read().decode())
    made.initialized = True
    return made


WORDS = "便利店铺|便利店|续费|."
KNOWN = Cutter(
    lambda run: re.findall(WORDS, run),
    {"便利", "利店", "店铺", "便利店"}.__contains__,
    lambda run: re.findall("的+|.", run),
)
"""A dictionary of a few words, and a model of one."""
ODD = "便利店铺续费的的的𠮷㐀々〇豈aé1٣²_-.'@/+&:#， \n\0\ud800"
MIXED = st.text(st.sampled_from(ODD) | st.characters(), max_size=40)
RUNS = st.lists(st.sampled_from(["便利店铺", "便利店", "续费", *"便利店铺续费的的𠮷々"]), max_size=12).map("".join)


def is_han(character: str) -> bool:
    return bool(re.match(f"[{HAN}]", character))


def is_letter(character: str) -> bool:
    return character.isalnum() and not is_han(character)


def is_latin(text: str, place: int) -> bool:
    """Tell whether a character belongs to a Latin run."""
    before, character, after = text[:place][-1:], text[place], text[place + 1 :][:1]
    if character in "+#" and not is_letter(after):
        return True
    return is_letter(character) or (character in "-_.'@/+&:" and is_letter(before) and is_letter(after))


def kind(text: str, place: int) -> str:
    return "han" if is_han(text[place]) else "latin" if is_latin(text, place) else ""


def runs(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    for what, group in groupby(range(len(text)), lambda place: kind(text, place)):
        places = list(group)
        if what == wanted:
            yield places[0], places[-1] + 1


def latin(text: str) -> list[Token]:
    """Give Latin runs that have a letter or digit: whole, and their words and numbers where these are not the whole."""
    found: dict[tuple[int, int], None] = {}
    for start, end in runs(text, "latin"):
        if any(character.isalnum() for character in text[start:end]):
            found[start, end] = None
        for sort, group in groupby(range(start, end), lambda i: text[i].isalnum() + text[i].isdecimal()):
            places = list(group)
            if sort:
                found[places[0], places[-1] + 1] = None
    return [Token(text[start : min(end, start + LONGEST_TERM)], start, end) for start, end in found]


@given(MIXED)
@settings(max_examples=amount(300, 20_000))
def test_runs_of_han_are_whole_and_latin_runs_have_their_parts_beside_them(form: ModuleType, text: str) -> None:
    assert form.runs_of(text) == ([(text[start:end], start) for start, end in runs(text, "han")], latin(text))


@given(MIXED)
@settings(max_examples=amount(300, 20_000))
def test_tokens_are_words_pairs_and_characters_of_han_and_then_the_rest(form: ModuleType, text: str) -> None:
    han = list(runs(text, "han"))
    words, pairs, characters = form.tokens_of(text, KNOWN)
    rest = latin(text)
    assert words == (*(word for start, end in han for word in form.words_of(text[start:end], start, KNOWN)), *rest)
    for size, grams in ((2, pairs), (1, characters)):
        places = [i for start, end in han for i in range(start, end - size + 1)]
        assert grams == (*(Token(text[i : i + size], i, i + size) for i in places), *rest)


def test_every_character_is_of_the_same_kind_in_both_forms(compiled: ModuleType) -> None:
    every = [chr(code) for code in range(0x110000)]
    for text in ("".join(every), "\n".join(every), "a".join(every)):
        assert compiled.runs_of(text) == cuts.runs_of(text)


@given(RUNS, st.integers(0, 1_000))
def test_words_come_in_order_those_inside_them_before_them_and_names_at_the_end(
    form: ModuleType, run: str, offset: int
) -> None:
    found, names = list[Token](), list[Token]()
    for match in re.finditer(WORDS, run):
        start, end = match.span()
        inside = [(i, i + size) for size in (2, 3) for i in range(start, end - size + 1) if size < end - start]
        found += [Token(run[a:b], a, b) for a, b in inside if KNOWN.has(run[a:b])] + [Token(run[start:end], start, end)]
    for match in re.finditer("的的+", "".join("x" * len(word) if len(word) > 1 else word for word in KNOWN.cut(run))):
        names.append(Token(match.group(), *match.span()))
    assert form.words_of(run, offset, KNOWN) == [Token(t, s + offset, e + offset) for t, s, e in found + names]


@given(
    st.text(st.sampled_from("续费后多久生效便利店忘记密码怎么办的的的一二三中国人民共和国杭研大厦㐀𠮷"), max_size=40)
)
@settings(max_examples=amount(300, 20_000))
def test_words_are_those_of_jiebas_search_mode_and_names(
    form: ModuleType, tokenizer: jieba.Tokenizer, run: str
) -> None:
    expected = [Token(*word) for word in tokenizer.tokenize(run, mode="search", HMM=False)]
    found = form.words_of(run, 0, cutter())
    assert found[: len(expected)] == expected
    assert all(len(name.term) >= SHORTEST_NAME for name in found[len(expected) :])


@pytest.mark.parametrize("run", ["的" * (3 * LONGEST_RUN + 7), "便利店" * LONGEST_RUN, "𠮷" * LONGEST_RUN])
def test_a_long_run_is_cut_in_pieces(form: ModuleType, run: str) -> None:
    pieces = [(run[place : place + LONGEST_RUN], place) for place in range(0, len(run), LONGEST_RUN)]
    given_runs: list[str] = []
    watched = KNOWN._replace(cut=lambda piece: (given_runs.append(piece), KNOWN.cut(piece))[1])
    assert form.words_of(run, 5, watched) == [
        word for piece, place in pieces for word in form.words_of(piece, 5 + place, KNOWN)
    ]
    assert given_runs == [piece for piece, _ in pieces]


def test_tokens_are_what_calling_their_class_gives(form: ModuleType) -> None:
    tokens = [token for channel in form.tokens_of("便利店 usb-c", KNOWN) for token in channel]
    assert {type(token) for token in tokens} == {Token}
    assert {hash(token) for token in tokens} == {hash(Token(*token)) for token in tokens}


def fail(_: str) -> list[str]:
    raise LookupError


@pytest.mark.parametrize(
    ("text", "cutter"),
    [
        (None, KNOWN),
        ("便利店".encode(), KNOWN),
        ("便利店", None),
        ("便利店", KNOWN[:2]),
        ("便利店", (*KNOWN, None)),
        ("便利店", (None, None, None)),
        ("便利店", KNOWN._replace(cut=lambda _: None)),
        ("便利店", KNOWN._replace(cut=lambda _: [None])),
        ("便利店", KNOWN._replace(cut=lambda _: [1])),
        ("便利店", KNOWN._replace(cut=lambda _: [b"123"])),
        ("便利店", KNOWN._replace(cut=fail)),
        ("便利店", KNOWN._replace(has=fail)),
        ("的的", KNOWN._replace(model=fail)),
        ("的的", KNOWN._replace(model=lambda _: None)),
        ("的的", KNOWN._replace(model=lambda _: [None])),
        ("的的", KNOWN._replace(model=lambda _: [2])),
    ],
)
def test_compiled_cuts_refuse_arguments_of_another_kind(compiled: ModuleType, text: str, cutter: Cutter) -> None:
    for call in (compiled.tokens_of, lambda text, cutter: compiled.words_of(text, 0, cutter)):
        with pytest.raises((TypeError, ValueError, LookupError)):
            call(text, cutter)


@pytest.mark.parametrize("words", [[], [""], ["便利店铺" * 9], ["x", "", "y"], ["便"] * 600, ["便利店铺"] * 600])
def test_words_that_are_not_those_of_the_run_do_no_harm(form: ModuleType, words: list[str]) -> None:
    wrong = KNOWN._replace(cut=lambda _: words, model=lambda run: [run * 3, *words])
    for text in ("便", "便利店"):
        assert {token.term for token in form.words_of(text, 0, wrong)} >= set(words)


def test_texts_are_cut_by_the_compiled_form_where_there_is_one(compiled: ModuleType) -> None:
    for name in ("runs_of", "tokens_of", "words_of"):
        assert getattr(channels, name) is getattr(compiled, name)

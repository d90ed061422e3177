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
from index.analysis.model import MarkovModel, Model
from index.analysis.segmenter import Jieba, _frequencies, cutter
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
def known(form: ModuleType) -> Cutter:
    """What a form takes that knows what KNOWN does."""
    if form is cuts:
        return KNOWN
    dictionary, model = compiled_module("compiled_dictionary"), compiled_module("compiled_model")
    return Cutter(dictionary.Dictionary(ENTRIES.encode()), model.MarkovModel(MODEL))


@pytest.fixture(scope="module")
def tokenizer() -> jieba.Tokenizer:
    """jieba's own, without its cache in the temp directory."""
    made = jieba.Tokenizer()
    with made.get_dict_file() as file:
        made.FREQ, made.total = _frequencies(file.read().decode())
    made.initialized = True
    return made


ENTRIES = "便利店铺 900 n\n便利店 90 n\n便利 9 n\n利店 9 n\n店铺 9 n\n续费 9 n\n"
NEVER = -3.14e100
START = {"B": -1.0, "M": NEVER, "E": NEVER, "S": -1.0}
NEXT = {"B": {"E": -1.0, "M": -1.0}, "M": {"E": -1.0, "M": -1.0}} | {name: {"B": -1.0, "S": -1.0} for name in "ES"}
INSIDE, ALONE = {"的": -1.0}, {"的": -9.0} | dict.fromkeys("续费便利店铺", -1.0)
MODEL = Model(START, NEXT, {"B": INSIDE, "M": INSIDE, "E": INSIDE, "S": ALONE})
KNOWN = Cutter(Jieba(ENTRIES), MarkovModel(MODEL))
"""A dictionary of a few words, and a model that knows 的 as a part of words."""
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
def test_tokens_are_words_pairs_and_characters_of_han_and_then_the_rest(
    form: ModuleType, known: Cutter, text: str
) -> None:
    han = list(runs(text, "han"))
    words, pairs, characters = form.tokens_of(text, known)
    rest = latin(text)
    assert words == (*(word for start, end in han for word in form.words_of(text[start:end], start, known)), *rest)
    for size, grams in ((2, pairs), (1, characters)):
        places = [i for start, end in han for i in range(start, end - size + 1)]
        assert grams == (*(Token(text[i : i + size], i, i + size) for i in places), *rest)


def test_every_character_is_of_the_same_kind_in_both_forms(compiled: ModuleType) -> None:
    every = [chr(code) for code in range(0x110000)]
    for text in ("".join(every), "\n".join(every), "a".join(every)):
        assert compiled.runs_of(text) == cuts.runs_of(text)


@given(RUNS, st.integers(0, 1_000))
def test_words_come_in_order_those_inside_them_before_them_and_names_at_the_end(
    form: ModuleType, known: Cutter, run: str, offset: int
) -> None:
    found, names = list[Token](), list[Token]()
    place, singles = 0, ""
    for word in [*KNOWN.dictionary.cut(run), "--"]:
        if len(word) > 1:
            start = place - len(singles)
            for name in KNOWN.model.words(singles):
                names += [Token(name, start, start + len(name))] * (len(name) > 1)
                start += len(name)
            singles = ""
        inside = [(i, i + size) for size in (2, 3) for i in range(len(word) - size + 1) if size < len(word)]
        found += [Token(word[a:b], place + a, place + b) for a, b in inside if KNOWN.dictionary.has(word[a:b])]
        found.append(Token(word, place, place + len(word)))
        place += len(word)
        singles += word * (len(word) == 1)
    assert form.words_of(run, offset, known) == [Token(t, s + offset, e + offset) for t, s, e in found[:-1] + names]


def test_names_are_made_of_single_characters(form: ModuleType, known: Cutter) -> None:
    assert form.words_of("店的的铺", 0, known)[4:] == [Token("的的", 1, 3)]


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
def test_a_long_run_is_cut_in_pieces(form: ModuleType, known: Cutter, run: str) -> None:
    pieces = [(run[place : place + LONGEST_RUN], place) for place in range(0, len(run), LONGEST_RUN)]
    words = [word for piece, place in pieces for word in form.words_of(piece, 5 + place, known)]
    assert form.words_of(run, 5, known) == words
    assert form.tokens_of(f"a-b, {run}", known)[0][: len(words)] == tuple(words)


def test_tokens_are_what_calling_their_class_gives(form: ModuleType, known: Cutter) -> None:
    tokens = [token for channel in form.tokens_of("便利店 usb-c", known) for token in channel]
    assert {type(token) for token in tokens} == {Token}
    assert {hash(token) for token in tokens} == {hash(Token(*token)) for token in tokens}


def test_compiled_cuts_refuse_arguments_of_another_kind(compiled: ModuleType) -> None:
    dictionary, model = cutter()
    wrong = [
        None,
        (),
        (dictionary,),
        (dictionary, model, None),
        (None, None),
        (None, model),
        (model, dictionary),
        KNOWN,
    ]
    texts = [(None, cutter()), ("便利店".encode(), cutter()), *(("𠮷的的", value) for value in wrong)]
    for text, value in [*texts, ("𠮷的的", (dictionary, None)), ("𠮷的的", (dictionary, dictionary))]:
        for call in (compiled.tokens_of, lambda text, cutter: compiled.words_of(text, 0, cutter)):
            with pytest.raises((TypeError, ValueError)):
                call(text, value)


def test_texts_are_cut_by_the_compiled_form_where_there_is_one(compiled: ModuleType) -> None:
    for name in ("runs_of", "tokens_of", "words_of"):
        assert getattr(channels, name) is getattr(compiled, name)

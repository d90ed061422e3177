from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import partial
from itertools import islice, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypinyin import Style, lazy_pinyin, pinyin
from pypinyin.constants import PHRASES_DICT

from index.analysis import pinyin as subject
from index.analysis.pinyin import LONGEST_READ, initials, readings, syllables
from tests.conftest import amount

COMMON = st.text(
    st.sampled_from("续费充值密码忘记银行重置长还行卡流量自动微信支付宝余额"), min_size=1, max_size=LONGEST_READ
)


@pytest.mark.parametrize(
    ("word", "likely"),
    [
        ("续费", "xufei"),
        ("支付宝", "zhifubao"),
        ("银行", "yinhang"),
        ("手续费", "shouxufei"),
        ("绿", "lv"),
        ("卡", "ka"),
    ],
)
def test_the_likeliest_reading_comes_first_and_has_no_tones(word: str, likely: str) -> None:
    assert readings(word)[0] == likely


@pytest.mark.parametrize(
    ("word", "reading"), [("重置", "zhongzhi"), ("重置", "chongzhi"), ("重", "chong"), ("重", "zhong"), ("还", "huan")]
)
def test_a_character_with_two_readings_is_read_both_ways(word: str, reading: str) -> None:
    assert reading in readings(word)


@pytest.mark.parametrize(("word", "reading"), [("银行", "yinhang"), ("重新", "chongxin"), ("儿子", "erzi")])
def test_a_phrase_in_the_list_is_read_as_it_says_alone(word: str, reading: str) -> None:
    assert readings(word) == (reading,)  # not yinxing, nor the old renzi


@pytest.mark.parametrize("word", ["", "a", "续费a", "5", "，", "续 费"])
def test_what_is_not_all_han_has_no_reading(word: str) -> None:
    assert readings(word) == ()
    assert initials(word) == ""


def test_a_sentence_has_no_reading() -> None:
    assert readings("费" * LONGEST_READ)
    assert initials("费" * LONGEST_READ)
    assert readings("费" * (LONGEST_READ + 1)) == ()
    assert initials("费" * (LONGEST_READ + 1)) == ""


@pytest.mark.parametrize(("word", "expected"), [("续费", "xf"), ("支付宝", "zfb"), ("忘记密码", "wjmm"), ("卡", "")])
def test_initials_are_the_first_letters_of_two_syllables_or_more(word: str, expected: str) -> None:
    assert initials(word) == expected


@given(COMMON)
def test_every_reading_is_small_letters_and_none_comes_twice(word: str) -> None:
    found = readings(word)
    assert found
    assert len(set(found)) == len(found)
    assert all(reading.isascii() and reading.isalpha() and reading.islower() for reading in found)


@given(COMMON)
def test_all_but_the_likeliest_reading_are_made_of_the_syllables_of_each_character(word: str) -> None:
    made = {"".join(parts) for parts in product(*(syllables(character) for character in word))}
    assert set(readings(word)[1:]) <= made


@given(st.text(st.sampled_from(sorted(set("".join(islice(PHRASES_DICT, 0, None, 50))))), min_size=1, max_size=8))
@settings(max_examples=amount(300, 20_000))
def test_the_likeliest_reading_is_the_one_that_pypinyin_gives(word: str) -> None:
    found = readings(word)
    assert not found or found[0] == "".join(lazy_pinyin(word))
    assert initials(word) == ("".join(lazy_pinyin(word, style=Style.FIRST_LETTER)) if found and len(word) > 1 else "")


def test_the_phrases_of_pypinyin_are_read_as_it_reads_them() -> None:
    phrases = [phrase for phrase in islice(PHRASES_DICT, 0, None, amount(50, 1)) if readings(phrase)]
    assert len(phrases) > 500
    assert [phrase for phrase in phrases if readings(phrase)[0] != "".join(lazy_pinyin(phrase))] == []


@pytest.mark.parametrize("word", ["下不了", "不着边", "七返还", "成行功成行"])
def test_an_end_that_only_begins_a_phrase_is_read_by_its_characters(word: str) -> None:
    assert readings(word)[0] == "".join(lazy_pinyin(word))


@pytest.mark.parametrize("order", [sorted, partial(sorted, reverse=True)])
def test_phrases_are_found_in_whatever_order_and_form_they_are_listed(
    order: Callable[[Iterable[str]], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = {
        "不着": [["bù"], ["zháo"]],
        "不着边际": [["bù"], ["zhuó"], ["biān"], ["jì"]],
        "一": [["yī"]],
        "银行": [["yín"], ["háng"]],
    }
    code = json.dumps({phrase: listed[phrase] for phrase in order(listed)}, ensure_ascii=False, indent=1).encode()
    monkeypatch.setattr(subject, "_file", lambda _: code)
    phrases = subject._phrases.__wrapped__()
    assert {phrase: phrases.of(phrase) for phrase in listed} == {
        "不着": ["bu", "zhao"],
        "不着边际": ["bu", "zhuo", "bian", "ji"],
        "一": ["yi"],
        "银行": ["yin", "hang"],
    }
    assert [phrases.of(other) for other in ("", "不", "不着边", "银行家")] == [None] * 4
    assert phrases.longest("不着边际") == (4, True)
    assert phrases.longest("不着边") == (2, True)
    assert phrases.longest("不着边陲") == (2, False)
    assert phrases.longest("银") == (1, True)
    assert phrases.longest("行") == (1, False)


def test_characters_are_read_as_pypinyin_reads_them() -> None:
    def by_pypinyin(character: str) -> tuple[str, ...]:
        found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
        return tuple(dict.fromkeys(found[0]))[:2] if found else ()

    some = [chr(code) for code in range(0, 0x32400, amount(37, 1)) if not 0xD800 <= code < 0xE000] + [*"绿呒嗯誒〇"]
    assert [character for character in some if syllables(character) != by_pypinyin(character)] == []


def test_what_lies_behind_all_han_has_no_reading() -> None:
    assert syllables(chr(0x10FFFF)) == syllables("\0") == ()

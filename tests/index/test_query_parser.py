"""The compiled form of parsing queries against that in Python."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import query_parser
from index.deadline import Deadline
from index.parsed_query import ParsedQuery
from index.searcher import Searcher
from tests.conftest import amount, compiled_module

WORDS = [
    *'的吗续费卡余自，？ "', "续费", "續費", "续废", "怎么办", "怎么", "流量", "套餐", "充值", "取消", "自动续",
    "余额不足", "微信支付", "支付", "便利店", "ＡＰＰ", "𠮷", "lebara", "lebra", "xufei", "app", "wechat", "usb-c",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS) | st.characters(), max_size=8).map("".join)


@given(TEXTS)
@settings(max_examples=amount(500, 20_000))
def test_the_compiled_form_gives_the_same_of_any_text_each_time(searcher: Searcher, text: str) -> None:
    compiled, reader = compiled_module("compiled_query_parser"), searcher._reader
    assert compiled.clean(text) == query_parser.clean(text) == query_parser.clean_by_steps(text)
    cleaned = query_parser.clean(text)
    expected = query_parser.parse(cleaned, reader)
    for _ in range(2):
        found = compiled.parse(cleaned, reader)
        assert found == expected
        assert type(found) is ParsedQuery


@pytest.mark.parametrize("text", ["续费后多久生效", "余额不足怎么续费", "续废", "自动续", "xufei"])
def test_the_compiled_form_asks_no_way_after_the_deadline_either(searcher: Searcher, text: str) -> None:
    compiled, late = compiled_module("compiled_query_parser"), Deadline(0)
    assert compiled.parse(text, searcher._reader, late) == query_parser.parse(text, searcher._reader, late)


@pytest.mark.parametrize("text", [None, b"abc", 1])
def test_the_compiled_form_refuses_what_is_no_text(searcher: Searcher, text: object) -> None:
    compiled = compiled_module("compiled_query_parser")
    with pytest.raises(TypeError):
        compiled.clean(text)
    with pytest.raises(TypeError):
        compiled.parse(text, searcher._reader)

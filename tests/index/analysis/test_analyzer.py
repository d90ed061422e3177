"""Both forms of the composed pipeline, in Python and compiled."""

from __future__ import annotations

from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import composed
from index.analysis.analyzer import Analysis, analyze
from index.analysis.channels import cut
from index.analysis.normalizer import PLAIN_TEXTS, fold
from tests.conftest import amount, compiled_module

TEXTS = st.text(st.sampled_from("續费卡網路軟體程式ＡbÅﬁ𠮷々0１9-_. ，\n") | st.characters(), max_size=30)


@pytest.fixture(params=["composed", "compiled_analysis"], scope="module")
def form(request: pytest.FixtureRequest) -> ModuleType:
    """One of the two forms."""
    return composed if request.param == "composed" else compiled_module(request.param)


@given(TEXTS)
@settings(max_examples=amount(300, 20_000))
def test_a_text_is_folded_and_then_cut(form: ModuleType, text: str) -> None:
    found = form.Analyzer(PLAIN_TEXTS, fold).analyze(text)
    assert found == Analysis(fold(text), cut(fold(text).text)) == analyze(text)
    assert type(found) is Analysis
    assert list(found.tokens) == list(cut(text))


def test_only_what_is_not_plain_is_folded_otherwise(form: ModuleType) -> None:
    asked: list[str] = []
    analyzer = form.Analyzer(PLAIN_TEXTS, lambda text: (asked.append(text), fold(text))[1])
    for text in ("续费", "應用程式", "ABC", "ﬁ"):
        assert analyzer.analyze(text).folded == fold(text)
    assert asked == ["應用程式", "ﬁ"]


@pytest.mark.parametrize("text", [None, b"abc", 1])
def test_the_compiled_form_refuses_what_is_no_text(text: object) -> None:
    module = compiled_module("compiled_analysis")
    with pytest.raises(TypeError):
        module.Analyzer(PLAIN_TEXTS, fold).analyze(text)
    with pytest.raises(TypeError):
        module.Analyzer(None, fold)


def test_the_compiled_form_is_used_where_there_is_one() -> None:
    assert isinstance(analyze.__self__, compiled_module("compiled_analysis").Analyzer)

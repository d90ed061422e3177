from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jieba import finalseg

from index.analysis import model
from index.analysis.segmenter import cutter, markov_model
from tests.conftest import amount, compiled_module

FORMS = ["model", "compiled_model"]

RUNS = st.text(
    st.sampled_from("续费后多久生效便利店忘记密码怎么办的的的一二三韩玉鉴赏杭研大厦")
    | st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
    | st.sampled_from("々〇㐀䶿豈𠀀𠮷\U000323af龥\u9fd5\u9fd6"),
    max_size=60,
)


@pytest.fixture(params=FORMS, scope="module")
def made(request: pytest.FixtureRequest) -> model.MarkovModel:
    """The model in one of its two forms."""
    form = model if request.param == "model" else compiled_module("compiled_model")
    of: model.MarkovModel = form.MarkovModel(markov_model())
    return of


@given(RUNS)
@settings(max_examples=amount(500, 20_000))
def test_the_words_are_those_of_jiebas_own_model(made: model.MarkovModel, run: str) -> None:
    assert list(made.words(run)) == list(finalseg.cut(run))


def test_every_character_of_the_model_alone_and_beside_another_is_cut_as_by_jieba(made: model.MarkovModel) -> None:
    known = [chr(code) for code in range(0x4E00, 0x9FD6)]
    for one, other in zip(known, known[7:], strict=False):
        run = one + other + one + one + other
        assert list(made.words(run)) == list(finalseg.cut(run))


@pytest.mark.parametrize("run", ["", "的" * 3_000, "韩玉鉴赏々" * 500])
def test_runs_of_any_length_are_cut_as_by_jieba(made: model.MarkovModel, run: str) -> None:
    assert list(made.words(run)) == list(finalseg.cut(run))


@pytest.mark.parametrize("run", [None, "的".encode(), 1])
def test_the_compiled_model_refuses_what_is_no_text(run: object) -> None:
    with pytest.raises(TypeError):
        compiled_module("compiled_model").MarkovModel(markov_model()).words(run)


@pytest.mark.parametrize("some", [[-1.0], {"的确": -1.0}, {"": -1.0}, {"的": None}])
def test_the_compiled_model_refuses_other_tables(some: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        compiled_module("compiled_model").MarkovModel(markov_model()._replace(emissions=dict.fromkeys("BMES", some)))


@pytest.mark.parametrize("character", ["a", "々", "㐀", "\u4dff", "\u9fd6", "𠮷"])
def test_what_tables_say_of_characters_that_no_run_is_made_of_counts_for_nothing(
    made: model.MarkovModel, character: str
) -> None:
    known = markov_model()
    more = type(made)(
        known._replace(emissions={state: {**some, character: 9.0} for state, some in known.emissions.items()})
    )
    assert list(more.words(f"韩玉{character}鉴赏")) == list(made.words(f"韩玉{character}鉴赏"))


def test_the_compiled_model_is_used_where_there_is_one() -> None:
    assert type(cutter().model) is compiled_module("compiled_model").MarkovModel

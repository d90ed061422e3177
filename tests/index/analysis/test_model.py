from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from jieba import finalseg

from index.analysis.model import words_by_model
from index.analysis.segmenter import markov_model
from tests.conftest import amount

RUNS = st.text(
    st.sampled_from("续费后多久生效便利店忘记密码怎么办的的的一二三韩玉鉴赏杭研大厦")
    | st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
    | st.sampled_from("々〇㐀䶿豈𠀀𠮷\U000323af龥\u9fd5\u9fd6"),
    max_size=60,
)


@given(RUNS)
@settings(max_examples=amount(500, 20_000))
def test_the_words_are_those_of_jiebas_own_model(run: str) -> None:
    assert list(words_by_model(run, markov_model())) == list(finalseg.cut(run))


def test_every_character_of_the_model_alone_and_beside_another_is_cut_as_by_jieba() -> None:
    model = markov_model()
    known = [chr(code) for code in range(0x4E00, 0x9FD6)]
    for one, other in zip(known, known[7:], strict=False):
        run = one + other + one + one + other
        assert list(words_by_model(run, model)) == list(finalseg.cut(run))

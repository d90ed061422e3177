from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import product
from pathlib import Path

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis.channels import words
from index.analysis.normalizer import fold
from index.analysis.segmenter import Jieba, Rjieba, _frequencies, cutter, dictionary_code
from index.analysis.tokens import LONGEST_RUN, Dictionary
from index.script import HAN
from tests.conftest import amount, compiled_module
from widget.cli import SAMPLE

GIVEN = os.environ.get("HELPWIDGET_TEST_GUIDES")
FOLDERS = [
    pytest.param(SAMPLE, id="sample"),
    pytest.param(
        Path(GIVEN or ""),
        id="given",
        marks=pytest.mark.skipif(not GIVEN, reason="HELPWIDGET_TEST_GUIDES names no folder of guides"),
    ),
]


@given(st.text(st.sampled_from("续费后多久生效便利店忘记密码怎么办的的的𠮷㐀"), max_size=60))
def test_words_stand_where_they_say_and_cover_the_run(run: str) -> None:
    found = words(run)
    assert all(run[word.start : word.end] == word.term for word in found)
    assert {i for word in found for i in range(word.start, word.end)} == set(range(len(run)))


@pytest.mark.parametrize(
    ("run", "some"),
    [
        ("便利店", {"便利", "便利店"}),
        ("忘记密码", {"忘记", "密码"}),
        ("电话卡", {"电话", "电话卡"}),
    ],
)
def test_a_long_word_comes_with_the_words_inside_it(run: str, some: set[str]) -> None:
    assert some <= {word.term for word in words(run)}


@pytest.mark.parametrize("run", ["的" * 20_000, "续费" * 10_000, "𠮷" * 20_000])
def test_a_run_of_any_length_is_cut_to_its_end(run: str) -> None:
    found = words(run)
    assert found[-1].end == len(run)
    assert all(word.end - word.start <= LONGEST_RUN for word in found)


def test_an_empty_run_has_no_words() -> None:
    assert words("") == []


def test_nothing_in_the_shared_temp_directory_is_read_or_written(tmp_path: Path) -> None:
    poison = b"this would be read by marshal"
    (tmp_path / "jieba.cache").write_bytes(poison)
    code = "from index.analysis.channels import words; print(*(word.term for word in words('便利店')))"
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert (done.stdout.split(), done.stderr) == (["便利", "便利店"], "")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("jieba.cache", poison)]


def test_an_unwritable_temp_directory_does_no_harm(tmp_path: Path) -> None:
    code = "from index.analysis.channels import words; print(len(words('便利店')))"
    missing = str(tmp_path / "missing")
    environment = {**os.environ, "TMPDIR": missing, "TEMP": missing, "TMP": missing}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "2\n"


HAN_RUN = re.compile(f"[{HAN}]+")
RUNS = st.text(
    st.sampled_from("续费后多久生效便利店忘记密码怎么办的的的一二三中国人民共和国韩玉鉴赏杭研大厦")
    | st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
    | st.sampled_from("々〇㐀䶿豈𠀀𠮷\U000323af"),
    max_size=40,
)


@pytest.fixture(scope="module")
def compiled() -> type:
    """The compiled dictionary. It is missing only where nothing can be compiled."""
    made: type = compiled_module("compiled_dictionary").Dictionary
    return made


@pytest.fixture(scope="module")
def plain() -> Dictionary:
    return Jieba(dictionary_code().decode())


@pytest.fixture(params=["rjieba", "compiled"], scope="module")
def fast(request: pytest.FixtureRequest) -> Dictionary:
    """One of the two dictionaries that cut as jieba's does."""
    if request.param == "rjieba":
        return Rjieba()
    made: Dictionary = request.getfixturevalue("compiled")(dictionary_code())
    return made


@given(run=RUNS)
@settings(max_examples=amount(300, 20_000))
def test_runs_of_han_are_cut_as_jieba_does(plain: Dictionary, fast: Dictionary, run: str) -> None:
    assert fast.cut(run) == plain.cut(run)


@pytest.mark.parametrize("run", ["续费" * 700, "的" * 2_000, "韩玉鉴赏々𠮷" * 300])
def test_long_runs_are_cut_as_jieba_does(plain: Dictionary, fast: Dictionary, run: str) -> None:
    assert fast.cut(run) == plain.cut(run)


@pytest.mark.parametrize("folder", FOLDERS)
def test_guides_are_cut_as_jieba_does(plain: Dictionary, fast: Dictionary, folder: Path) -> None:
    texts = [path.read_text("utf-8") for path in folder.glob("*.md")]
    runs = {run for text in texts for some in (text, fold(text).text) for run in HAN_RUN.findall(some)}
    assert len(runs) > 100
    assert [run for run in sorted(runs) if fast.cut(run) != plain.cut(run)] == []


def test_each_has_the_words_of_jieba(plain: Dictionary, fast: Dictionary) -> None:
    with jieba.Tokenizer().get_dict_file() as file:
        words = [line.split()[0].decode() for line in file]
    some = words[:: amount(97, 1)]
    beginnings = [word[:end] for word in some for end in range(1, len(word))]
    assert [word for word in (*some, *beginnings, "", "𠮷") if fast.has(word) != plain.has(word)] == []


ENTRIES = st.dictionaries(
    st.text(st.sampled_from("续费后卡a𠮷々\U0010ffff"), min_size=1, max_size=4), st.integers(0, 99)
)


@given(entries=ENTRIES, runs=st.lists(st.text(st.sampled_from("续费后卡𠮷々"), max_size=9)))
def test_any_dictionary_is_read_and_cuts_as_in_jieba(compiled: type, entries: dict[str, int], runs: list[str]) -> None:
    text = "".join(f"{word} {often} n\n" for word, often in {**entries, "续费": 9}.items())
    made, plain = compiled(text.encode()), Jieba(text)
    pieces = {word[:end] for word in entries for end in range(len(word) + 1)}
    assert [piece for piece in pieces if made.has(piece) != plain.has(piece)] == []
    assert [made.cut(run) for run in runs] == [plain.cut(run) for run in runs]


@pytest.mark.parametrize("text", ["", "\n\n", "续费", "续费 ", "续费 n 3", " 3 n", "\0 3 n", "续费 3 n\r\n续 2 n"])
@pytest.mark.parametrize(
    "end", [b"", b"\xe7", b"\xff\xff 3 n", b"\n\xbb\xad\xe8\xb4 3 n", b"\xf7" + 9 * b"\xbf" + b" 3 n"]
)
def test_a_file_that_is_no_dictionary_does_no_harm(compiled: type, text: str, end: bytes) -> None:
    made = compiled(text.encode() + end)
    assert made.cut("续费") in (["续费"], ["续", "费"])
    assert not made.has("费")


@pytest.mark.parametrize("text", [f"续费 {1 << 21} n\n", f"{'a' * (1 << 21)} 3 n\n"])
def test_what_has_no_place_in_the_table_is_refused(compiled: type, text: str) -> None:
    with pytest.raises(OverflowError):
        compiled(text.encode())


def test_what_is_no_text_is_refused(compiled: type) -> None:
    made = compiled("续费 1 n\n".encode())
    for call, wrong in (*product((made.cut, made.has), (None, 1, b"1")), *product((compiled,), (None, 1, "1"))):
        with pytest.raises(TypeError):
            call(wrong)


@pytest.mark.parametrize("size", [10, 63, 64, 65, 1_000])
def test_a_file_with_more_beginnings_than_its_size_tells_is_read(compiled: type, size: int) -> None:
    words = ["续" * size, *(f"费{chr(0x4E00 + number)}" for number in range(size))]
    made = compiled("\n".join(f"{word} 3 n" for word in words).encode())
    assert [word for word in words if not made.has(word)] == []
    assert not made.has("续" * (size - 1))


def test_of_a_word_that_is_listed_twice_the_last_counts(compiled: type) -> None:
    assert not compiled("续费 3 n\n续 2 n\n续费 0 n".encode()).has("续费")


def test_the_dictionary_is_the_one_that_jieba_reads() -> None:
    tokenizer = jieba.Tokenizer()
    with tokenizer.get_dict_file() as file:
        text = file.read().decode()
    with tokenizer.get_dict_file() as file:
        assert _frequencies(text) == tokenizer.gen_pfdict(file)


@pytest.mark.parametrize("missing", [["index.compiled_dictionary"], ["index.compiled_dictionary", "rjieba"]])
def test_without_what_is_faster_the_words_are_the_same(missing: list[str]) -> None:
    code = (
        f"import sys; sys.modules |= dict.fromkeys({missing})\n"
        "from index.analysis.channels import words; print(*words('便利店韩玉鉴赏忘记密码'))"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == " ".join(map(str, words("便利店韩玉鉴赏忘记密码")))


@pytest.mark.parametrize(
    ("missing", "used"),
    [
        ([], "Dictionary"),
        (["index.compiled_dictionary"], "Rjieba"),
        (["index.compiled_dictionary", "rjieba"], "Jieba"),
    ],
)
def test_the_first_that_is_to_be_had_is_used(
    compiled: type, missing: list[str], used: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in missing:
        monkeypatch.setitem(sys.modules, name, None)
    assert compiled.__name__ == "Dictionary"
    assert type(cutter.__wrapped__().dictionary).__name__ == used

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.segmenter import LONGEST_RUN, segment


@given(st.text(st.sampled_from("续费后多久生效便利店忘记密码怎么办的的的𠮷㐀"), max_size=60))
def test_words_stand_where_they_say_and_cover_the_run(run: str) -> None:
    found = segment(run)
    assert all(run[word.start : word.end] == word.text for word in found)
    assert {i for word in found for i in range(word.start, word.end)} == set(range(len(run)))


@pytest.mark.parametrize(
    ("run", "words"),
    [
        ("便利店", {"便利", "便利店"}),
        ("忘记密码", {"忘记", "密码"}),
        ("电话卡", {"电话", "电话卡"}),
    ],
)
def test_a_long_word_comes_with_the_words_inside_it(run: str, words: set[str]) -> None:
    assert words <= {word.text for word in segment(run)}


@pytest.mark.parametrize("run", ["的" * 20_000, "续费" * 10_000, "𠮷" * 20_000])
def test_a_run_of_any_length_is_cut_to_its_end(run: str) -> None:
    found = segment(run)
    assert found[-1].end == len(run)
    assert all(word.end - word.start <= LONGEST_RUN for word in found)


def test_an_empty_run_has_no_words() -> None:
    assert segment("") == []


def test_nothing_in_the_shared_temp_directory_is_read_or_written(tmp_path: Path) -> None:
    poison = b"this would be read by marshal"
    (tmp_path / "jieba.cache").write_bytes(poison)
    code = "from index.analysis.segmenter import segment; print(*(w.text for w in segment('便利店')))"
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert (done.stdout.split(), done.stderr) == (["便利", "便利店"], "")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("jieba.cache", poison)]


def test_an_unwritable_temp_directory_does_no_harm(tmp_path: Path) -> None:
    code = "from index.analysis.segmenter import segment; print(len(segment('便利店')))"
    missing = str(tmp_path / "missing")
    environment = {**os.environ, "TMPDIR": missing, "TEMP": missing, "TMP": missing}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "2\n"

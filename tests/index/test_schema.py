from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import index
from index.schema import build_schema, fingerprint

ROOT = Path(index.__file__).parent


def fingerprint_of(copy: Path) -> str:
    """The fingerprint that a copy of the package gives."""
    code = "from index.schema import fingerprint; print(fingerprint())"
    command = [sys.executable, "-W", "ignore", "-c", code]
    return subprocess.run(command, cwd=copy, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT, tmp_path / "index", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def append(name: str, text: str) -> Callable[[Path], object]:
    def change(copy: Path) -> None:
        path = copy / "index" / name
        with path.open("a", encoding="utf-8") as file:
            file.write(text)

    return change


def test_the_fingerprint_is_the_same_in_every_process(copy: Path) -> None:
    assert fingerprint_of(copy) == fingerprint()


@pytest.mark.parametrize(
    "change",
    [
        append("analysis/data/question_words.txt", "谁\n"),
        append("analysis/data/new_words.txt", "新词\n"),
        append("scoring.py", "\nTITLE_WEIGHT = 7\n"),
        append("analysis/analyzer.py", "\nANALYZER_VERSION = -1\n"),
    ],
    ids=["word list", "new word list", "title weight", "analyzer"],
)
def test_the_fingerprint_changes_with_what_an_index_depends_on(copy: Path, change: Callable[[Path], object]) -> None:
    change(copy)
    assert fingerprint_of(copy) != fingerprint()


def test_the_fingerprint_does_not_change_with_anything_else(copy: Path) -> None:
    append("snippet.py", "\nLENGTH = 80\n")(copy)
    append("scoring.py", "\nK1 = 1.3\n")(copy)
    assert fingerprint_of(copy) == fingerprint()


def test_the_words_of_a_section_are_a_field_beside_the_stored_section() -> None:
    assert {"section", "words"} <= set(build_schema().names())

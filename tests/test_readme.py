"""What both READMEs say that commands print on the sample guides is what they print."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.widget.commands import run

ROOT = Path(__file__).parents[1]
READMES = ["README.md", "README.zh-CN.md"]
SHOWN = {"search", "explain", "evaluate"}
ELSEWHERE = {"nodata", "questions", "--against"}
"""Words of commands that ask something else."""
GAP = "..."
"""A line that stands for any lines."""


def examples(readme: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of the console blocks with the lines below it."""
    for block in re.findall(r"```console\n(.*?)```", (ROOT / readme).read_text("utf-8"), re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *lines = part.rstrip("\n").split("\n")
            yield command, [line for line in lines if line.strip()]


def asked(readme: str) -> list[tuple[str, list[str]]]:
    """The examples that ask the sample guides something, in their order."""
    ours = ((shlex.split(command, comments=True), command, lines) for command, lines in examples(readme))
    return [
        (command, lines)
        for words, command, lines in ours
        if words[0] == "helpwidget"
        and words[1] in SHOWN
        and lines
        and not {"nodata", "--against", "questions"} & set(words)
    ]


def assert_shown(printed: str, lines: list[str]) -> None:
    """Compare what was printed with what is shown of it, line by line."""
    left = [line for line in printed.splitlines() if line.strip()]
    skipping = False
    for line in lines:
        while skipping and line != GAP and left and left[0] != line:
            left.pop(0)
        skipping = line == GAP
        if not skipping:
            assert left[:1] == [line], printed
            left.pop(0)
    assert skipping or not left, printed


@pytest.mark.parametrize("readme", READMES)
def test_commands_print_what_the_readme_shows(readme: str, sample_data: Path, tmp_path: Path) -> None:
    shown = asked(readme)
    assert {shlex.split(command)[1] for command, _ in shown} == SHOWN
    [questions] = [lines for command, lines in examples(readme) if command == "cat questions.tsv"]
    (tmp_path / "questions.tsv").write_text("\n".join(questions), "utf-8")
    for command, lines in shown:
        words = [
            str(tmp_path / word) if word.endswith((".tsv", ".json")) else word for word in shlex.split(command)[1:]
        ]
        assert_shown(run(*words, HELPWIDGET_DATA=str(sample_data)).stdout, lines)


def test_both_readmes_show_the_same_commands() -> None:
    english, chinese = (list(examples(readme)) for readme in READMES)
    assert [shlex.split(one, comments=True) for one, _ in english] == [
        shlex.split(one, comments=True) for one, _ in chinese
    ]

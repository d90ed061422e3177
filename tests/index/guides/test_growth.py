"""The work grows with the length of a guide, not with its square.

It is measured by comparison: four times the guide may take up to ten times the work (a square would take sixteen).
What Python does is counted in lines that run; what regular expressions do can only be compared in processor time.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import process_time
from types import FrameType

import pytest

from index.analysis.normalizer import fold
from index.guides.front_matter import FrontMatter
from index.guides.furniture import Furniture, find_furniture, strip_furniture
from index.guides.headings import expose_headings, unique_anchors
from index.guides.markdown import parse_markdown
from index.guides.pieces import cut
from index.titles import title_keys

MOST = 10


@pytest.fixture(autouse=True)
def cut_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Long guides are cut whenever that is asked for; here short ones are too."""
    monkeypatch.setattr("index.guides.pieces._LONGEST_KEPT", 0)


def lines_run(call: Callable[[], object]) -> int:
    """The lines of Python that run during a call."""
    count = 0

    def trace(_frame: FrameType, event: str, _value: object) -> Callable[..., object]:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


def processor_time(call: Callable[[], object]) -> float:
    """The least time of several tries."""

    def once() -> float:
        start = process_time()
        call()
        return process_time() - start

    return min(once() for _ in range(5))


def strip(source: str) -> object:
    return strip_furniture(source, Furniture(links=frozenset({"[a](b)"}), edges=frozenset({"甲"})))


def find(source: str) -> object:
    return find_furniture([source, source, source])


def expose(source: str) -> object:
    return expose_headings(source)


def anchors(source: str) -> object:
    return list(unique_anchors([(line, "") for line in source.split()]))


def parse(source: str) -> object:
    return parse_markdown("a", FrontMatter(), source)


@pytest.mark.parametrize("work", [cut, strip, expose])
@pytest.mark.parametrize(
    "line",
    [
        "甲{}乙", "# {}甲", "**甲{}", "- {}", "Q: {}甲", "**Q: 甲{}乙**", "A{}甲", "Q{}甲", "[{}", "---{}x", "|{}|",
    ],
)  # fmt: skip
def test_a_line_of_spaces(work: Callable[[str], object], line: str) -> None:
    small, large = (line.format(" " * n) for n in (10_000, 40_000))
    assert processor_time(lambda: work(large)) < MOST * processor_time(lambda: work(small))


@pytest.mark.parametrize("work", [cut, strip])
@pytest.mark.parametrize("unit", ["[a](b)", "甲。[a](b)", "[[a](b)]", " | ", "**甲**", "`", "[", "- ", "> "])
def test_a_line_of_many_pieces(work: Callable[[str], object], unit: str) -> None:
    small, large = (unit * n for n in (500, 2_000))
    assert lines_run(lambda: work(large)) < MOST * lines_run(lambda: work(small))
    assert processor_time(lambda: work(large)) < MOST * processor_time(lambda: work(small))


@pytest.mark.parametrize("work", [cut, strip, find, expose, anchors, parse])
@pytest.mark.parametrize(
    "unit",
    ["\n", "## 甲\n\n", "- 甲\n", "甲\n", "甲：\n\n", "甲\n===\n", "[a](b)\n\n", "# 甲\n\n## 乙\n\n丙\n\n", "```\n"],
)
def test_many_lines(work: Callable[[str], object], unit: str) -> None:
    small, large = (unit * n + "尾\n" for n in (50, 200))
    assert lines_run(lambda: work(large)) < MOST * lines_run(lambda: work(small))


@pytest.mark.parametrize("unit", ["续费", "续费。", "a|", "abc "])
def test_the_keys_of_a_long_title(unit: str) -> None:
    small, large = ((unit * n, fold(unit * n).text) for n in (1_000, 4_000))
    assert processor_time(lambda: title_keys(*large)) < MOST * processor_time(lambda: title_keys(*small))

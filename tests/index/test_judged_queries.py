"""How many of the judged queries find their section, by the way they were typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from index.measures import first_relevant, measure
from index.searcher import Searcher

QRELS = Path(__file__).parents[1] / "qrels" / "sample.tsv"
HEADER = "kind\tquery\tsections\treason"
LEAST_ROWS = 150
REFUSED = "none"

FLOORS: Mapping[str, tuple[float, float, float]] = {
    # kind: success@1, success@3, MRR@10
    "question": (0.82, 0.91, 0.87),
    "keyword": (0.95, 0.98, 0.96),
    "script": (0.84, 0.92, 0.89),
    "synonym": (0.59, 0.83, 0.73),
    "pinyin": (0.86, 0.95, 0.91),
    "homophone": (0.86, 0.98, 0.90),
    "typo": (0.90, 0.90, 0.90),
    "prefix": (0.98, 0.98, 0.98),
}
REFUSED_FLOOR = 0.38
"""Share of the queries without an answer that find nothing."""


@dataclass(frozen=True, slots=True)
class Row:
    """One judged query: how it was typed, the sections that answer it, and why they do."""

    kind: str
    query: str
    sections: tuple[str, ...]
    reason: str


def read() -> tuple[Row, ...]:
    header, *lines = QRELS.read_text("utf-8").split("\n")
    assert header == HEADER
    parts = [line.split("\t") for line in lines if line]
    return tuple(Row(kind, query, tuple(sections.split()), reason) for kind, query, sections, reason in parts)


ROWS = read()


@pytest.fixture(scope="module")
def run(searcher: Searcher) -> dict[str, tuple[str, ...]]:
    """What each judged query finds."""
    return {row.query: searcher.ranked_ids(row.query) for row in ROWS}


def missed(rows: list[Row], run: Mapping[str, tuple[str, ...]]) -> str:
    """The queries whose first section is not one they should find, each with both."""
    lines = [
        f"  {row.query!r} expects {list(row.sections)}, finds {list(run[row.query][:3])}"
        for row in rows
        if (first_relevant(run[row.query], dict.fromkeys(row.sections, 1)) != 1 if row.sections else run[row.query])
    ]
    return "\n".join(["missed:", *lines])


@pytest.mark.parametrize("kind", FLOORS)
def test_queries_of_each_kind_find_their_sections(run: Mapping[str, tuple[str, ...]], kind: str) -> None:
    rows = [row for row in ROWS if row.kind == kind]
    qrels = {row.query: dict.fromkeys(row.sections, 1) for row in rows}
    measured = measure({row.query: run[row.query] for row in rows}, qrels)
    found = tuple(measured[name] for name in ("success@1", "success@3", "mrr@10"))
    low = [f"{one:.3f} < {floor}" for one, floor in zip(found, FLOORS[kind], strict=True) if one < floor]
    assert not low, f"{kind}: {', '.join(low)}; {missed(rows, run)}"


def test_queries_without_an_answer_are_refused(run: Mapping[str, tuple[str, ...]]) -> None:
    rows = [row for row in ROWS if row.kind == REFUSED]
    share = sum(not run[row.query] for row in rows) / len(rows)
    assert share >= REFUSED_FLOOR, f"{share:.3f} < {REFUSED_FLOOR}; {missed(rows, run)}"


def test_the_judged_queries_are_enough_and_of_known_kinds() -> None:
    assert len(ROWS) >= LEAST_ROWS
    assert {row.kind for row in ROWS} == {*FLOORS, REFUSED}
    assert all(row.query.strip() and row.reason.strip() for row in ROWS)


def test_no_query_is_judged_twice_within_a_kind() -> None:
    counts = Counter((row.kind, row.query) for row in ROWS)
    assert [key for key, count in counts.items() if count > 1] == []


def test_every_section_that_a_query_should_find_exists(searcher: Searcher) -> None:
    known = set(searcher._reader.ids)
    assert [(row.query, section) for row in ROWS for section in row.sections if section not in known] == []


def test_just_the_queries_without_an_answer_name_no_section() -> None:
    assert [row.query for row in ROWS if (row.kind == REFUSED) != (not row.sections)] == []
    assert [row.query for row in ROWS if len(set(row.sections)) != len(row.sections)] == []

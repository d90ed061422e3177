"""Judged queries in a file, and how many of those on the sample guides find their section, by kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import pytest

from index.errors import JudgedSetError
from index.evaluation import ask
from index.judged_queries import JudgedQueries, load_queries
from index.measures import Measures, Run, judge, measure_kinds
from index.searcher import Searcher

QRELS = Path(__file__).parents[1] / "qrels" / "sample.tsv"
LEAST = 150
REFUSED = "none"

FLOORS: Mapping[str, tuple[float, float, float]] = {
    # kind: success@1, success@3, MRR@10
    "question": (0.82, 0.95, 0.88),
    "keyword": (0.95, 0.98, 0.96),
    "script": (0.89, 0.97, 0.93),
    "synonym": (0.70, 0.91, 0.82),
    "pinyin": (0.86, 0.95, 0.91),
    "homophone": (0.86, 0.98, 0.90),
    "typo": (0.98, 0.98, 0.98),
    "prefix": (0.98, 0.98, 0.98),
}
REFUSED_FLOOR = 0.50
"""Share of the queries without an answer that find nothing."""


@pytest.fixture(scope="module")
def judged(searcher: Searcher) -> JudgedQueries:
    """The judged queries on the sample guides."""
    return load_queries(QRELS, searcher.section_ids)


@pytest.fixture(scope="module")
def run(searcher: Searcher, judged: JudgedQueries) -> Run:
    """What each of them finds."""
    return ask(searcher, judged.queries)


@pytest.fixture(scope="module")
def measured(run: Run, judged: JudgedQueries) -> Mapping[str, Measures]:
    """The measures of each kind."""
    return measure_kinds(run, judged.qrels, judged.kinds)


def missed(kind: str, judged: JudgedQueries, run: Run) -> str:
    """The queries of a kind whose first section is not one they should find, each with both."""
    right = {one.query for one in judge(run, judged.qrels) if one.position == 1}
    right |= {query for query, found in run.items() if not found and not judged.qrels[query]}
    lines = [
        f"  {query!r} expects {list(judged.qrels[query])}, finds {list(run[query][:3])}"
        for query in judged.queries
        if judged.kinds[query] == kind and query not in right
    ]
    return "\n".join(["missed:", *lines])


@pytest.mark.parametrize("kind", FLOORS)
def test_queries_of_each_kind_find_their_sections(
    measured: Mapping[str, Measures], judged: JudgedQueries, run: Run, kind: str
) -> None:
    found = tuple(measured[kind][name] for name in ("success@1", "success@3", "mrr@10"))
    low = [f"{one:.3f} < {floor}" for one, floor in zip(found, FLOORS[kind], strict=True) if one < floor]
    assert not low, f"{kind}: {', '.join(low)}; {missed(kind, judged, run)}"


def test_queries_without_an_answer_are_refused(
    measured: Mapping[str, Measures], judged: JudgedQueries, run: Run
) -> None:
    share = measured[REFUSED]["refused"]
    assert share >= REFUSED_FLOOR, f"{share:.3f} < {REFUSED_FLOOR}; {missed(REFUSED, judged, run)}"


def test_the_judged_queries_are_enough_and_of_known_kinds(judged: JudgedQueries) -> None:
    assert len(judged.queries) >= LEAST
    assert set(judged.kinds.values()) == {*FLOORS, REFUSED}


def test_just_the_queries_of_one_kind_have_no_answer(judged: JudgedQueries) -> None:
    assert [q for q, relevant in judged.qrels.items() if (judged.kinds[q] == REFUSED) != (not relevant)] == []


def loaded(tmp_path: Path, text: str, known: Collection[str] = ("a#x", "b#y")) -> JudgedQueries:
    (tmp_path / "q.tsv").write_text(text, "utf-8")
    return load_queries(tmp_path / "q.tsv", known)


def test_a_line_is_a_query_with_a_section_and_perhaps_a_kind_and_a_remark(tmp_path: Path) -> None:
    judged = loaded(tmp_path, "续费\ta#x\n 退款 \tb#y\tkeyword\n多久\ta#x\tquestion\t几分钟\n")
    assert judged.queries == {"续费": "续费", "退款": "退款", "多久": "多久"}
    assert judged.qrels == {"续费": {"a#x": 1}, "退款": {"b#y": 1}, "多久": {"a#x": 1}}
    assert judged.kinds == {"续费": "", "退款": "keyword", "多久": "question"}


def test_lines_of_the_same_query_name_several_sections(tmp_path: Path) -> None:
    assert loaded(tmp_path, "续费\ta#x\n续费\tb#y\n").qrels == {"续费": {"a#x": 1, "b#y": 1}}


@pytest.mark.parametrize("text", ["量子\t", "量子\t-", "量子\t-\tnone", "量子\t\tnone\t别的"])
def test_a_query_without_a_section_has_no_answer(tmp_path: Path, text: str) -> None:
    assert loaded(tmp_path, text).qrels == {"量子": {}}


@pytest.mark.parametrize("start", ["", "\ufeff", "# query\tsection\n", "\n  \n"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_remarks_empty_lines_and_what_editors_add_say_nothing(tmp_path: Path, start: str, end: str) -> None:
    assert loaded(tmp_path, f"{start}续费\ta#x{end}{end}# 退款\tb#y{end}").qrels == {"续费": {"a#x": 1}}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("退款\tc#z", "no section 'c#z'"),
        ("\ta#x", "tabs between"),
        ("退款", "has no tab"),
        ("退款 a#x", "has no tab"),
        ("退款\ta#x\tkind\tremark\tmore", "tabs between"),
        ("续费\t-", "'续费' has an answer in one line and none in another"),
        ("续费\tb#y\tkeyword", "'续费' is of kind '' above"),
    ],
)
def test_a_line_that_says_something_else_is_named(tmp_path: Path, line: str, words: str) -> None:
    with pytest.raises(JudgedSetError) as caught:
        loaded(tmp_path, f"续费\ta#x\n\n{line}\n")
    assert (caught.value.path, caught.value.line) == (tmp_path / "q.tsv", 3)
    assert str(caught.value).startswith(f"{tmp_path / 'q.tsv'}:3: ")
    assert words in str(caught.value)


def test_all_lines_with_unknown_sections_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(JudgedSetError, match=r"q\.tsv:1: no section 'c#z' .* \(and in lines 3, 4\)"):
        loaded(tmp_path, "续费\tc#z\n退款\ta#x\n退款\td#z\n多久\tc#z\n")


@pytest.mark.parametrize("content", [None, b"", b"# only a remark\n"])
def test_a_file_without_queries_is_named(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "q.tsv").write_bytes(content)
    with pytest.raises(JudgedSetError, match=r"q\.tsv: (no such file|holds no queries)"):
        load_queries(tmp_path / "q.tsv", ())

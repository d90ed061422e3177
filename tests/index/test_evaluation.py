from __future__ import annotations

import tempfile
from math import log2
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Block, Document, Guide, Inline, Section, Span
from index.errors import JudgedSetError
from index.evaluation import evaluate_set, load_run
from index.judged_set import JudgedSet
from index.measures import DEPTH, Judged, Move, first_relevant, judge, measure, measure_kinds, moves, ndcg

SECTIONS = [f"guide#{number}" for number in range(15)]
FOUND = st.lists(st.sampled_from(SECTIONS), unique=True)
GRADES = st.dictionaries(st.sampled_from(SECTIONS), st.integers(0, 3))
RUNS = st.dictionaries(st.sampled_from("abcde"), FOUND)
QRELS = st.dictionaries(st.sampled_from("abcdef"), GRADES)
BOUNDED = ("ndcg@10", "mrr@10", "recall@10", "success@1", "success@3", "zero_results")


@pytest.mark.parametrize(
    ("found", "relevant", "expected"),
    [
        (["a", "b"], {"a": 2, "b": 1}, 1.0),
        (["b", "a"], {"a": 2, "b": 1}, (1 + 2 / log2(3)) / (2 + 1 / log2(3))),
        (["x", "a"], {"a": 1}, 1 / log2(3)),
        (["x", "y", "a"], {"a": 1}, 0.5),
        (["a"], {"a": 1, "b": 1}, 1 / (1 + 1 / log2(3))),
        (["x"], {"a": 1}, 0.0),
        ([], {"a": 1}, 0.0),
        (["a"], {}, 0.0),
        (["a"], {"a": 0}, 0.0),
        (["x"] * DEPTH + ["a"], {"a": 1}, 0.0),
    ],
)
def test_ndcg_is_the_gain_over_the_best_possible(found: list[str], relevant: dict[str, int], expected: float) -> None:
    assert ndcg(found, relevant) == pytest.approx(expected)


def test_ndcg_of_more_relevant_sections_than_its_depth_can_still_be_perfect() -> None:
    assert ndcg(SECTIONS, dict.fromkeys(SECTIONS, 1)) == pytest.approx(1)
    assert ndcg(["b"], {"a": 1, "b": 1}, depth=1) == pytest.approx(1)


@pytest.mark.parametrize(
    ("found", "position"),
    [(["a", "b"], 1), (["x", "b"], 2), (["x", "zero", "a"], 3), (["x", "zero"], None), ([], None)],
)
def test_the_first_relevant_section_is_counted_from_one(found: list[str], position: int | None) -> None:
    assert first_relevant(found, {"a": 1, "b": 2, "zero": 0}) == position


def test_the_measures_are_what_a_hand_computes() -> None:
    run = {"first": ["a", "x"], "third": ["x", "y", "b", "c"], "late": ["x", "y", "z", "d"], "lost": [], "none": ["x"]}
    qrels = {"first": {"a": 1}, "third": {"b": 1, "c": 1, "e": 1}, "late": {"d": 2}, "lost": {"a": 1}, "none": {}}
    third = (1 / log2(4) + 1 / log2(5)) / (1 + 1 / log2(3) + 1 / log2(4))
    assert measure(run, qrels) == pytest.approx(
        {
            "ndcg@10": (1 + third + 1 / log2(5) + 0) / 4,
            "mrr@10": (1 + 1 / 3 + 1 / 4 + 0) / 4,
            "recall@10": (1 + 2 / 3 + 1 + 0) / 4,
            "success@1": 1 / 4,
            "success@3": 2 / 4,
            "zero_results": 1 / 5,
            "refused": 0,
            "queries": 5,
        }
    )


def test_what_stands_below_the_depth_was_not_found() -> None:
    deep = ["x"] * DEPTH + ["a"]
    assert judge({"q": deep}, {"q": {"a": 1}}) == (Judged("q", None, 0.0),)
    measured = measure({"q": deep}, {"q": {"a": 1}})
    assert (measured["mrr@10"], measured["recall@10"]) == (0, 0)


def test_only_queries_with_an_answer_are_judged_in_the_order_of_the_run() -> None:
    run = {"b": ["x"], "unknown": ["x"], "zero": ["x"], "a": ["x"]}
    judged = judge(run, {"a": {"x": 1}, "b": {"x": 1}, "zero": {"x": 0}, "unasked": {"x": 1}})
    assert judged == (Judged("b", 1, 1.0), Judged("a", 1, 1.0))


def test_a_run_of_nothing_measures_nothing() -> None:
    assert set(measure({}, {}).values()) == {0}


def test_each_kind_is_measured_by_itself() -> None:
    run = {"a": ["x"], "b": ["y"], "c": [], "d": ["x"]}
    qrels = {"a": {"x": 1}, "b": {"x": 1}, "c": {}, "d": {}}
    kinds = {"a": "typed", "b": "typed", "c": "none", "d": ""}
    measured = measure_kinds(run, qrels, kinds)
    assert list(measured) == ["typed", "none"]
    assert (measured["typed"]["success@1"], measured["typed"]["queries"]) == (0.5, 2)
    assert measured["none"] == {"zero_results": 1, "refused": 1, "queries": 1}


def test_a_query_moved_where_its_first_right_section_stands_elsewhere() -> None:
    deep = ["y"] * DEPTH + ["x"]
    qrels = {
        "up": {"x": 1},
        "lost": {"x": 1},
        "same": {"x": 1},
        "deep": {"x": 1},
        "refused": {},
        "found": {},
        "few": {},
    }
    before = {
        "up": ["y", "x"],
        "lost": ["x"],
        "same": ["x", "y"],
        "deep": deep,
        "refused": ["x"],
        "found": [],
        "few": [],
    }
    after = {
        "up": ["x"],
        "lost": [],
        "same": ["x"],
        "deep": [],
        "refused": [],
        "found": ["x", "y"],
        "few": [],
        "new": [],
    }
    found = moves(before, after, qrels)
    assert found == (
        Move("up", True, 2, 1),
        Move("lost", True, 1, None),
        Move("refused", False, 1, None),
        Move("found", False, None, 1),
    )
    assert [move.better for move in found] == [True, False, True, False]


@given(RUNS, QRELS)
def test_every_measure_lies_between_nothing_and_all(
    run: dict[str, list[str]], qrels: dict[str, dict[str, int]]
) -> None:
    measured = measure(run, qrels)
    answered = [query for query in run if any(qrels.get(query, {}).values())]
    assert (set(BOUNDED) - {"zero_results"} <= set(measured)) == bool(answered)
    assert ("refused" in measured) == (len(answered) < len(run))
    assert all(0 <= value <= 1 + 1e-12 for name, value in measured.items() if name != "queries")
    if answered:
        assert measured["success@1"] <= measured["success@3"]
        assert measured["success@1"] <= measured["mrr@10"] + 1e-12
    assert measured["queries"] == len(run)


@given(GRADES.filter(lambda grades: any(grades.values())))
def test_the_best_order_measures_one(grades: dict[str, int]) -> None:
    best = sorted((section for section, grade in grades.items() if grade), key=lambda section: -grades[section])
    measured = measure({"q": best}, {"q": grades})
    assert measured["ndcg@10"] == pytest.approx(1)
    assert measured["mrr@10"] == measured["success@1"] == 1
    assert (measured["recall@10"] == 1) == (len(best) <= DEPTH)


@given(st.lists(st.sampled_from(SECTIONS), unique=True, min_size=2, max_size=DEPTH), GRADES, st.data())
def test_a_better_section_moved_up_never_lowers_the_gain(
    found: list[str], grades: dict[str, int], data: st.DataObject
) -> None:
    place = data.draw(st.integers(1, len(found) - 1))
    upper, lower = found[place - 1], found[place]
    swapped = [*found[: place - 1], lower, upper, *found[place + 1 :]]
    if grades.get(lower, 0) >= grades.get(upper, 0):
        assert ndcg(swapped, grades) >= ndcg(found, grades) - 1e-12


def document(name: str, title: str, text: str) -> Document:
    section = Section(
        id=name, guide_id=name, anchor="", level=1, title=title, breadcrumb=(), lang="zh-Hans", text=text,
        passages=(Span(0, len(text)),), blocks=(Block("paragraph", (Inline(text),)),), html="",
    )  # fmt: skip
    return Document(Guide(name, title, "zh-Hans"), (section,))


def test_a_set_is_measured_by_asking_this_very_search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    documents = (
        document("renew", "怎样续费", "登录以后选一个套餐再付款。"),
        document("lost", "卡丢了", "马上联系客服停用。"),
        document("network", "没有信号", "重启手机。"),
    )
    queries = {"typed": "怎样续费", "pinyin": "xufei", "wrong": "信号", "lost": "kuaiji", "none": "猫粮"}
    qrels = {"typed": {"renew": 1}, "pinyin": {"renew": 1}, "wrong": {"lost": 1}, "lost": {"lost": 1}}
    measured = evaluate_set(JudgedSet(documents, queries, qrels), tmp_path)
    assert measured["success@1"] == measured["mrr@10"] == measured["recall@10"] == 1 / 2
    assert measured["zero_results"] == 2 / 5
    assert measured["queries"] == 5
    assert list(tmp_path.iterdir()) == []


def test_a_saved_run_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text('{"success@1": 1.0, "run": {"续费": ["a#x", "b#y"], "无": []}}', "utf-8")
    assert load_run(tmp_path / "run.json") == {"续费": ("a#x", "b#y"), "无": ()}


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"run": 1}', '{"run": {"q": 1}}', '{"success@1": 1.0}'])
def test_a_file_that_is_no_saved_run_is_named(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "run.json").write_text(content, "utf-8")
    with pytest.raises(JudgedSetError, match=r"run\.json: (no such file|is no saved run; make one with)"):
        load_run(tmp_path / "run.json")

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from tests.widget.commands import Ended, only_line, run, run_all
from widget.tables import cells

QUERIES = """\
续费后多久生效\tunlimited#续费后多久生效\tquestion
wangjimima\troaming#忘记密码怎么办\tpinyin
量子力学\t-\tnone
"""
CORPUS = '{"id": "s1", "title": "续费", "text": "登录后付款。"}\n'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Judged queries on the sample guides, an earlier run of them, files with faults, and a small judged set."""
    folder = tmp_path_factory.mktemp("evaluation")
    (folder / "q.tsv").write_text(QUERIES, "utf-8")
    (folder / "unknown.tsv").write_text(QUERIES + "退款\tno#no\n", "utf-8")
    earlier = {"续费后多久生效": ["a", "b", "unlimited#续费后多久生效"], "wangjimima": [], "量子力学": ["a"]}
    (folder / "earlier.json").write_bytes(orjson.dumps({"run": earlier}))
    (folder / "broken.json").write_text("{}", "utf-8")
    (folder / "corpus.jsonl").write_text(CORPUS, "utf-8")
    (folder / "queries.dev.jsonl").write_text('{"id": "q1", "text": "怎么续费"}\n', "utf-8")
    (folder / "qrels.dev.tsv").write_text("q1\ts1\t1\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def ended(folder: Path, sample_data: Path) -> dict[str, Ended]:
    own = ("evaluate", "--data", sample_data, "--queries", folder / "q.tsv")
    return run_all(
        {
            "own": (*own, "--save", folder / "own.json"),
            "json": (*own, "--json"),
            "against": (*own, "--against", folder / "earlier.json"),
            "set": ("evaluate", folder, "--save", folder / "set.json"),
            "unknown": ("evaluate", "--data", sample_data, "--queries", folder / "unknown.tsv"),
            "broken": (*own, "--against", folder / "broken.json"),
            "nowhere": (*own, "--save", folder / "none" / "run.json"),
            "no index": ("evaluate", "--data", folder / "none", "--queries", folder / "q.tsv"),
            "neither": ("evaluate",),
            "both": (*own, folder),
            "variant": (*own, "--variant", "x"),
        }
    )


def test_own_queries_are_asked_of_the_live_index_and_measured_by_kind(ended: dict[str, Ended]) -> None:
    whole, kinds = ended["own"].stdout.split("\n\n")
    measures = dict(line.split() for line in whole.splitlines())
    assert (measures["success@1"], measures["refused"], measures["queries"]) == ("1.0000", "1.0000", "3")
    rows = [line.split() for line in kinds.splitlines()]
    assert [row[0] for row in rows] == ["kind", "question", "pinyin", "none"]
    assert rows[1][1:3] == ["1", "1.000"]
    assert rows[3][2] == "–"


def test_what_is_saved_is_what_is_printed_as_json(ended: dict[str, Ended], folder: Path) -> None:
    said = orjson.loads(ended["json"].stdout)
    assert said == orjson.loads((folder / "own.json").read_bytes())
    assert said["success@1"] == said["kinds"]["pinyin"]["success@1"] == 1
    assert said["run"]["续费后多久生效"][0] == "unlimited#续费后多久生效"


def test_what_moved_since_an_earlier_run_stands_in_aligned_columns(ended: dict[str, Ended]) -> None:
    head, *rows = ended["against"].stdout.split("\n\n")[2].splitlines()
    assert head == "moved: 3 of 3, 3 better, 0 worse"
    assert [row.split() for row in rows] == [
        ["better", "续费后多久生效", "3", "→", "1"],
        ["better", "wangjimima", "–", "→", "1"],
        ["better", "量子力学", "found", "→", "–"],
    ]
    assert len({cells(row[: row.index("→")]) for row in rows}) == 1


def test_a_set_is_compared_with_its_own_earlier_run(ended: dict[str, Ended], folder: Path) -> None:
    assert "queries              1" in ended["set"].stdout
    again = run("evaluate", folder, "--against", folder / "set.json")
    assert again.stdout.endswith("\nmoved: 0 of 1, 0 better, 0 worse\n")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("unknown", "unknown.tsv:4: no section 'no#no'"),
        ("broken", "broken.json: is no saved run"),
        ("nowhere", "run.json: can't be written"),
        ("no index", "helpwidget index GUIDES"),
    ],
)
def test_a_fault_is_one_line_that_names_the_file(ended: dict[str, Ended], name: str, words: str) -> None:
    assert (ended[name].returncode, ended[name].stdout) == (1, "")
    assert words in only_line(ended[name].stderr)


@pytest.mark.parametrize("name", ["neither", "both", "variant"])
def test_a_set_and_own_queries_exclude_each_other(ended: dict[str, Ended], name: str) -> None:
    assert ended[name].returncode == 2
    assert "--queries FILE" in ended[name].stderr

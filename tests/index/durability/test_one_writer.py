from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.conftest import amount
from tests.widget.commands import write_guides

BUILDS = 20
Row = dict[str, object]


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> list[Row]:
    """What came of builds that were all started at once; in the second half the one that runs is killed."""
    folder = tmp_path_factory.mktemp("writers")
    write_guides(folder / "guides", {f"g{n}": f"# 标题 {n}\n\nalpha 正文。\n" for n in range(3)})
    command = [sys.executable, "-W", "ignore", "-m", "tests.index.durability.writers", str(folder), str(BUILDS)]
    command.append(str(amount(2, 20)))
    done = subprocess.run(
        command, cwd=pytestconfig.rootpath, capture_output=True, text=True, check=False, timeout=1_800
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_of_many_builds_at_once_one_runs_at_a_time_and_all_get_their_turn(rounds: list[Row]) -> None:
    assert [row for row in rounds if row["together"] != 1] == []
    assert [row["codes"] for row in rounds if not row["killed"]] == [[0] * BUILDS] * (len(rounds) // 2)


def test_a_killed_build_blocks_none_of_those_that_wait(rounds: list[Row]) -> None:
    codes = [row["codes"] for row in rounds if row["killed"]]
    assert codes == [[-9, *[0] * (BUILDS - 1)]] * (len(rounds) // 2)


def test_those_with_no_patience_say_so_and_change_nothing(rounds: list[Row]) -> None:
    assert [row["impatient"] for row in rounds] == [["BuildRunningError"] * 3] * len(rounds)


def test_what_is_live_after_all_of_them_is_whole_and_nothing_else_is_left(rounds: list[Row]) -> None:
    assert {row["intact"] for row in rounds} == {True}
    assert {row["left"] for row in rounds} == {8}

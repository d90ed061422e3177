from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from typing import Any

import pytest

from tests.conftest import amount
from tests.widget.commands import write_guides

GENERATION = re.compile(r"\d{8}-[0-9a-f]{4}")
STRIDE = amount(40, 1)
KILLS = amount(70, 1_000)
Row = dict[str, Any]


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> list[Row]:
    """What killed builds left, and what the next ones made of it."""
    folder = tmp_path_factory.mktemp("killed")
    for name in ("one", "two"):
        write_guides(
            folder / name, {f"{name}-{n}": f"# 标题 {n}\n\nalpha {name} 正文。\n\n## 二\n\n退款。\n" for n in range(2)}
        )
    command = [sys.executable, "-W", "ignore", "-m", "tests.index.durability.killed", str(folder)]
    command += [str(STRIDE), str(KILLS), "7"]
    done = subprocess.run(
        command, cwd=pytestconfig.rootpath, capture_output=True, text=True, check=False, timeout=3_600
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    clean, *rows = (json.loads(line) for line in done.stdout.splitlines())
    return [row | {"clean": shape(row["found"]) == shape(clean)} for row in rows]


def shape(names: list[str]) -> list[str]:
    """What stands in a data directory, whichever generations they are."""
    return [GENERATION.sub("NAME", name) for name in names]


@pytest.fixture(scope="module")
def at_operations(killed: list[Row]) -> list[Row]:
    """What those left that died at an operation, in the order of the operations."""
    return [row for row in killed if row["at"] != "random"]


def test_builds_died_at_every_kind_of_operation_and_between_them(killed: list[Row], at_operations: list[Row]) -> None:
    assert sum(row["code"] == -signal.SIGKILL for row in killed) >= KILLS
    assert [row for row in at_operations if row["code"] != -signal.SIGKILL] == []
    kinds = {"open", "os.fsync", "os.mkdir", "os.remove", "os.rename", "os.rmdir"}
    assert {tuple(row["at"].split()[:2]) for row in at_operations} == {
        (when, kind) for when in ("before", "after") for kind in kinds
    }
    assert any(row["at"] == "random" for row in killed)


def test_whenever_a_build_is_killed_the_old_or_the_new_generation_is_live_and_whole(killed: list[Row]) -> None:
    assert [row for row in killed if row["left"] not in {"1", "2"}] == []
    assert [row for row in killed if row["code"] == 0 and row["left"] != "1"] == []


def test_there_is_always_a_whole_generation_to_go_back_to(killed: list[Row]) -> None:
    assert [row for row in killed if row["left"] == "1" and row["earlier"][:1] != ["2"]] == []
    assert [row for row in killed if not row["earlier"]] == []


def test_the_new_generation_is_live_from_one_operation_on(at_operations: list[Row]) -> None:
    left = [row["left"] for row in at_operations]
    assert left == sorted(left, reverse=True)
    assert set(left) == {"1", "2"}


def test_the_next_build_needs_no_help_and_leaves_nothing_of_the_killed_one(killed: list[Row]) -> None:
    assert [row for row in killed if (row["again"], row["after"]) != (0, "2")] == []
    assert [row for row in killed if not row["clean"]] == []

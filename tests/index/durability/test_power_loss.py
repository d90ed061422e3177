from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import amount
from tests.index.durability.disk import Disk, dropped, half_written, names_first, restore, taken, tree
from tests.widget.commands import write_guides

NUMBERS = (str(amount(0, 8)), str(amount(40, 1)), "8")
MAY_HOLD = {"first": {"nothing", "1"}, "second": {"1", "2"}, "third": {"2", "1"}, "back": {"1", "2"}}
MUST_HOLD = {"first": "1", "second": "2", "third": "1", "back": "2"}

Cut = dict[str, Any]  # what the replaying process prints, as JSON


@pytest.fixture(scope="module")
def cuts(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> list[Cut]:
    """What is left after the power was cut at each operation, in each way."""
    folder = tmp_path_factory.mktemp("power")
    for name in ("one", "two"):
        write_guides(folder / name, {name: f"# 标题\n\nalpha {name} 正文。\n\n## 二\n\n退款。\n"})
    command = [sys.executable, "-W", "ignore", "-m", "tests.index.durability.power_cut", str(folder), *NUMBERS]
    done = subprocess.run(
        command, cwd=pytestconfig.rootpath, capture_output=True, text=True, check=False, timeout=3_600
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_whenever_the_power_fails_the_old_or_the_new_generation_is_live_and_whole(cuts: list[Cut]) -> None:
    assert [cut for cut in cuts if cut["found"] not in MAY_HOLD[cut["step"]]] == []
    assert {(cut["step"], cut["found"]) for cut in cuts} == {(s, found) for s, may in MAY_HOLD.items() for found in may}


def test_what_was_said_to_be_published_is_on_the_disk_whatever_else_is_lost(cuts: list[Cut]) -> None:
    ends = [cut for cut in cuts if cut["at"] == "end"]
    assert {cut["step"] for cut in ends} == set(MUST_HOLD)
    assert [cut for cut in ends if cut["found"] != MUST_HOLD[cut["step"]]] == []


def test_after_a_power_failure_the_next_build_needs_no_help_and_leaves_nothing_else(cuts: list[Cut]) -> None:
    again = [cut for cut in cuts if "again" in cut]
    assert {(cut["step"], cut["found"]) for cut in again} >= {("first", "nothing"), ("second", "1"), ("third", "2")}
    assert [cut for cut in again if cut["again"] != "1"] == []
    own = re.compile(r"generations|guides|live|lock|sections|untouched|\d{8}-[0-9a-f]{4}")
    assert [cut for cut in again if not all(own.fullmatch(name) for name in cut["beside"])] == []
    assert max(sum(name[0].isdigit() for name in cut["beside"]) for cut in again) == 2


@pytest.mark.parametrize(
    ("choice", "content"), [(dropped, None), (names_first, b""), (half_written, b"ab"), (taken, b"abcd")]
)
def test_the_disk_of_these_tests_loses_what_was_not_synced(
    tmp_path: Path, choice: Callable[..., bytes], content: bytes | None
) -> None:
    disk = Disk(tmp_path / "disk")
    disk.root.mkdir()
    (disk.root / "old").write_bytes(b"1234")
    disk.settle()
    (disk.root / "old").unlink()
    (disk.root / "new").write_bytes(b"abcd")
    restore(tree(disk.end(), disk.root.stat().st_ino, choice), tmp_path / "left")
    left = {path.name: path.read_bytes() for path in (tmp_path / "left").iterdir()}
    assert left == ({"old": b"1234"} if content is None else {"new": content})

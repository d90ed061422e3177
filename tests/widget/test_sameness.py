"""The same question has the same answer: in every thread, process and run, after any number of others."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.builder import build
from tests.conftest import amount
from tests.widget.commands import write_guides
from tests.widget.conftest import opened
from tests.widget.http_client import fetch
from tests.widget.test_privacy import environment
from tests.widget.test_serve import CONNECTIONS, started
from tests.widget.test_snapshot import until
from widget.cli import SAMPLE

TEXT = "".join(path.read_text("utf-8") for path in sorted(SAMPLE.glob("*.md")))
TYPED = ["续费后多久生效", "續費後多久生效", "xufei", "wjmm", "lebra", "忘记密吗", "自动续", '"续费 步骤"', "LEB 套餐"]
TIME = re.compile(rb'"processingTimeMs":\d+')
UNHURRIED = {"HELPWIDGET_CACHE": "0", "HELPWIDGET_DEADLINE": "60000"}
"""Settings with which a slow machine answers as a fast one does."""
SCRIPT = """
import sys
from pathlib import Path
from tests.widget.test_sameness import questions, answers
sys.stdout.buffer.write(b"\\n".join(answers(Path(sys.argv[1]), questions(int(sys.argv[2])))))
"""


def questions(count: int, seed: int = 1) -> list[str]:
    """Give questions: those that need every kind of understanding, then pieces of the guides."""
    chance = random.Random(seed)  # noqa: S311 - nothing depends on its being a secret
    starts = (chance.randrange(len(TEXT) - 20) for _ in range(count))
    return [*TYPED, *(TEXT[start : start + chance.randrange(1, 20)] for start in starts)][:count]


def answers(data: Path, asked: list[str]) -> list[bytes]:
    """Give the answers as bytes, without the time they took."""
    with opened(data, **UNHURRIED) as site:
        return [TIME.sub(b"", site.get("/search", query_string={"q": question}).data) for question in asked]


def test_runs_with_other_hash_seeds_answer_in_the_same_bytes(sample_data: Path) -> None:
    count = amount(25, 2_000)
    runs = [
        subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", SCRIPT, str(sample_data), str(count)],
            stdout=subprocess.PIPE, cwd=Path(__file__).parents[2], env={**environment(), "PYTHONHASHSEED": seed},
        )
        for seed in ("0", "1", "4242")
    ]  # fmt: skip
    given = [run.communicate(timeout=3_000)[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0]
    assert given[0] == given[1] == given[2] == b"\n".join(answers(sample_data, questions(count)))
    assert given[0].count(b'"hits":[{') > count // 2


def test_sixteen_threads_get_what_one_gets(sample_data: Path) -> None:
    asked = questions(60)
    alone = dict(zip(asked, answers(sample_data, asked), strict=True))
    with opened(sample_data, **UNHURRIED) as site, ThreadPoolExecutor(16) as pool:

        def differs(number: int) -> bool:
            question = asked[number * 7 % len(asked)]
            given = site.application.test_client().get("/search", query_string={"q": question}).data
            return TIME.sub(b"", given) != alone[question]

        assert sum(pool.map(differs, range(amount(400, 200_000)))) == 0


def resident(pid: str) -> int:
    """Give the memory of a process, in bytes."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) * 1024  # type: ignore[index]


def open_files(pid: str) -> int:
    """Give how many files and connections a process has open, after the last answer's connection is closed."""
    counts = []
    for _ in range(5):
        time.sleep(0.05)
        counts.append(len(list(Path(f"/proc/{pid}/fd").iterdir())))
    return min(counts)


@pytest.mark.skipif(not CONNECTIONS.exists(), reason="only Linux tells the files of a process")
def test_questions_and_generations_leave_nothing_behind(tmp_path: Path) -> None:
    guides = write_guides(tmp_path / "guides", {path.stem: path.read_text("utf-8") for path in SAMPLE.glob("*.md")})
    build(guides, tmp_path / "data")
    with started("--data", str(tmp_path / "data")) as (process, address):
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        until(lambda: len(children.read_text().split()) == 1)
        [worker] = children.read_text().split()

        def asked(count: int, seed: int) -> None:
            for question in questions(count, seed):
                assert (
                    fetch(address, "/search?limit=3&q=" + "".join(f"%{b:02X}" for b in question.encode())).status == 200
                )

        def switched() -> tuple[int, int]:
            name = build(guides, tmp_path / "data").generation.name
            until(lambda: fetch(address, "/readyz").json["generation"] == name)
            asked(amount(40, 3_000), 3)
            return open_files(worker), resident(worker)

        asked(amount(200, 20_000), 2)
        before = [switched() for _ in range(2)]
        after = [switched() for _ in range(amount(3, 100))]
    assert after[-1][0] == before[-1][0]
    assert after[-1][1] <= before[-1][1] * 1.05

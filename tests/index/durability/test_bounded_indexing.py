from __future__ import annotations

import os
import random
import re
import resource
import subprocess
from collections.abc import Callable
from pathlib import Path
from threading import Timer
from time import sleep

import pytest

from index.guides import collection, reader
from tests.conftest import amount
from tests.widget.commands import HELPWIDGET, write_guides

MEMORY = 500_000
"""Kilobytes that a build may take in all its processes."""
SECONDS = amount(60, 10)
"""Of processor time that a build may take; in the short run what stops it, as machines are slow and shared."""
GOOD = "# 好的\n\n三天退款。\n"


def dense(unit: str) -> str:
    """As much of one mark as a guide may hold."""
    cost = sum(map(unit.count, reader._MARKS)) + (reader._TAG_COST - 1) * unit.count("<")
    return unit * min(reader.MOST_MARKS // max(cost, 1), reader.LARGEST // len(unit.encode())) + "退款"


def different(between: str, length: int) -> str:
    """As much text as a guide may hold in which nothing repeats: runs of rare characters with something between."""
    chance = random.Random(5)  # noqa: S311 - choices to repeat, no secrets
    runs = reader.LARGEST // (3 * length + len(between.encode()))
    return between.join("".join(chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(length)) for _ in range(runs))


INDEXED: dict[str, Callable[[], str]] = {
    "no punctuation": lambda: "续费后多久生效" * (reader.LARGEST // 21),
    "nested html": lambda: "<div>" * 3_000 + "退款" + "</div>" * 3_000,
}
MORE_INDEXED: dict[str, Callable[[], str]] = {
    "no repetition": lambda: different("", 100),
    "paragraphs without repetition": lambda: different("\n\n", 100),
    "sections without repetition": lambda: different("\n\n# ", 45),
    "lists without repetition": lambda: different("\n- ", 14),
    "letters between": lambda: different("a1", 1),
    "one character": lambda: "的" * (reader.LARGEST // 3),
    "many headings": lambda: "# 标题\n\n" * collection.MOST_SECTIONS,
    "unclosed html": lambda: dense("<div>"),
    "html on lines": lambda: dense("<div>\n"),
    "links": lambda: dense("[a](b) "),
    "a wide table": lambda: "|" + "a|" * 6_200 + "\n|" + "-|" * 6_200 + "\n|" + "a|" * 6_200 + "\n退款",
    "a long table": lambda: "|a|b|\n|-|-|\n" + dense("|退|款|\n").removeprefix("|退|款|\n" * 3)[:-2],
    "paragraphs": lambda: dense("今天续费后多久生效？请联系客服处理退款。\n\n"),
    "latin": lambda: "abcdefg" * (reader.LARGEST // 7 - 2) + " 退款",
    "emphasis": lambda: dense("*a "),
    "quotes": lambda: dense("> "),
    "lists": lambda: dense("- "),
    "lists without dashes": lambda: "+ " * (reader.LARGEST // 2 - 3) + "退款",
}
NAMED: dict[str, Callable[[], str]] = {
    "a million bytes without punctuation": lambda: "续费后多久生效" * 50_000,
    "a million times one character": lambda: "的" * 1_000_000,
    "html nested too deeply": lambda: "<div>" * 10_000 + "退款" + "</div>" * 10_000,
    "headings without text": lambda: dense("# 标题\n"),
    "fifty thousand headings": lambda: "".join(f"# 标题 {n}\n\n退款。\n\n" for n in range(50_000)),
    "a million bytes of lists": lambda: "- " * 500_000,
    "a hundred megabytes": lambda: "退款。\n\n" * 9_100_000,
}
CASES = INDEXED | (MORE_INDEXED if amount(0, 1) else {}) | NAMED


def family(process: int) -> list[int]:
    """A process and all that descend from it."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:  # it has ended
        return []
    return [process, *(one for child in children for one in family(int(child)))]


def memory(process: int) -> int:
    """Kilobytes that a process takes; of what several share, its part."""
    try:
        return int(re.findall(r"^Pss: +(\d+)", Path(f"/proc/{process}/smaps_rollup").read_text(), re.MULTILINE)[0])
    except (OSError, IndexError):  # it has ended
        return 0


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="only Linux tells the memory of processes")
@pytest.mark.parametrize("case", CASES)
def test_one_monstrous_guide_takes_bounded_time_and_memory_or_is_named(case: str, tmp_path: Path) -> None:
    """The others are indexed."""
    guides = write_guides(tmp_path / "guides", {"good": GOOD, "bad": CASES[case]()})
    command = [HELPWIDGET, "index", str(guides), "--data", str(tmp_path / "data")]
    taken = 0
    with (tmp_path / "said").open("w") as output:
        process = subprocess.Popen(
            command, stdout=output,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (60, 60)),  # noqa: PLW1509 - no threads are started
        )  # fmt: skip
    killer = Timer(300, process.kill)
    killer.start()
    while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
        taken = max(taken, sum(map(memory, family(process.pid))))
        sleep(0.05)
    killer.cancel()
    process.returncode, usage = os.waitstatus_to_exitcode(ended[1]), ended[2]
    said = (tmp_path / "said").read_text()
    assert process.returncode == 0
    assert 0 < taken < MEMORY
    assert usage.ru_utime + usage.ru_stime < SECONDS
    assert said.splitlines()[0].split(": ")[1].startswith("1 guides" if case in NAMED else "2 guides")
    assert ("bad.md: has " in said) == (case in NAMED)

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Callable
from pathlib import Path
from threading import Timer

import pytest

from index.guides import reader
from tests.conftest import amount
from tests.widget.commands import HELPWIDGET, write_guides

MEMORY = 500_000
"""Kilobytes that a build may take."""
SECONDS = amount(60, 10)
"""Of processor time that a build may take; in the short run what stops it, as machines are slow and shared."""
GOOD = "# 好的\n\n三天退款。\n"


def dense(unit: str) -> str:
    """As much of one mark as a guide may hold."""
    cost = sum(map(unit.count, reader._MARKS)) + (reader._TAG_COST - 1) * unit.count("<")
    return unit * min(reader.MOST_MARKS // max(cost, 1), reader.LARGEST // len(unit.encode())) + "退款"


INDEXED: dict[str, Callable[[], str]] = {
    "no punctuation": lambda: "续费后多久生效" * 50_000,
    "nested html": lambda: "<div>" * 3_000 + "退款" + "</div>" * 3_000,
}
MORE_INDEXED: dict[str, Callable[[], str]] = {
    "one character": lambda: "的" * 400_000,
    "many headings": lambda: dense("# 标题\n\n"),
    "unclosed html": lambda: dense("<div>"),
    "html on lines": lambda: dense("<div>\n"),
    "links": lambda: dense("[a](b) "),
    "a wide table": lambda: "|" + "a|" * 6_200 + "\n|" + "-|" * 6_200 + "\n|" + "a|" * 6_200 + "\n退款",
    "a long table": lambda: "|a|b|\n|-|-|\n" + dense("|退|款|\n").removeprefix("|退|款|\n" * 3)[:-2],
    "paragraphs": lambda: dense("今天续费后多久生效？请联系客服处理退款。\n\n"),
    "latin": lambda: "abcdefg" * 170_000 + " 退款",
    "emphasis": lambda: dense("*a "),
    "quotes": lambda: dense("> "),
    "lists": lambda: dense("- "),
    "lists without dashes": lambda: "+ " * 500_000 + "退款",
}
NAMED: dict[str, Callable[[], str]] = {
    "a million times one character": lambda: "的" * 1_000_000,
    "html nested too deeply": lambda: "<div>" * 10_000 + "退款" + "</div>" * 10_000,
    "fifty thousand headings": lambda: "".join(f"# 标题 {n}\n\n退款。\n\n" for n in range(50_000)),
    "a million bytes of lists": lambda: "- " * 500_000,
    "a hundred megabytes": lambda: "退款。\n\n" * 9_100_000,
}
CASES = INDEXED | (MORE_INDEXED if amount(0, 1) else {}) | NAMED


@pytest.mark.parametrize("case", CASES)
def test_one_monstrous_guide_takes_bounded_time_and_memory_or_is_named(case: str, tmp_path: Path) -> None:
    """The others are indexed."""
    guides = write_guides(tmp_path / "guides", {"good": GOOD, "bad": CASES[case]()})
    command = [HELPWIDGET, "index", str(guides), "--data", str(tmp_path / "data")]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (60, 60)),  # noqa: PLW1509 - no threads are started
    )  # fmt: skip
    killer = Timer(300, process.kill)
    killer.start()
    assert process.stdout
    with process.stdout as output:
        said = output.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    killer.cancel()
    assert process.returncode == 0
    assert usage.ru_maxrss < MEMORY
    assert usage.ru_utime + usage.ru_stime < SECONDS
    assert said.splitlines()[0].split(": ")[1].startswith("1 guides" if case in NAMED else "2 guides")
    assert ("bad.md: has " in said) == (case in NAMED)

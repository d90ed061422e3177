"""Building: seconds and processor seconds of builds, and the memory of all their processes together.

`python -m tests.bench.building ROUNDS SIZE...`: each size in rounds, the product's builds and Whoosh with
jieba's own analyzer one after the other. Guides are written as Markdown first; Whoosh is given the parsed text.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.bench.corpora import Corpus, sample_corpus

CHANGED = 100
"""Every so manieth guide is changed."""
_WATCHED = 0.1
"""Seconds between two looks at the memory."""

_BUILD = """
import resource, sys, time
from pathlib import Path
from index.builder import build
started = time.perf_counter()
build(Path(sys.argv[1]), Path(sys.argv[2]))
seconds = time.perf_counter() - started
"""
_WHOOSH = """
import resource, sys, time
from pathlib import Path
from jieba.analyse import ChineseAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.index import create_in
from index.guides.collection import collect
sections = [section for document in collect(Path(sys.argv[1])).documents for section in document.sections]
Path(sys.argv[2]).mkdir()
before = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
started = time.perf_counter()
analyzer = ChineseAnalyzer()
schema = Schema(id=ID(stored=True), title=TEXT(analyzer, stored=True), text=TEXT(analyzer, stored=True))
writer = create_in(sys.argv[2], schema).writer(limitmb=512)
for section in sections:
    writer.add_document(id=section.id, title=section.title, text=section.text)
writer.commit()
seconds = time.perf_counter() - started
"""
_REPORT = """
usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(seconds, sum(usage[0] + usage[1] for usage in usages) - globals().get("before", 0))
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of a build, processor seconds of its whole process and its children, megabytes of all at their peak."""

    seconds: float
    processor: float
    megabytes: float


def write_guides(corpus: Corpus, folder: Path) -> None:
    """Write a corpus as Markdown."""
    folder.mkdir()
    for document in corpus.documents:
        sections = "\n\n".join(f"## {section.title}\n\n{section.text}" for section in document.sections)
        (folder / f"{document.guide.id}.md").write_text(f"# {document.guide.title}\n\n{sections}\n", "utf-8")


def change(folder: Path, number: int) -> None:
    """Add a sentence to every section of one guide in a hundred."""
    for path in sorted(folder.iterdir())[number % CHANGED :: CHANGED]:
        text = path.read_text("utf-8")
        path.write_text(text.replace("\n\n## ", f"\n第{number}次修改过的说明。\n\n## "), "utf-8")


def measured(script: str, *arguments: Path) -> Cost:
    """Give what a script costs in a process of its own."""
    command = [sys.executable, "-W", "ignore", "-c", script + _REPORT, *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, sum(map(share, family(process.pid))))
            time.sleep(_WATCHED)
        assert process.stdout
        seconds, processor = map(float, process.stdout.read().split())
    return Cost(seconds, processor, peak)


def family(pid: int) -> Iterator[int]:
    """Give a process and all that it started, by their numbers."""
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from family(int(child))


def share(pid: int) -> float:
    """Give the megabytes of a process, its part of what it shares with others (PSS)."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0)


def builds(corpus: Corpus, rounds: int) -> dict[str, list[Cost]]:
    """Give what each kind of build costs in each round."""
    costs: dict[str, list[Cost]] = {}
    with TemporaryDirectory(prefix="helpwidget-bench-") as folder:
        guides = Path(folder) / "guides"
        write_guides(corpus, guides)
        for number in range(rounds):
            data = Path(folder) / f"data-{number}"
            for name, script, before in (
                ("Whoosh with ChineseAnalyzer", _WHOOSH, lambda _number: None),
                ("all guides", _BUILD, lambda _number: None),
                ("1% of the guides changed", _BUILD, lambda number: change(guides, number)),
                ("nothing changed", _BUILD, lambda _number: None),
            ):
                before(number)
                place = Path(folder) / f"whoosh-{number}" if script is _WHOOSH else data
                costs.setdefault(name, []).append(measured(script, guides, place))
    return costs


def table(size: int, costs: dict[str, list[Cost]]) -> str:
    """Give medians as a Markdown table, with ratios to Whoosh and to a build of all guides."""
    whoosh, whole = (
        median(cost.seconds for cost in costs[name]) for name in ("Whoosh with ChineseAnalyzer", "all guides")
    )
    lines = [
        f"| {size} sections | seconds | of Whoosh's | of all guides' | processor seconds | MB at the peak |",
        "|---|---|---|---|---|---|",
    ]
    for name, some in costs.items():
        seconds = median(cost.seconds for cost in some)
        processor, megabytes = median(cost.processor for cost in some), max(cost.megabytes for cost in some)
        ratios = f"{seconds / whoosh:.2f} | {seconds / whole:.3f}"
        lines.append(f"| {name} | {seconds:.2f} | {ratios} | {processor:.2f} | {megabytes:.0f} |")
    return "\n".join(lines)


def main(rounds: int, sizes: Sequence[int]) -> None:
    """Print the tables."""
    for size in sizes:
        print(table(size, builds(sample_corpus(size), rounds)), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]), [int(size) for size in sys.argv[2:]])

"""What was measured -> Markdown."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index import array_loops, loops
from tests.bench.measure import Times
from tests.bench.opening import Opening
from tests.bench.work import Work

OWN = "words channel"
"""The row that the others are compared with."""


@dataclass(frozen=True, slots=True)
class SizeResults:
    """All that was measured with one corpus."""

    sections: int
    engines: Mapping[str, Times]
    snippets: Mapping[str, Times]
    work: Mapping[str, Work]
    opening: Opening


@dataclass(frozen=True, slots=True)
class Results:
    """All corpora, the smallest first, and the rounds of each question."""

    sizes: tuple[SizeResults, ...]
    rounds: int


def machine() -> str:
    """Give what of this machine and this installation matters, without their names."""
    system = f"{platform.system()} {platform.machine()}"
    form = "by arrays" if loops.best is array_loops.best else "compiled"
    return f"{os.cpu_count()} cores, {system}, Python {sys.version_info.major}.{sys.version_info.minor}, loops {form}"


def table(results: Results) -> str:
    """Give all tables."""
    parts = [f"{machine()}; {results.rounds} rounds.", _engines(results), _others(results), _work(results)]
    return "\n\n".join(parts) + "\n"


def _engines(results: Results) -> str:
    head = ["ms, p50 / p95 (times the words channel)", *(f"{size.sections:,} sections" for size in results.sizes)]
    names = dict.fromkeys(name for size in results.sizes for name in size.engines)
    return _markdown(head, ([name, *(_cell(name, size) for size in results.sizes)] for name in names))


def _cell(name: str, size: SizeResults) -> str:
    if name not in size.engines:
        return ""
    one, own = size.engines[name], size.engines[OWN]
    times = one.p50 / own.p50
    ratio = "" if name == OWN else f" ({times:.0f})" if times >= 100 else f" ({times:.3g})"
    return f"{one.p50 * 1e3:.3f} / {one.p95 * 1e3:.3f}{ratio}"


def _others(results: Results) -> str:
    head = ["", *(f"{size.sections:,} sections" for size in results.sizes)]
    names = dict.fromkeys(name for size in results.sizes for name in size.snippets)
    rows = [
        [f"ten snippets, {name}, ms", *(f"{size.snippets[name].p50 * 1e3:.3f}" for size in results.sizes)]
        for name in names
    ]
    rows.append(["open a generation, s", *(f"{size.opening.seconds:.2f}" for size in results.sizes)])
    rows.append(["memory of an open generation, MB", *(f"{size.opening.megabytes:.0f}" for size in results.sizes)])
    return _markdown(head, rows)


def _work(results: Results) -> str:
    head = ["work of a search, median", "sections", "groups asked", "postings", "bytes read", "sections touched"]
    rows = (
        [name, f"{size.sections:,}", *(f"{n:,}" for n in (work.groups, work.postings, work.bytes, work.sections))]
        for size in results.sizes
        for name, work in size.work.items()
    )
    return _markdown(head, rows)


def _markdown(head: Sequence[str], rows: Iterator[list[str]] | Sequence[list[str]]) -> str:
    lines = [list(head), ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)

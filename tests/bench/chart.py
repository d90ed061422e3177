"""What was measured -> a chart as SVG, readable on light and dark pages: time against size, both by powers of ten."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from math import ceil, floor, log10

from tests.bench.report import Results

_WIDTH, _HEIGHT = 790, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 220, 24, 44
_LABEL_GAP = 15
_COLOURS = (
    "#d6336c", "#e8590c", "#f08c00", "#2b8a3e", "#1971c2", "#6741d9", "#0c8599", "#868e96", "#a0522d", "#74b816",
    "#495057",
)  # fmt: skip
_STYLE = """
text { font: 12px system-ui, sans-serif; fill: #24292f }
.grid { stroke: #8c959f; stroke-opacity: .35 }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } }
"""


def chart(results: Results) -> str:
    """Give the medians of all engines as lines, one point for each corpus."""
    points = _points(results)
    values = [milliseconds for line in points.values() for _, milliseconds in line]
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    sizes = [size.sections for size in results.sizes]

    def x(size: int) -> float:
        span = log10(sizes[-1] / sizes[0]) or 1.0
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * log10(size / sizes[0]) / span

    def y(milliseconds: float) -> float:
        return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * (log10(milliseconds) - low) / (high - low)

    parts = [*(_rule(y(10.0**power), power) for power in range(low, high + 1))]
    parts += [_text(x(size), _HEIGHT - _BOTTOM + 20, f"{size:,}", "middle") for size in sizes]
    parts.append(_text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 6, "sections", "middle"))
    parts.append(_text(_LEFT, _TOP - 10, "milliseconds for the ten best sections, median", "start"))
    lines = {name: [(x(size), y(ms)) for size, ms in line] for name, line in points.items()}
    labels = _apart({name: line[-1][1] for name, line in lines.items()})
    for number, (name, line) in enumerate(lines.items()):
        parts += _line(name, line, labels[name], _COLOURS[number % len(_COLOURS)])
    body = "\n".join(parts)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">'
    return f"{head}\n<title>Search times of helpwidget and its peers</title>\n<style>{_STYLE}</style>\n{body}\n</svg>\n"


def _points(results: Results) -> dict[str, list[tuple[int, float]]]:
    names = dict.fromkeys(name for size in results.sizes for name in size.engines)
    return {
        name: [(size.sections, size.engines[name].p50 * 1e3) for size in results.sizes if name in size.engines]
        for name in names
    }


def _apart(heights: dict[str, float]) -> dict[str, float]:
    """Give the heights of labels, moved down where two would overlap."""
    placed: dict[str, float] = {}
    last = float("-inf")
    for name, height in sorted(heights.items(), key=lambda item: item[1]):
        last = max(height, last + _LABEL_GAP)
        placed[name] = last
    return placed


def _line(name: str, line: list[tuple[float, float]], label: float, colour: str) -> Iterator[str]:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in line)
    width = 3 if "recipe" in name or "words" in name else 1.5
    yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}"/>'
    yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in line)
    yield f'<rect x="{_WIDTH - _RIGHT + 12}" y="{label - 4:.1f}" width="8" height="8" fill="{colour}"/>'
    yield _text(_WIDTH - _RIGHT + 26, label + 4, name, "start")


def _rule(height: float, power: int) -> str:
    line = f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{height:.1f}" y2="{height:.1f}"/>'
    return line + _text(_LEFT - 8, height + 4, f"{10.0**power:g}", "end")


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'

"""Both READMEs name everything that a page can rely on, and nothing that does not exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READMES = ["README.md", "README.zh-CN.md"]
SCRIPTS = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "static").glob("**/*/*.js")))
STYLES = (ROOT / "static/dom/widget.css").read_text(encoding="utf-8")

EVENTS = set(re.findall(r"(?:emit|tell|told)\(\s*\"(\w+)\"", SCRIPTS))
ATTRIBUTES = {*re.findall(r"attribute\(\"([\w-]+)\"\)", SCRIPTS), *re.findall(r"host\(\[(\w+)=", STYLES)}
VARIABLES = set(re.findall(r"--help-widget-[\w-]+", STYLES))
PARTS = set(re.findall(r"part: \"(\w+)\"", SCRIPTS))
CALLS = set(re.findall(r"\"(\w+)\"", re.search(r"METHODS = \[(.*?)\]", SCRIPTS)[1]))  # type: ignore[index]


@pytest.mark.parametrize("readme", READMES)
def test_events_attributes_calls_variables_and_parts_are_all_documented(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert set(re.findall(r"`help-widget:(\w+)`", text)) == EVENTS
    assert set(re.findall(r"^\| `([\w-]+)` \|", widget_section(text), flags=re.MULTILINE)) == ATTRIBUTES
    assert set(re.findall(r"--help-widget-[\w-]+", text)) == VARIABLES
    assert set(re.findall(r"::part\((\w+)\)", text)) == PARTS
    assert set(re.findall(r"`(\w+)\([^`]*\)`", widget_section(text))) - {"preventDefault"} == CALLS


def widget_section(text: str) -> str:
    """Give what stands between the headings of the widget and of the settings."""
    return text[text.index("</help-widget>\n```") : text.index("`HELPWIDGET_DATA`")]


def test_the_sources_were_read() -> None:
    assert len(EVENTS) >= 14
    assert len(ATTRIBUTES) >= 8
    assert len(CALLS) >= 6


def test_looks_are_changed_by_a_dozen_names_at_most() -> None:
    assert 1 < len(VARIABLES) + len(PARTS) <= 12

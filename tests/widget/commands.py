"""The command line as a subprocess."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HELPWIDGET = str(Path(sys.executable).with_name("helpwidget"))

Ended = subprocess.CompletedProcess[str]


def run(*arguments: str | Path, **environment: str) -> Ended:
    """Run `helpwidget ARGUMENTS` to its end, with more environment variables."""
    return subprocess.run(
        [HELPWIDGET, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, **environment},
    )


def run_all(commands: dict[str, tuple[str | Path, ...]]) -> dict[str, Ended]:
    """Run independent commands beside each other; what each gave, by its name."""
    with ThreadPoolExecutor(3) as pool:
        ended = pool.map(lambda arguments: run(*arguments), commands.values())
        return dict(zip(commands, ended, strict=True))


def write_guides(folder: Path, guides: dict[str, str]) -> Path:
    """Write guides, by their ids, into a folder."""
    for guide_id, text in guides.items():
        path = folder / f"{guide_id}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def only_line(text: str) -> str:
    """Give the one line that `text` is."""
    assert text.endswith("\n"), text
    assert text.count("\n") == 1, text
    return text[:-1]

"""Whatever is compiled has a form in Python that finds the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import index.builder
from index.searcher import Searcher
from tests.conftest import compiled_module

INDEX = Path(index.builder.__file__).parent
COMPILED = sorted(f"index.{path.stem}" for path in INDEX.glob("*.pyx"))
QUESTIONS = ["怎么续费", "wechat zhifu", "ziffu", "續費後多久生效", "lebara 没有信号", "天气"]
ASK = """
import sys
from pathlib import Path
sys.modules |= dict.fromkeys(sys.argv[2].split())
from index.searcher import Searcher
searcher = Searcher.open(Path(sys.argv[1]))
for question in sys.argv[3:]:
    print([(hit.section.id, hit.snippet, hit.title_matches) for hit in searcher.search(question).hits])
"""


@pytest.mark.parametrize("module", COMPILED)
def test_what_is_compiled_is_used(module: str) -> None:
    compiled_module(module.removeprefix("index."))
    imported = "import sys, index.builder, index.immortal, index.searcher; print(*sys.modules)"
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", imported], capture_output=True, check=True, text=True, cwd=INDEX.parent
    )
    assert module in told.stdout.split()


@pytest.mark.parametrize("missing", [" ".join(COMPILED), *COMPILED])
def test_without_it_the_same_is_found(sample_data: Path, searcher: Searcher, missing: str) -> None:
    for module in set(COMPILED) - set(missing.split()):
        compiled_module(module.removeprefix("index."))
    command = [sys.executable, "-W", "ignore", "-c", ASK, str(sample_data), missing, *QUESTIONS]
    told = subprocess.run(command, capture_output=True, check=True, text=True, cwd=INDEX.parent)
    found = [
        [(hit.section.id, hit.snippet, hit.title_matches) for hit in searcher.search(question).hits]
        for question in QUESTIONS
    ]
    assert told.stdout.splitlines() == list(map(repr, found))
    assert found[0]

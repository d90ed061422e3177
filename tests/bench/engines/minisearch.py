"""MiniSearch: a search library in JavaScript, in a process of Node, which takes the time by itself."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from shutil import which

from tests.bench.engines import AbsentError, Ask, Question, TokenisedCorpus

TOKENS = "tokens.json"
_SCRIPT = Path(__file__).with_suffix(".mjs")
_MOST = 10_000
"""Sections: above that its index, which is in memory, takes minutes and gigabytes."""


def open_minisearch(corpus: TokenisedCorpus) -> Ask:
    """One field, cut at white space; terms joined by OR."""
    if len(corpus.tokens) > _MOST:
        raise AbsentError(f"MiniSearch: not for more than {_MOST} sections")
    node = which("node")
    if node is None or not (_SCRIPT.parents[3] / "node_modules" / "minisearch").exists():
        raise AbsentError("MiniSearch: needs Node and its package; run: npm ci")
    process = subprocess.Popen([node, _SCRIPT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
    if process.stdin is None or process.stdout is None:
        raise AbsentError("MiniSearch: no pipe")
    questions, answers = process.stdin, process.stdout
    questions.write(f"{corpus.folder / TOKENS}\n")
    if answers.readline() != "ready\n":
        raise AbsentError("MiniSearch: did not start")

    def ask(question: Question) -> float:
        questions.write(json.dumps(question.tokens) + "\n")
        return float(answers.readline())

    return ask

"""Word lists kept as data files beside this module."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def question_words() -> frozenset[str]:
    """Give the folded words that make a question but name nothing."""
    lines = files("index.analysis").joinpath("data/question_words.txt").read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))

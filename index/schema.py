"""The Whoosh schema, and the fingerprint that tells whether an index was made by this very analysis."""

from __future__ import annotations

import hashlib
from importlib.resources import files

from whoosh import fields, formats

from index.analysis.analyzer import ANALYZER_VERSION
from index.analysis.channels import CHANNELS
from index.libraries import version_of
from index.scoring import BREADCRUMB_WEIGHT, TITLE_WEIGHT

FORMAT_VERSION = 7
"""Raise it with every change of what a generation's files hold."""

_LIBRARIES = ("whoosh-reloaded", "jieba", "opencc", "numpy", "pypinyin")


class TermFrequencies(fields.FieldType):  # type: ignore[misc] # whoosh ships no types
    """A field of terms with weighted frequencies, which `whoosh_files` writes: cutting text is the analyzer's work."""

    def __init__(self) -> None:
        self.format = formats.Existence()  # weights say how often: a value would say it once more
        self.analyzer = None
        self.scorable = True
        self.stored = False
        self.unique = False
        self.vector = None


def build_schema() -> fields.Schema:
    """Give the schema: the words channel's postings, the stored section and its folded texts.

    The other channels' postings are kept as impacts alone: nothing else ever reads them.
    """
    return fields.Schema(section=fields.STORED, folds=fields.STORED, words=TermFrequencies())


def fingerprint() -> str:
    """Give 16 hex digits that change with the format, the analysis, its data, weights and libraries."""
    digest = hashlib.sha256()
    parts = [FORMAT_VERSION, ANALYZER_VERSION, CHANNELS, TITLE_WEIGHT, BREADCRUMB_WEIGHT]
    digest.update(repr([*parts, *((name, _series(name)) for name in _LIBRARIES)]).encode())
    for data in sorted(files("index.analysis").joinpath("data").iterdir(), key=lambda path: path.name):
        if data.name.endswith(".txt"):
            digest.update(data.name.encode() + b"\0" + data.read_bytes())
    return digest.hexdigest()[:16]


def _series(library: str) -> str:
    """Give a library's major and minor version: a bug fix does not ask for a new index."""
    return ".".join(version_of(library).split(".")[:2])

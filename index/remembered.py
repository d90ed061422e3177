"""What the last build found, kept beside the generations: what is unchanged isn't parsed and analysed again.

`DATA/guides` holds what was made of each guide as JSON. `DATA/sections` holds the name of the generation that was made
of them and a digest of each of its sections; what was found in these is read there. Each begins with a digest of all
that follows. They are trusted only if that is right, the generation is intact, and they were made by this very program
with these very libraries; otherwise it is as if they were not there.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from index.analysis.channels import CHANNELS
from index.digests import seal_of
from index.errors import GenerationError
from index.generation import Generation, generation_named, verify
from index.impacts import WEIGHED, read_postings
from index.libraries import version_of
from index.numbers_by_key import read_numbers
from index.parallel import cores
from index.postings import Postings
from index.readings import READ_CHANNELS, READINGS
from index.scattered import Scattered
from index.schema import fingerprint
from index.stored import StoredDocument, dump_documents, load_documents
from index.titles import TITLE_KEYS
from index.whole_files import put
from index.whoosh_storage import read_stored

_GUIDES = "guides"
_SECTIONS = "sections"
_DIGEST = 32
_SEAL = 16
_SOURCES = (".py", ".pyx", ".pxd", ".txt", ".tsv")
_LIBRARIES = (
    "jieba", "markdown-it-py", "nh3", "numpy", "opencc", "orjson", "pypinyin", "pyyaml", "rjieba", "whoosh-reloaded",
)  # fmt: skip


NUMBERED = (*TITLE_KEYS, *(f"{channel}.{name}" for channel in READ_CHANNELS for name in READINGS))
"""What a generation has numbers by key for."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in sections, in the order of their numbers; postings by what they are of.

    Of each section where its stored fields lie as Whoosh keeps them: never read here, only written again.
    """

    stored: Scattered
    postings: dict[str, Postings]


@dataclass(frozen=True, slots=True)
class Recalled:
    """The digests of the sections in which the last build found something; what that was is read by `read_findings`."""

    digests: tuple[str, ...]
    generation: Generation


class Guides(NamedTuple):
    """What is kept of guides: their documents, and what they put forward as furniture, as bytes without a line end."""

    documents: tuple[StoredDocument, ...] = ()
    statements: bytes = b""


def recall(data: Path) -> Recalled | None:
    """Give in which sections the last build found something; None where what it kept can't be trusted."""
    kept = _unsealed(data / _SECTIONS)
    if kept is None:
        return None
    name, code = kept[0].decode(), kept[1].decode()
    try:
        generation = generation_named(data, name)
    except GenerationError:
        return None
    return Recalled(tuple(code[i : i + _DIGEST] for i in range(0, len(code), _DIGEST)), generation)


def read_findings(recalled: Recalled) -> Findings:
    """Give what the last build found, from its generation, once all that is read of that is verified.

    Raises GenerationDamagedError or GenerationForeignError.
    """
    verify(recalled.generation, fingerprint(), unread=WEIGHED, threads=max(1, cores() - 1))  # others are at work
    path = recalled.generation.path
    postings = {name: read_numbers(path, name) for name in NUMBERED}
    for channel in CHANNELS:
        postings[channel] = read_postings(path, channel)
    return Findings(read_stored(path), postings)


def recall_guides(data: Path) -> Guides:
    """Give what is kept of the last build's guides; nothing where that can't be trusted."""
    kept = _unsealed(data / _GUIDES)
    return Guides(tuple(load_documents(kept[0])), kept[1]) if kept else Guides()


def _unsealed(path: Path) -> tuple[bytes, bytes] | None:
    """Give the line and the rest that a build of this very program kept in a file; None where not all of that is there.

    Each byte is read once, and copied nowhere: memory that a process gets anew takes longer than the digest.
    """
    try:
        with path.open("rb") as file:
            seal, own, line, rest = file.read(_SEAL), file.read(len(maker())), file.readline(), file.read()
    except OSError:
        return None
    return (line[:-1], rest) if seal == seal_of(own, line, rest) and own == maker() else None


def last_build(data: Path) -> float | None:
    """Give when the last build had read all guides, in seconds since the epoch: 0 if it did not end; None before one.

    What it made of guides is kept while it goes on, what it found in sections at its end.
    """
    try:
        with (data / _GUIDES).open("rb") as file:
            is_own = file.read(_SEAL + len(maker()))[_SEAL:] == maker()
            kept, ended = os.fstat(file.fileno()).st_mtime, (data / _SECTIONS).stat().st_mtime
    except OSError:
        return None
    if not is_own:
        return None
    return kept if kept <= ended else 0.0


def remember_guides(data: Path, guides: Guides) -> None:
    """Keep what a build made of guides; where that can't be written, the next build parses all anew."""
    _keep(data / _GUIDES, dump_documents(guides.documents), b"\n", guides.statements)


def remember_sections(data: Path, generation: str, digests: Sequence[str]) -> None:
    """Keep of which sections a generation was made; where that can't be written, the next build finds all anew."""
    _keep(data / _SECTIONS, generation.encode(), b"\n", "".join(digests).encode())


def _keep(path: Path, *texts: bytes) -> None:
    """Write what this very program made into a file, and before that a digest of it."""
    sealed = (maker(), *texts)
    put(path, (seal_of(*sealed), *sealed))


@cache
def maker() -> bytes:
    """Give a digest of what this program makes of guides: its sources, its data, its libraries' exact versions."""
    digest = hashlib.sha256()
    for package in ("index", "index.analysis", "index.analysis.data", "index.guides"):
        for file in sorted(files(package).iterdir(), key=lambda file: file.name):
            if file.name.endswith(_SOURCES):
                digest.update(file.name.encode() + b"\0" + file.read_bytes())
    digest.update(f"Unicode {unicodedata.unidata_version}\n".encode())
    for name in _LIBRARIES:
        digest.update(f"{name} {_version(name)}\n".encode())
    return digest.digest()


def _version(library: str) -> str:
    try:
        return version_of(library)
    except PackageNotFoundError:
        return ""

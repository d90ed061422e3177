"""What the last build found, kept beside the generations: what is unchanged isn't parsed and analysed again.

`DATA/guides` holds what was made of each guide as JSON, `DATA/sections` what was found in each section as arrays
without any pickle; each after a SHA-256 of all that follows. They are trusted only if that is right and they were made
by this very program with these very libraries; otherwise it is as if they were not there.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from io import BufferedRandom
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.arrays import mapped, write_pieces
from index.postings import Postings, as_arrays, from_arrays, pieces
from index.stored import StoredDocument, dump_documents, load_documents
from index.whole_files import clear, put

_GUIDES = "guides"
_SECTIONS = "sections"
_DIGEST = 32
_SEAL = 32
_LIBRARIES = (
    "jieba", "markdown-it-py", "nh3", "numpy", "opencc", "orjson", "pypinyin", "pyyaml", "rjieba", "whoosh-reloaded",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in sections, in the order of their numbers; postings by what they are of.

    Of each section its digest, and its stored fields as Whoosh keeps them: never read here, only written again.
    """

    digests: tuple[str, ...]
    stored: tuple[bytes, ...]
    postings: dict[str, Postings]


class Guides(NamedTuple):
    """What is kept of guides: their documents, and what they put forward as furniture, as bytes without a line end."""

    documents: tuple[StoredDocument, ...] = ()
    statements: bytes = b""


def recall(data: Path) -> Findings | None:
    """Give what the last build found; None where there is nothing that can be trusted."""
    try:
        with (data / _SECTIONS).open("rb") as file:
            if file.read(_SEAL) != hashlib.file_digest(file, "sha256").digest():
                return None
            file.seek(_SEAL)
            if file.read(len(maker())) != maker():
                return None
            memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            return _assembled({name[:-1].decode(): mapped(file, memory) for name in iter(file.readline, b"")})
    except (OSError, ValueError):
        return None


def recall_guides(data: Path) -> Guides:
    """Give what is kept of the last build's guides; nothing where that can't be trusted."""
    try:
        code = (data / _GUIDES).read_bytes()
    except OSError:
        return Guides()
    content = code[_SEAL:]
    if code[:_SEAL] != hashlib.sha256(content).digest() or not content.startswith(maker()):
        return Guides()
    documents, _, statements = content.removeprefix(maker()).partition(b"\n")
    return Guides(tuple(load_documents(documents)), statements)


def last_build(data: Path) -> float | None:
    """Give when the last build ended of which something is kept, in seconds since the epoch; None without any."""
    try:
        with (data / _GUIDES).open("rb") as file:
            is_own = file.read(_SEAL + len(maker()))[_SEAL:] == maker()
            return os.fstat(file.fileno()).st_mtime if is_own else None
    except OSError:
        return None


def remember(data: Path, guides: Guides, findings: Findings, known: Findings | None = None) -> None:
    """Keep what a build found; where that can't be written, the next build does all anew.

    Sections are not written again where they are those that were `known`: kept and found intact by `recall`.
    """
    lines = (maker(), dump_documents(guides.documents), b"\n", guides.statements)
    put(data / _GUIDES, lambda file: _seal(file, lambda: file.writelines(lines)))
    if known is None or known.digests != findings.digests:
        put(data / _SECTIONS, lambda file: _seal(file, lambda: _write_findings(file, findings)))
    else:
        clear(data / _SECTIONS)


def _seal(file: BufferedRandom, write: Callable[[], None]) -> None:
    """Write into a file, and before that a digest of it."""
    file.write(bytes(_SEAL))
    write()
    file.seek(_SEAL)
    seal = hashlib.file_digest(file, "sha256").digest()
    file.seek(0)
    file.write(seal)


def _write_findings(file: BufferedRandom, findings: Findings) -> None:
    file.writelines((maker(), b"stored\n"))
    write_pieces(file, np.uint8, sum(map(len, findings.stored)), findings.stored)
    for name, array in _taken_apart(findings):
        file.write(name.encode() + b"\n")
        np.save(file, array, allow_pickle=False)


def _taken_apart(findings: Findings) -> Iterator[tuple[str, NDArray[np.generic]]]:
    yield "digests", np.frombuffer("".join(findings.digests).encode(), np.uint8)
    yield "sizes", np.array([len(section) for section in findings.stored], np.int32)
    for name, postings in findings.postings.items():
        for column, values in as_arrays(postings):
            yield f"{name}/{column}", values


def _assembled(arrays: Mapping[str, NDArray[np.generic]]) -> Findings:
    code = arrays["digests"].tobytes().decode()
    columns: dict[str, dict[str, NDArray[np.generic]]] = {}
    for whole, values in arrays.items():
        name, _, column = whole.rpartition("/")
        columns.setdefault(name, {})[column] = values
    del columns[""]  # what is of sections, and not of postings
    digests = tuple(code[i : i + _DIGEST] for i in range(0, len(code), _DIGEST))
    stored = pieces(arrays["stored"].data, arrays["sizes"])
    return Findings(digests, stored, {name: from_arrays(some) for name, some in columns.items()})


@cache
def maker() -> bytes:
    """Give a digest of what this program makes of guides: its sources, its data, its libraries' exact versions."""
    digest = hashlib.sha256()
    for package in ("index", "index.analysis", "index.analysis.data", "index.guides"):
        for file in sorted(files(package).iterdir(), key=lambda file: file.name):
            if file.name.endswith((".py", ".txt")):
                digest.update(file.name.encode() + b"\0" + file.read_bytes())
    digest.update(f"Unicode {unicodedata.unidata_version}\n".encode())
    for name in _LIBRARIES:
        digest.update(f"{name} {_version(name)}\n".encode())
    return digest.digest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""

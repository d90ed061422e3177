"""What the last build found in each section, kept beside the generations: an unchanged section isn't analysed again.

One file, `DATA/analysis.npz`: a SHA-256 of all that follows, then arrays without any pickle. It is trusted only if that
is right and it was made by this very program with these very libraries; otherwise it is as if it were not there.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.postings import Postings, as_arrays, from_arrays, pieces

_FILE = "analysis.npz"
_DIGEST = 16
_SEAL = 32
_LIBRARIES = ("jieba", "numpy", "opencc", "pypinyin", "rjieba")


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in sections, in the order of their numbers; postings by what they are of.

    Of each section its digest, and its stored fields as Whoosh keeps them: never read here, only written again.
    """

    digests: tuple[bytes, ...]
    stored: tuple[bytes, ...]
    postings: Mapping[str, Postings]


def recall(data: Path) -> Findings | None:
    """Give what the last build kept; None where there is nothing that can be trusted."""
    try:
        with (data / _FILE).open("rb") as file:
            if file.read(_SEAL) != hashlib.file_digest(file, "sha256").digest():
                return None
            file.seek(_SEAL)
            with np.load(file, allow_pickle=False) as kept:
                if kept["maker"].tobytes() != maker():
                    return None
                return _assembled({name: kept[name] for name in kept.files})
    except (OSError, ValueError):
        return None


def remember(data: Path, findings: Findings) -> None:
    """Keep what a build found; where that can't be written, the next build analyses all."""
    arrays: dict[str, NDArray[np.generic]] = {
        "maker": np.frombuffer(maker(), np.uint8),
        "digests": np.frombuffer(b"".join(findings.digests), np.uint8),
        "stored": np.frombuffer(b"".join(findings.stored), np.uint8),
        "sizes": np.array([len(section) for section in findings.stored], np.int32),
    }
    for name, postings in findings.postings.items():
        arrays |= {f"{name}/{column}": values for column, values in as_arrays(postings).items()}
    waiting = data / f".{_FILE}"
    try:
        with waiting.open("w+b") as file:
            file.write(bytes(_SEAL))
            np.savez(file, **arrays)  # type: ignore[arg-type]
            file.seek(_SEAL)
            seal = hashlib.file_digest(file, "sha256").digest()
            file.seek(0)
            file.write(seal)
        waiting.replace(data / _FILE)
    except OSError:
        with suppress(OSError):
            waiting.unlink()


def _assembled(arrays: Mapping[str, NDArray[np.generic]]) -> Findings:
    code = arrays["digests"].tobytes()
    columns: dict[str, dict[str, NDArray[np.generic]]] = {}
    for whole, values in arrays.items():
        name, _, column = whole.rpartition("/")
        columns.setdefault(name, {})[column] = values
    del columns[""]  # what is of sections, and not of postings
    digests = tuple(code[i : i + _DIGEST] for i in range(0, len(code), _DIGEST))
    stored = pieces(arrays["stored"].tobytes(), arrays["sizes"])
    return Findings(digests, stored, {name: from_arrays(some) for name, some in columns.items()})


@cache
def maker() -> bytes:
    """Give a digest of this program's analysis: its sources, its data, the exact versions of its libraries."""
    digest = hashlib.sha256()
    for package in ("index", "index.analysis", "index.analysis.data"):
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

"""Guides -> documents as builds keep them, by several processes; a guide that is known isn't parsed again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from index.analysis.analyzer import analyze
from index.documents import Document
from index.errors import GuideError
from index.gathering import digest_of
from index.guides.collection import Bodies, Body, Collection, Outcome, collected, parse_body, read_bodies
from index.guides.furniture import Furniture
from index.guides.witnesses import dump_statements, find_furniture_again, load_statements
from index.parallel import Spread, batches, cores
from index.stored import StoredDocument, StoredGuide, dump_section
from index.titles import answers_frequent_question

BATCH = 10
"""3-100, guides that a process parses at a time. Smaller: a large guide holds up fewer others."""
_LEAST = 3
"""1-BATCH, guides that are worth a batch of their own. Smaller: a small change is parsed by more processes."""
WORTH_ONE = 1_000
"""1-50,000, code points of new guides that another process begins to analyse while this one does other things.
Smaller: processes start, which take more memory, for a change that this one would be done with as soon."""
WORTH_ALL = 50_000
"""WORTH_ONE-500,000, code points of new guides that all processes analyse: about a second's work. Smaller: each loads
dictionaries, half a second's work, for less than that of analysing."""
_DIGITS = 32
"""Hex digits of a digest. The key of a document is one of its file and one of the furniture."""


class Batch(NamedTuple):
    """Guides to be parsed, and the furniture of all."""

    bodies: Sequence[Body]
    furniture: Furniture


class Known(NamedTuple):
    """What is known of guides: their documents by keys, and what they put forward as furniture, as bytes."""

    documents: Mapping[str, StoredDocument] = MappingProxyType({})
    statements: bytes = b""


class Kept(NamedTuple):
    """A document as builds keep it, and its sections as `dump_section` gives them."""

    document: StoredDocument
    sections: tuple[bytes, ...]


class Files(NamedTuple):
    """What a folder gave, and of each guide a digest that stands for its file."""

    folder: Path
    read: Bodies
    digests: Sequence[str]


class Parsing(NamedTuple):
    """The documents of a folder, and what they put forward as furniture, as bytes.

    `sections` are those that are not known, by their digests: who has done with one takes it out, to free its memory.
    """

    collection: Collection[StoredDocument]
    statements: bytes
    sections: dict[str, bytes]


def read_files(folder: Path) -> Files:
    """Read the guides of a folder. Raises NoGuidesError."""
    read = read_bodies(folder)
    return Files(folder, read, [_digest(body) for body in read.bodies])


def worth_loading(files: Files, known: Iterable[StoredDocument]) -> int:
    """Give how many processes are to load at once what guides are analysed with that are not `known`."""
    still = {document.key[:_DIGITS] for document in known}
    bodies = zip(files.digests, files.read.bodies, strict=True)
    new = sum(len(body.text) for digest, body in bodies if digest not in still)
    if new < WORTH_ONE:
        return 0
    return 1 if new < WORTH_ALL else cores()


def parse_files(files: Files, known: Known, spread: Spread) -> Parsing:
    """Give the documents of a folder, the same whatever is known. Raises NoGuidesError."""
    bodies = files.read.bodies
    furniture, statements = _find_furniture(bodies, known.statements)
    cut = _furniture_digest(furniture)
    keys = [digest + cut for digest in files.digests]
    new = [body for body, key in zip(bodies, keys, strict=True) if key not in known.documents]
    parsed = chain.from_iterable(spread(parse_batch, [Batch(some, furniture) for some in batches(new, _LEAST, BATCH)]))
    sections: dict[str, bytes] = {}
    outcomes = [
        _recalled(known.documents[key]) if key in known.documents else _keyed(next(parsed), key, sections)
        for key in keys
    ]
    return Parsing(collected(files.folder, files.read, outcomes), statements, sections)


def _find_furniture(bodies: Sequence[Body], known: bytes) -> tuple[Furniture, bytes]:
    """Give the furniture, and what to remember as bytes: a quarter of the memory."""
    furniture, statements = find_furniture_again([body.whole for body in bodies], load_statements(known))
    return furniture, dump_statements(statements)


def parse_batch(batch: Batch) -> list[Outcome[Kept]]:
    """Give what becomes of some guides."""
    outcomes = (parse_body(body, batch.furniture) for body in batch.bodies)
    return [
        Outcome(o.removed, o.document if isinstance(o.document, GuideError) else kept(o.document)) for o in outcomes
    ]


def kept(document: Document) -> Kept:
    """Give a document as builds keep it."""
    sections = tuple(map(dump_section, document.sections))
    guide = StoredGuide(
        document.guide,
        tuple(section.id for section in document.sections),
        tuple(section.lang for section in document.sections),
        tuple(answers_frequent_question(section) for section in document.sections),
    )
    words = {token.term for token in analyze(document.guide.title).tokens["words"]}
    return Kept(StoredDocument(guide, tuple(sorted(words)), tuple(map(digest_of, sections))), sections)


def _digest(body: Body) -> str:
    """Give what stands for a guide's file."""
    digest = hashlib.blake2b(repr((body.source.id, body.source.path)).encode(), digest_size=_DIGITS // 2)
    digest.update(body.source.text.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _furniture_digest(furniture: Furniture) -> str:
    cut = (sorted(furniture.links), sorted(furniture.endings), sorted(furniture.inside), sorted(furniture.edges))
    return hashlib.blake2b(repr(cut).encode("utf-8", "surrogatepass"), digest_size=_DIGITS // 2).hexdigest()


def _recalled(document: StoredDocument) -> Outcome[StoredDocument]:
    return Outcome(document.removed, document)


def _keyed(outcome: Outcome[Kept], key: str, sections: dict[str, bytes]) -> Outcome[StoredDocument]:
    """Give what became of a guide; its sections are added to `sections`."""
    if isinstance(outcome.document, GuideError):
        return Outcome(outcome.removed, outcome.document)
    document, own = outcome.document
    sections.update(zip(document.digests, own, strict=True))
    return Outcome(outcome.removed, replace(document, key=key, removed=outcome.removed))

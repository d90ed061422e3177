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
from index.guides.collection import Bodies, Body, Collection, Outcome, UnreadError, collected, parse_body, read_bodies
from index.guides.furniture import Furniture
from index.guides.reader import Source
from index.parallel import Spread, batches
from index.stored import StoredDocument, dump_section, stored_guide
from index.titles import answers_frequent_question
from index.witnesses import dump_statements, find_furniture_again, load_statements

BATCH = 10
"""3-100, guides that a process parses at a time. Smaller: a large guide holds up fewer others."""
_LEAST = 3
"""1-BATCH, guides that are worth a batch of their own. Smaller: a small change is parsed by more processes."""
PARSED_HERE = 50_000
"""0-500,000, code points of new guides that this process parses while another loads dictionaries. More: that one waits
for it. Less: it has to parse what this one could."""
_TITLES = 250
"""10-1,000, titles that a process cuts at a time."""
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


def parse_folder(folder: Path, known: Known, spread: Spread) -> Parsing:
    """Give the documents of a folder, the same whatever is known. Raises NoGuidesError.

    A file that is as it is known is read only where its text is needed, and then all are: none may be another by then.
    """
    try:
        return _parsed(_read(folder, known), known, spread)
    except UnreadError:
        return _parsed(_read(folder, Known()), known, spread)


def _read(folder: Path, known: Known) -> Files:
    """Read the guides of a folder, but those that are known. Raises NoGuidesError."""
    before = {document.guide.guide.id: document for document in known.documents.values()}
    read = read_bodies(folder, {guide: document.mark for guide, document in before.items()})
    sources = [body.source for body in read.bodies]
    digests = [_digest(source) if source.text else before[source.id].key[:_DIGITS] for source in sources]
    return Files(folder, read, digests)


def _parsed(files: Files, known: Known, spread: Spread) -> Parsing:
    """Do what `parse_folder` does with what was read. Raises UnreadError where that does not suffice."""
    bodies = files.read.bodies
    furniture, statements = _find_furniture(files, known.statements)
    cut = _furniture_digest(furniture)
    keys = [digest + cut for digest in files.digests]
    new = [body for body, key in zip(bodies, keys, strict=True) if key not in known.documents]
    parse = map if sum(len(body.whole) for body in new) <= PARSED_HERE else spread
    parsed = chain.from_iterable(parse(parse_batch, [Batch(some, furniture) for some in batches(new, _LEAST, BATCH)]))
    sections: dict[str, bytes] = {}
    outcomes = [
        _recalled(known.documents[key], body) if key in known.documents else _keyed(next(parsed), body, key, sections)
        for key, body in zip(keys, bodies, strict=True)
    ]
    return Parsing(collected(files.folder, files.read, outcomes), statements, sections)


def _find_furniture(files: Files, known: bytes) -> tuple[Furniture, bytes]:
    """Give the furniture, and what to remember as bytes: a quarter of the memory."""
    bodies = files.read.bodies
    before = load_statements(known)
    furniture, statements = find_furniture_again(lambda number: bodies[number].whole, files.digests, before)
    return furniture, dump_statements(statements)


def parse_batch(batch: Batch) -> list[Outcome[Kept]]:
    """Give what becomes of some guides."""
    outcomes = (parse_body(body, batch.furniture) for body in batch.bodies)
    return [
        Outcome(o.removed, o.document if isinstance(o.document, GuideError) else kept(o.document)) for o in outcomes
    ]


def kept(document: Document) -> Kept:
    """Give a document as builds keep it, its title not cut."""
    sections = tuple(map(dump_section, document.sections))
    guide = stored_guide(
        document.guide,
        (section.id for section in document.sections),
        (section.lang for section in document.sections),
        (answers_frequent_question(section) for section in document.sections),
    )
    return Kept(StoredDocument(guide, tuple(map(digest_of, sections))), sections)


def with_words(
    documents: Sequence[StoredDocument], spread: Spread, known: Iterable[StoredDocument] = ()
) -> tuple[StoredDocument, ...]:
    """Give documents with the words of their titles; those of titles that `known` ones have are not cut again."""
    words = {document.guide.guide.title: document.words for document in known}
    open_ones = (document.guide.guide.title for document in documents if document.words is None)
    titles = list(dict.fromkeys(title for title in open_ones if title not in words))
    words.update(zip(titles, chain.from_iterable(spread(cut_titles, batches(titles, _TITLES, _TITLES))), strict=True))
    return tuple(replace(one, words=words[one.guide.guide.title]) if one.words is None else one for one in documents)


def cut_titles(titles: Sequence[str]) -> list[tuple[str, ...]]:
    """Give the words of each title, in order."""
    return [tuple(sorted({token.term for token in analyze(title).tokens["words"]})) for title in titles]


def _digest(source: Source) -> str:
    """Give what stands for a guide's file."""
    digest = hashlib.blake2b(repr(source.id).encode(), digest_size=_DIGITS // 2)
    digest.update(source.text.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _furniture_digest(furniture: Furniture) -> str:
    cut = (sorted(furniture.links), sorted(furniture.endings), sorted(furniture.inside), sorted(furniture.edges))
    return hashlib.blake2b(repr(cut).encode("utf-8", "surrogatepass"), digest_size=_DIGITS // 2).hexdigest()


def _recalled(document: StoredDocument, body: Body) -> Outcome[StoredDocument]:
    mark = body.source.mark
    return Outcome(document.removed, document if document.mark == mark else replace(document, mark=mark))


def _keyed(outcome: Outcome[Kept], body: Body, key: str, sections: dict[str, bytes]) -> Outcome[StoredDocument]:
    """Give what became of a guide; its sections are added to `sections`."""
    if isinstance(outcome.document, GuideError):
        return Outcome(outcome.removed, outcome.document)
    document, own = outcome.document
    sections.update(zip(document.digests, own, strict=True))
    whole = replace(document, key=key, mark=body.source.mark, removed=outcome.removed)
    return Outcome(outcome.removed, whole)

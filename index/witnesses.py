"""What guides put forward as furniture, remembered from build to build.

An unchanged guide is read again only if the others changed what of the furniture is known when it is asked, or to name
furniture that was none before. What is put forward are postings, whose keys are digests of texts and whose holders are
guides: what is new is put into what is known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from functools import cache
from io import BytesIO
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import orjson

from index.guides.furniture import VARIANTS, Furniture, Step, count_furniture, families, needed, texts_of
from index.guides.pieces import Line, cut
from index.joining import compared, put_into
from index.packed import Packed
from index.postings import Numbers, Postings, gather

_DIGITS = 32
"""Hex digits of a digest."""


class Statement(NamedTuple):
    """What guides, by their numbers, put forward in a step, by the digests of texts; and what was known by then."""

    known: Furniture
    texts: Postings


class Statements(NamedTuple):
    """The digests of guides, in the order of their numbers, what these put forward, and the furniture that it was."""

    digests: Sequence[str] = ()
    steps: Mapping[Step, Statement] = MappingProxyType({})
    found: Sequence[str] = ()


def find_furniture_again(
    source: Callable[[int], str], digests: Sequence[str], before: Statements
) -> tuple[Furniture, Statements]:
    """Give just what `find_furniture` gives, and what to remember; `before` is what was remembered last.

    A digest stands for each source, which is asked for by its number where it is needed.
    """
    given: dict[Step, Statement] = {}
    numbers, changed = compared(digests, before.digests)
    names = {_digest(text): text for text in before.found}
    used: set[str] = set()

    def texts(number: int, step: Step, known: Furniture) -> Mapping[str, str]:
        return {_digest(text): text for text in texts_of(lines(number), step, known) if text}

    @cache
    def lines(number: int) -> Sequence[Line]:
        return cut(source(number))

    def stated(step: Step, known: Furniture) -> Postings:
        earlier = before.steps.get(step)
        is_known = earlier is not None and earlier.known == known
        some = changed if is_known else range(len(digests))
        whole = gather(dict.fromkeys(texts(number, step, known), 1) for number in some)
        whole = replace(whole, holders=np.array(some, np.int32)[whole.holders])
        if earlier is not None and is_known:
            whole, _ = put_into(earlier.texts, numbers, whole)
        given[step] = Statement(known, whole)
        return whole

    shared = stated("shared", Furniture())
    family = np.array(families(_among(shared), np.bincount(shared.holders, minlength=len(digests)).tolist()), np.int32)

    def repeated(step: Step, known: Furniture, share: float, least: int | None) -> frozenset[str]:
        found = _repeated(stated(step, known), family, needed(family.tolist(), share, least))
        names.update({text: texts(holder, step, known)[text] for text, holder in found.items() if text not in names})
        used.update(repeating := frozenset(map(names.__getitem__, found)))
        return repeating

    return count_furniture(repeated), Statements(tuple(digests), given, sorted(used))


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=_DIGITS // 2).hexdigest()


def _among(shared: Postings) -> list[list[int]]:
    """Give the guides that hold each line, of those lines that some and not too many hold."""
    counts = np.diff(shared.starts)
    some = np.flatnonzero((counts > 1) & (counts <= VARIANTS))
    return [shared.holders[shared.starts[key] : shared.starts[key + 1]].tolist() for key in some]


def _repeated(texts: Postings, family: Numbers, many: int) -> dict[str, int]:
    """Give the digests of what guides of so many families put forward, each with one of these guides."""
    often = np.flatnonzero(np.diff(texts.starts) >= many).tolist()
    holders = {key: texts.holders[texts.starts[key] : texts.starts[key + 1]] for key in often}
    return {
        texts.keys[key].decode(): int(some[0])
        for key, some in holders.items()
        if len(set(family[some].tolist())) >= many
    }


def dump_statements(statements: Statements) -> bytes:
    """Give them as bytes: JSON of what is no array, a line, then arrays."""
    known = {step: _sorted(statement.known) for step, statement in statements.steps.items()}
    file = BytesIO()
    file.write(orjson.dumps([list(statements.digests), list(statements.found), known]) + b"\n")
    for statement in statements.steps.values():
        texts = statement.texts
        for array in (texts.keys.octets, texts.keys.ends, texts.starts, texts.holders):
            np.save(file, array, allow_pickle=False)
    return file.getvalue()


def _sorted(furniture: Furniture) -> Mapping[str, list[str]]:
    return {name: sorted(texts) for name, texts in asdict(furniture).items()}


def load_statements(data: bytes) -> Statements:
    """Give what `dump_statements` wrote; none of nothing."""
    if not data:
        return Statements()
    file = BytesIO(data)
    digests, found, steps = orjson.loads(file.readline())
    known = {
        step: Furniture(**{name: frozenset(texts) for name, texts in some.items()}) for step, some in steps.items()
    }
    return Statements(digests, {step: Statement(some, _load(file)) for step, some in known.items()}, found)


def _load(file: BytesIO) -> Postings:
    octets, ends, starts, holders = (np.load(file, allow_pickle=False) for _ in range(4))
    once, nowhere = np.ones(len(holders), np.uint8), np.zeros(len(holders), np.uint32)
    return Postings(Packed(octets, ends), starts, holders, once, nowhere)

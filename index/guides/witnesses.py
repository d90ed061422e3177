"""What guides put forward as furniture, remembered from build to build.

An unchanged guide is read again only if the others changed what of the furniture is known when it is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import orjson

from index.guides.furniture import Furniture, Step, count_furniture, texts_of
from index.guides.pieces import Line, cut


@dataclass(frozen=True, slots=True)
class Statement:
    """What guides put forward in a step, by the digests of their text, and what was known by then."""

    known: Furniture
    texts: Mapping[str, Collection[str]]


Statements = Mapping[Step, Statement]


def find_furniture_again(
    sources: Sequence[str], digests: Sequence[str], before: Statements
) -> tuple[Furniture, Statements]:
    """Give just what `find_furniture` gives, and what to remember; `before` is what was remembered last.

    Of each source there is a digest that stands for it.
    """
    given: dict[Step, Statement] = {}

    known_texts: dict[str, str] = {}
    """Each text that is put forward, so that memory holds it once."""

    @cache
    def lines(number: int) -> Sequence[Line]:
        return cut(sources[number])

    def evidence(step: Step, known: Furniture) -> Sequence[Collection[str]]:
        earlier = before.get(step)
        still = earlier.texts if earlier and earlier.known == known else {}
        texts = [
            still[digest]
            if digest in still
            else frozenset(known_texts.setdefault(text, text) for text in texts_of(lines(number), step, known))
            for number, digest in enumerate(digests)
        ]
        given[step] = Statement(known, dict(zip(digests, texts, strict=True)))
        return texts

    return count_furniture(evidence), given


def dump_statements(statements: Statements) -> bytes:
    """Give them as JSON: each text once, and the places of texts in that list."""
    numbers: dict[str, int] = {}
    steps = {
        step: {
            "known": {name: sorted(texts) for name, texts in asdict(statement.known).items()},
            "texts": {
                digest: [numbers.setdefault(text, len(numbers)) for text in sorted(texts)]
                for digest, texts in statement.texts.items()
            },
        }
        for step, statement in statements.items()
    }
    return orjson.dumps({"texts": list(numbers), "steps": steps})


def load_statements(data: bytes) -> Statements:
    """Give what `dump_statements` wrote; none of nothing."""
    if not data:
        return {}
    values: dict[str, Any] = orjson.loads(data)  # what dump_statements wrote
    text = values["texts"].__getitem__
    return {
        step: Statement(
            Furniture(**{name: frozenset(texts) for name, texts in entry["known"].items()}),
            {digest: [*map(text, numbers)] for digest, numbers in entry["texts"].items()},
        )
        for step, entry in values["steps"].items()
    }

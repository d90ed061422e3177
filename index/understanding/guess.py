"""What the ways of understanding take and give."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from index.analysis.channels import Channel, Token
from index.documents import Span
from index.parsed_query import Alternative, Origin, Rewriting
from index.reader import GenerationReader


@dataclass(frozen=True, slots=True)
class Typed:
    """A folded query and its tokens by channel, question words left out."""

    folded: str
    tokens: Mapping[Channel, Sequence[Token]]


class Guess(NamedTuple):
    """An alternative for something typed, in one channel."""

    channel: Channel
    typed: str
    alternative: Alternative


@dataclass(frozen=True, slots=True)
class Guesses:
    """What one way of understanding gives. `covered` are pieces of the text that its guesses stand for whole."""

    guesses: tuple[Guess, ...] = ()
    rewritings: tuple[Rewriting, ...] = ()
    covered: tuple[Span, ...] = ()


_PARTS: tuple[tuple[Channel, int], ...] = (("bigrams", 2), ("characters", 1))

Way = Callable[[Typed, GenerationReader], Guesses]


def commonest(reader: GenerationReader, channel: Channel, numbers: Sequence[int], most: int) -> list[str]:
    """Give the terms with these numbers that stand in most sections, `most` at most; equals in their order."""
    impacts = reader.channels[channel]
    chosen = sorted(dict.fromkeys(numbers), key=lambda number: (-impacts.holders(number), number))[:most]
    return [impacts.lexicon.term(number) for number in chosen]


def spelled(typed: str, words: Sequence[str], weight: float, origin: Origin) -> Iterator[Guess]:
    """Give words of Han that something typed may stand for, in every channel.

    Their pairs and characters stand for its first, second and further part: each word is as likely in every channel.
    """
    for word in dict.fromkeys(words):
        yield Guess("words", typed, Alternative(word, weight, origin))
        for channel, size in _PARTS:
            for start in range(len(word) - size + 1):
                part = Alternative(word[start : start + size], weight, origin)
                yield Guess(channel, f"{typed} {start + 1}", part)

"""Pinyin -> the terms of a channel that sound like it: the key is a reading in full, or by initials."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from index.analysis.channels import Channel
from index.analysis.pinyin import initials, readings
from index.analysis.words import regional_words
from index.numbers_by_key import write_numbers

READ_CHANNELS: tuple[Channel, ...] = ("words", "bigrams")
"""Channels whose terms are also found by their pinyin."""


def write_readings(directory: Path, channel: Channel, numbers: Mapping[str, int]) -> None:
    """Write the readings of a channel's terms, and of the words they stand for: CHANNEL.full, CHANNEL.initials."""
    full: dict[str, list[int]] = defaultdict(list)
    short: dict[str, list[int]] = defaultdict(list)
    for term, number in numbers.items():
        if term[0] < "\u3400":
            continue
        names = (term, *regional_words().get(term, ()))
        for key in dict.fromkeys(key for name in names for key in readings(name)):
            full[key].append(number)
        for key in dict.fromkeys(key for name in names if (key := initials(name))):
            short[key].append(number)
    write_numbers(directory, f"{channel}.full", full)
    write_numbers(directory, f"{channel}.initials", short)

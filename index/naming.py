"""Names of generations: the day and, as four digits, a part of it, such as 20261121-e9bd. None is given twice."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

OWN_NAME = re.compile(r"\d{8}-[0-9a-f]{4}")
_PARTS = 1 << 16
"""Of a day: 1.3 seconds each."""


def next_name(names: Iterable[str], now: datetime) -> str:
    """Give a name for a generation that is made now: its time, or what follows on the last of these names.

    The answers that visitors keep are told apart by it, so builds that follow quickly run ahead of the clock.
    """
    time = now.toordinal() * _PARTS + int(now.timestamp() % 86_400 / 86_400 * _PARTS)
    last = max(map(_number, filter(OWN_NAME.fullmatch, names)), default=0)
    day, part = divmod(max(time, last + 1), _PARTS)
    return f"{date.fromordinal(day):%Y%m%d}-{part:04x}"


def _number(name: str) -> int:
    """Give the number of a part of a day; 0 where there is no such day."""
    try:
        return date.fromisoformat(name[:8]).toordinal() * _PARTS + int(name[-4:], 16)
    except ValueError:
        return 0

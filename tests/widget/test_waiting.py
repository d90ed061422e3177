from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

import widget.waiting
from widget.connection import Connection
from widget.waiting import Waiting


def requests(*paths: str) -> list[Connection]:
    return [cast(Connection, SimpleNamespace(heard=f"GET {path} HTTP/1.1".encode(), since=0.0)) for path in paths]


def filled(*conns: Connection) -> Waiting:
    waiting = Waiting()
    for conn in conns:
        waiting.add(conn)
    return waiting


def test_as_long_as_nobody_is_refused_the_first_is_the_next() -> None:
    first, second = requests("/", "/search")
    waiting = filled(first, second)
    assert waiting.refused(2) == []
    assert [waiting.next(), waiting.next()] == [first, second]
    assert len(waiting) == 0


def test_who_waited_longest_is_refused_and_from_then_on_the_newest_is_next() -> None:
    conns = requests("/1", "/2", "/3", "/4")
    waiting = filled(*conns)
    assert waiting.refused(2) == conns[:2]
    assert [waiting.next(), waiting.next()] == [conns[3], conns[2]]


def test_probes_are_not_refused_but_next() -> None:
    alive, ready, search, last = requests("/livez", "/readyz", "/search", "/last")
    waiting = filled(alive, ready, search, last)
    assert waiting.refused(1) == [search]
    assert [waiting.next(), waiting.next(), waiting.next()] == [alive, ready, last]


def test_in_an_overload_who_waits_for_too_long_is_refused_until_nobody_was_for_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 1_000.0
    monkeypatch.setattr(widget.waiting, "monotonic", lambda: now)
    first, second, third, last = requests("/1", "/2", "/3", "/4")
    waiting = filled(first, second)
    now += 2 * widget.waiting.PATIENCE
    assert waiting.refused(2) == []
    waiting.add(third)
    assert waiting.refused(2) == [first]
    now += 2 * widget.waiting.PATIENCE
    assert waiting.refused(2) == [second]
    now += 2 * widget.waiting.CALM_SECONDS
    waiting.add(last)
    assert waiting.refused(2) == []
    assert waiting.next() == third

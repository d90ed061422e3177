from __future__ import annotations

import math
from queue import SimpleQueue
from threading import Event, Thread
from unittest.mock import Mock

import pytest

from widget.lead import Lead


def test_who_is_done_in_time_leads_on() -> None:
    turns: SimpleQueue[tuple[int, bool]] = SimpleQueue()
    lead = Lead(lambda turn: turns.put((turn, lead.risk(lambda: None))), patience=0)
    lead.pass_on()
    turn, is_held = turns.get(timeout=30)
    lead.look()
    assert is_held
    assert lead.is_held(turn)
    assert turns.empty()


def test_who_is_held_up_loses_the_lead_to_another_thread_and_is_told_so() -> None:
    begun, end = Event(), Event()
    turns: SimpleQueue[tuple[int, bool]] = SimpleQueue()

    def lead_once(turn: int) -> None:
        turns.put((turn, lead.risk(hold_up if turn == 1 else lambda: None)))

    def hold_up() -> None:
        begun.set()
        end.wait(30)

    lead = Lead(lead_once, patience=0)
    lead.pass_on()
    assert begun.wait(30)
    lead.look()
    assert turns.get(timeout=30) == (2, True)
    end.set()
    assert turns.get(timeout=30) == (1, False)
    assert lead.is_held(2)


def test_nobody_who_is_given_time_loses_the_lead() -> None:
    begun, end = Event(), Event()

    def lead_once(_turn: int) -> None:
        lead.risk(lambda: begun.set() or end.wait(30))  # type: ignore[func-returns-value]

    lead = Lead(lead_once, patience=1e6)
    lead.pass_on()
    assert begun.wait(30)
    assert math.isclose(lead.look(), 1e6, rel_tol=0.01)
    assert lead.is_held(1)
    end.set()


def test_what_a_leader_fails_with_is_raised_where_all_are_run() -> None:
    def fail(_turn: int) -> None:
        raise OSError("no more files")

    with pytest.raises(OSError, match="no more files"):
        Lead(fail, patience=30).run()


def test_who_lost_the_lead_may_end_and_may_not_fail() -> None:
    begun, end = Event(), Event()

    def lead_until(turn: int) -> None:
        if turn == 1:
            lead.risk(lambda: begun.set() or end.wait(30))  # type: ignore[func-returns-value]
            raise OSError("no more files")
        end.set()
        Event().wait(30)

    lead = Lead(lead_until, patience=0)
    with pytest.raises(OSError, match="no more files"):
        lead.run()
    assert begun.is_set()
    assert not lead.is_held(1)


def test_without_a_further_thread_the_one_that_is_held_up_leads_on(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, end = Event(), Event()
    held: SimpleQueue[bool] = SimpleQueue()

    def lead_once(_turn: int) -> None:
        held.put(lead.risk(lambda: begun.set() or end.wait(30)))  # type: ignore[func-returns-value]

    lead = Lead(lead_once, patience=0)
    lead.pass_on()
    assert begun.wait(30)
    monkeypatch.setattr(Thread, "start", Mock(side_effect=RuntimeError("can't start new thread")))
    lead.look()
    end.set()
    assert held.get(timeout=30)
    assert lead.is_held(1)

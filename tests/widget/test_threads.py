from __future__ import annotations

from threading import Event

import pytest

from widget.threads import Threads


def test_a_call_that_fails_is_logged_and_leaves_its_thread_to_the_next(caplog: pytest.LogCaptureFixture) -> None:
    threads, done = Threads(1), Event()
    threads.submit(lambda: 1 // 0)  # type: ignore[arg-type, return-value]
    threads.submit(done.set)
    assert done.wait(30)
    assert [record.exc_info and record.exc_info[0] for record in caplog.records] == [ZeroDivisionError]
    threads.shutdown(wait=False)

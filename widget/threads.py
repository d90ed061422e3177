"""Threads for calls that nobody waits for: half the work of `concurrent.futures`, which makes a result of each."""

from __future__ import annotations

import logging
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread

_LOG = logging.getLogger(__name__)


class Threads:
    """Runs calls in threads, in the order in which they are submitted; what one raises is logged."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._calls: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        for _ in range(count):
            Thread(target=self._run, daemon=True).start()

    def submit(self, call: Callable[[], None]) -> None:
        """Have a call run as soon as a thread is free."""
        self._calls.put(call)

    def shutdown(self, *, wait: bool) -> None:  # noqa: ARG002 - as gunicorn calls it
        """End the threads once they have run what was submitted."""
        for _ in range(self._count):
            self._calls.put(None)

    def _run(self) -> None:
        while call := self._calls.get():
            try:
                call()
            except Exception as error:  # noqa: BLE001 - the thread is there for the next one as well
                _LOG.error("a call failed", exc_info=error)

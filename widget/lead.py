"""Which thread of a worker leads: one that does everything itself, until something takes it too long."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event, Lock, Thread
from time import monotonic

_LOG = logging.getLogger(__name__)


class Lead:
    """Hands the lead to a new thread when the one that has it is held up.

    Handing each piece of work to another thread and back takes the kernel longer than most pieces take.
    """

    def __init__(self, lead: Callable[[int], None], patience: float) -> None:
        """Take what a leader does, given the number of its turn, and the seconds after which it is held up."""
        self._lead = lead
        self._patience = patience
        self._turn = 0
        self._since: float | None = None
        self._lock = Lock()
        self._ended = Event()
        self._failure: Exception | None = None

    def run(self) -> None:
        """See that some thread leads until the one that does has done. Raises what any of them fails with."""
        self.pass_on()
        while not self._ended.wait(self.look()):
            pass
        if self._failure:
            raise self._failure

    def _begin(self, turn: int) -> None:
        try:
            self._lead(turn)
        except Exception as error:  # noqa: BLE001 - raised again by who runs this
            self._failure = error
        if self._failure or self.is_held(turn):
            self._ended.set()

    def is_held(self, turn: int) -> bool:
        """Tell whether the thread with this turn leads."""
        return turn == self._turn

    def pass_on(self) -> None:
        """Have a new thread lead: the first one, or in place of one that is held up. Raises RuntimeError."""
        before = self._turn, self._since
        self._turn, self._since = self._turn + 1, None
        try:
            Thread(target=self._begin, args=(self._turn,), daemon=True).start()
        except RuntimeError:
            self._turn, self._since = before
            raise

    def look(self) -> float:
        """Pass the lead on if it is held up; give the seconds until it may be. Only one thread may look."""
        with self._lock:
            if self._since is None:
                return self._patience
            waited = monotonic() - self._since
            if waited < self._patience:
                return self._patience - waited
            try:
                self.pass_on()
            except RuntimeError as error:
                _LOG.warning("no thread can be started, so everybody waits for one answer: %s", type(error).__name__)
        return self._patience

    def risk(self, call: Callable[[], None]) -> bool:
        """Make, as the leader, a call that may take long; tell whether this thread leads still."""
        turn, self._since = self._turn, monotonic()
        call()
        with self._lock:
            is_held = turn == self._turn
            if is_held:
                self._since = None
        return is_held

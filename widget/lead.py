"""Which thread of a worker leads: one that does everything itself, until something takes it too long."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock, Thread
from time import monotonic


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

    def is_held(self, turn: int) -> bool:
        """Tell whether the thread with this turn leads."""
        return turn == self._turn

    def pass_on(self) -> None:
        """Have a new thread lead: the first one, or in place of one that is held up."""
        self._turn, self._since = self._turn + 1, None
        Thread(target=self._lead, args=(self._turn,), daemon=True).start()

    def look(self) -> float:
        """Pass the lead on if it is held up; give the seconds until it may be. Only one thread may look."""
        with self._lock:
            if self._since is None:
                return self._patience
            waited = monotonic() - self._since
            if waited < self._patience:
                return self._patience - waited
            self.pass_on()
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

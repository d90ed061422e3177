"""Requests that wait to be answered: who is next, and who is refused."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from time import monotonic

from widget.connection import Connection

PATIENCE = 0.1
"""0.01-1, seconds after which the next request is answered beside one that is not done; in an overload, who waited
longer is refused. Longer: fewer refusals where the load is only just too high, and later answers."""
CALM_SECONDS = 1.0
"""0.1-10: an overload is over when nobody was refused for so long. Longer: slower to trust that it is over."""
_PROBES = (b"GET /livez", b"GET /readyz")


class Waiting:
    """Whole requests, for one thread at a time.

    In an overload the newest request is next, for answers that come late help nobody, until nobody was refused for a
    while.
    """

    def __init__(self) -> None:
        self._requests: deque[Connection] = deque()
        self._probes: deque[Connection] = deque()
        self._calm_from = 0.0

    def __len__(self) -> int:
        return len(self._requests) + len(self._probes)

    def add(self, conn: Connection) -> None:
        """Have a request wait."""
        conn.since = monotonic()
        self._requests.append(conn)

    def next(self) -> Connection:
        """Take the request that is answered next."""
        if self._probes:
            return self._probes.popleft()
        return self._requests.popleft() if monotonic() >= self._calm_from else self._requests.pop()

    def refused(self, room: int) -> list[Connection]:
        """Take those for whom there is no room, but those that only ask whether the process lives: these are next."""
        now = monotonic()
        refused = []
        for conn in self._too_many(room, now):
            if conn.heard.startswith(_PROBES):
                self._probes.append(conn)
            else:
                refused.append(conn)
        if refused:
            self._calm_from = now + CALM_SECONDS
        return refused

    def _too_many(self, room: int, now: float) -> Iterator[Connection]:
        """Take those that have waited longest, where more wait than may or, in an overload, for too long.

        Never the newest: if there is anybody to be answered, somebody is.
        """
        requests, is_calm = self._requests, now >= self._calm_from
        while len(requests) > room or (not is_calm and len(requests) > 1 and now - requests[0].since > PATIENCE):
            yield requests.popleft()

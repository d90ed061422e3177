"""When a search has to end."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment on the clock of `time.perf_counter`; without one there is all the time in the world."""

    at: float = math.inf

    @classmethod
    def within(cls, seconds: float) -> Deadline:
        """Give the moment that lies so many seconds ahead."""
        return cls(time.perf_counter() + seconds)

    @property
    def passed(self) -> bool:
        """Whether it is too late."""
        return time.perf_counter() >= self.at


NEVER = Deadline()

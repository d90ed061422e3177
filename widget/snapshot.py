"""The live searcher of a process: swapped when another generation goes live, never changed in place."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from index.errors import GenerationError
from index.generation import pointer_mark
from index.searcher import Searcher

_LOG = logging.getLogger(__name__)

RETRY_SECONDS = 1.0
"""0.1-60, seconds before a generation that could not be opened is tried again. Shorter: more work while broken."""


@dataclass(frozen=True, slots=True)
class _Live:
    mark: tuple[int, int]
    searcher: Searcher


class Snapshot:
    """Gives the searcher of the live generation. Any thread may call it; a request keeps the one it was given."""

    def __init__(self, data: Path) -> None:
        """Open the live generation. Raises GenerationError."""
        self._data = data
        self._swap = threading.Lock()
        self._refused: tuple[int, int] | None = None
        self._retry_at = 0.0
        self._live = _Live(pointer_mark(data), Searcher.open(data))
        self._live.searcher.warm()

    @property
    def degraded(self) -> bool:
        """Whether a newer generation is live on disk that can't be served."""
        return self._refused is not None

    def searcher(self) -> Searcher:
        """Give the searcher of the live generation, or of the last good one while the live one can't be served."""
        if pointer_mark(self._data) != self._live.mark and self._swap.acquire(blocking=False):
            try:
                self._try_swap()
            finally:
                self._swap.release()
        return self._live.searcher

    def _try_swap(self) -> None:
        mark = pointer_mark(self._data)
        if mark in {self._live.mark, self._refused} and time.monotonic() < self._retry_at:
            return
        try:
            self._live = _Live(mark, Searcher.open(self._data))
            self._refused = None
        except GenerationError as error:
            if self._refused != mark:
                _LOG.error("still serving %s: %s", self._live.searcher.generation.name, error)
            self._refused = mark
            self._retry_at = time.monotonic() + RETRY_SECONDS

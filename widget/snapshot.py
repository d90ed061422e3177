"""The live searcher of a process: swapped when another generation goes live, never changed in place.

Two things can go wrong on disk, and both leave the service answering and `degraded`:

- A newer generation can't be opened: the one that is served stays.
- The files of the one that is served change under it (they are mapped into memory, so a damaged file would show in the
  answers): the newest intact generation takes its place.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from index.errors import GenerationDamagedError, GenerationError
from index.generation import Generation, files_mark, last_good, live_generation, pointer_mark
from index.marks import Mark
from index.schema import fingerprint
from index.searcher import Searcher

_LOG = logging.getLogger(__name__)

RETRY_SECONDS = 1.0
"""0.1-60, seconds before a generation that could not be opened is tried again. Shorter: more work while broken."""
GLANCE_SECONDS = 0.002
"""0-1, seconds between two looks at the pointer. Shorter: a new generation is served sooner; a look asks the kernel."""
CHECK_SECONDS = 0.25
"""0.05-60, seconds between two looks at the files that are served. Shorter: damage is found sooner; a look is some tens
of system calls."""
WAIT_SECONDS = 1.0
"""0.1-10, seconds a request waits while written files are checked that it would be answered from. Longer: fewer
refusals where a large index is only touched; a damaged one is told of later."""
_OUTDATED = (
    "the guides could not be indexed when the service was started, so an earlier index is served; "
    "see the service's log, then index the guides again"
)
_DERIVED = (
    "files of the live index are missing: what they hold is derived whenever it is opened, which is slow; "
    "index the guides again"
)


@dataclass(frozen=True, slots=True)
class _Served:
    """A searcher, and the marks its files had before they were verified. A stand-in has no mark of a pointer."""

    searcher: Searcher
    files: Mark
    pointer: Mark | None = None

    @property
    def is_untouched(self) -> bool:
        """Whether its files are as they were."""
        return files_mark(self.searcher.generation) == self.files

    @property
    def is_written(self) -> bool:
        """Whether somebody wrote into its files, so that reading them may end the process. Missing ones do no harm."""
        return not {*files_mark(self.searcher.generation)[1:]} <= {*self.files[1:]}  # the first is the directory

    @property
    def is_usable(self) -> bool:
        """Whether it can go on answering: files that were removed as a whole live on until they are closed."""
        return self.is_untouched or not self.searcher.generation.path.exists()


def _open(generation: Generation, pointer: Mark | None = None) -> _Served:
    files = files_mark(generation)
    return _Served(Searcher(generation), files, pointer)


class Snapshot:
    """Gives the searcher of the live generation. Any thread may call it; a request keeps the one it was given."""

    def __init__(self, data: Path, *, is_outdated: bool = False) -> None:
        """Open the live generation, or the last good one where that is damaged. Raises GenerationError.

        `is_outdated` says that it is served for want of the one that was to be built.
        """
        self._data = data
        self._is_outdated = is_outdated
        self._swap = threading.Lock()
        self._sound = threading.Event()
        self._sound.set()
        self._refused: Mark | None = None
        self._lost: GenerationError | None = None
        self._look_at = self._glance_at = 0.0
        pointer = pointer_mark(data)
        try:
            self._served = _open(live_generation(self._data), pointer)
        except GenerationDamagedError as error:
            self._refuse(pointer, error)
            self._served = self._stand_in(error)
        self._served.searcher.warm()

    @property
    def degraded(self) -> bool:
        """Whether the generation that is live on disk can't be served, only with much work, or for want of another."""
        return self.reason is not None

    @property
    def reason(self) -> str | None:
        """Why the service is degraded, for people; None if it is not."""
        if self._refused is not None:
            return "the live index can't be served; index the guides again"
        if self._served.searcher.is_derived:
            return _DERIVED
        return _OUTDATED if self._is_outdated else None

    @property
    def age(self) -> timedelta:
        """The time since the served generation was built."""
        return datetime.now(UTC) - datetime.fromisoformat(self._served.searcher.generation.manifest.built)

    def searcher(self) -> Searcher:
        """Give the searcher of the live generation, or of the last good one while the live one can't be served.

        Raises GenerationError where none is left, or where checking files that were written takes too long.
        """
        now = time.monotonic()
        if now >= self._glance_at:
            self._glance_at = now + GLANCE_SECONDS
            if now >= self._look_at or pointer_mark(self._data) != self._served.pointer:
                self.look()
        # to ask takes no lock, as waiting does
        if not self._lost and not (self._sound.is_set() or self._sound.wait(WAIT_SECONDS)):
            raise GenerationDamagedError(self._served.searcher.generation.path, "was written into and is being checked")
        if self._lost:
            raise self._lost.with_traceback(None)
        return self._served.searcher

    def look(self) -> None:
        """Take up what is on disk, unless another thread is about it."""
        if self._swap.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._sound.set()
                self._swap.release()

    def _look(self) -> None:
        pointer = pointer_mark(self._data)
        if pointer == self._served.pointer and self._served.is_untouched and not self._lost:
            self._look_at = time.monotonic() + CHECK_SECONDS
        elif pointer != self._refused or time.monotonic() >= self._look_at:
            if self._served.is_written:
                self._sound.clear()  # nobody reads what may be cut short while it is checked
            self._renew(pointer)

    def _renew(self, pointer: Mark) -> None:
        try:
            name = self._served.searcher.generation.name
            self._served = _open(live_generation(self._data), pointer)
            self._is_outdated &= name == self._served.searcher.generation.name
            self._refused = self._lost = None
        except GenerationError as error:
            self._refuse(pointer, error)
            if self._lost or not self._served.is_usable:
                self._replace(error)

    def _replace(self, error: GenerationError) -> None:
        try:
            self._served = self._stand_in(error)
            self._lost = None
        except GenerationError as lost:
            self._lost = lost

    def _stand_in(self, error: GenerationError) -> _Served:
        """Give the last good generation in place of what `error` says of the live one."""
        good = last_good(self._data, fingerprint())
        if good is None:
            raise error
        return _open(good)

    def _refuse(self, pointer: Mark, error: GenerationError) -> None:
        if self._refused != pointer:
            _LOG.error("still serving the last good index: %s", error)
        self._refused = pointer
        self._look_at = time.monotonic() + RETRY_SECONDS

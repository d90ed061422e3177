"""Counters that all workers share, for `limits`: its own memory storage would let every worker count for itself."""

from __future__ import annotations

import fcntl
import hashlib
import math
import mmap
import os
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from limits.storage import Storage

SLOTS = 16_384
"""1,024-1,048,576. Clients beyond some three quarters of it within one window share counters, and are refused too
early, never too late."""
_BUCKET = 8
"""Slots that are looked through at once. A key has the choice of two buckets and takes the emptier one: these fill up
evenly (Azar, Broder, Karlin, Upfal: Balanced Allocations, 1999)."""
_SLOT = struct.Struct("<8sdQ")  # digest of the key, when it ends on the monotonic clock, count
_BUCKET_SIZE = _BUCKET * _SLOT.size


class SharedCounters(Storage):
    """Counters by key in memory that processes forked from this one share. A process that dies locks nobody out."""

    STORAGE_SCHEME = None

    def __init__(self) -> None:
        super().__init__()
        self._file = os.memfd_create("helpwidget-counters")
        os.ftruncate(self._file, SLOTS * _SLOT.size)
        self._table = mmap.mmap(self._file, SLOTS * _SLOT.size)
        self._one_thread = threading.Lock()

    @property
    def base_exceptions(self) -> type[Exception]:
        """What `limits` would wrap: the kernel refusing a lock."""
        return OSError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Add to a counter that ends `expiry` seconds after its first addition; give what it holds now."""
        now = time.monotonic()
        with self._alone():
            place, digest, end, count = self._find(key, now)
            count = count + amount if end > now else amount
            _SLOT.pack_into(self._table, place, digest, end if end > now else now + expiry, count)
        return count

    def get(self, key: str) -> int:
        """Give what a counter holds."""
        now = time.monotonic()
        with self._alone():
            _, _, end, count = self._find(key, now)
        return count if end > now else 0

    def get_expiry(self, key: str) -> float:
        """Give when a counter ends, in seconds since 1970."""
        return time.time() + self.seconds_left(key)

    def seconds_left(self, key: str) -> int:
        """Give the whole seconds until a counter starts anew, 1 at least."""
        now = time.monotonic()
        with self._alone():
            end = self._find(key, now)[2]
        return max(1, math.ceil(end - now))

    def check(self) -> bool:
        """Tell that the counters are there."""
        return True

    def reset(self) -> int | None:
        """Forget all counters."""
        with self._alone():
            self._table[:] = bytes(len(self._table))
        return None

    def clear(self, key: str) -> None:
        """Forget a counter."""
        with self._alone():
            place = self._find(key, time.monotonic())[0]
            self._table[place : place + _SLOT.size] = bytes(_SLOT.size)

    def _find(self, key: str, now: float) -> tuple[int, bytes, float, int]:
        """Give the place of a key's counter and what stands there: its own, a free one, or one it must share."""
        hashed = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        digest, starts = hashed[:8], (_start(hashed[8:12]), _start(hashed[12:]))
        slots = [slot for start in starts for slot in _SLOT.iter_unpack(self._table[start : start + _BUCKET_SIZE])]
        chosen = next((n for n, (held, end, _) in enumerate(slots) if held == digest and end > now), None)
        if chosen is None:
            one, other = ([n for n in range(at, at + _BUCKET) if slots[n][1] <= now] for at in (0, _BUCKET))
            chosen = next(iter(one if len(one) >= len(other) else other), 0)
        held, end, count = slots[chosen]
        place = starts[chosen // _BUCKET] + chosen % _BUCKET * _SLOT.size
        return place, held if end > now else digest, end, count

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other threads out by a lock in this process, other processes by one that the kernel frees with us."""
        with self._one_thread:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)


def _start(hashed: bytes) -> int:
    """Give where the bucket stands that a part of a key's digest chooses."""
    return int.from_bytes(hashed, "little") % (SLOTS // _BUCKET) * _BUCKET_SIZE

"""Work spread over processes; results come in the order of the work, whatever the number of processes."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from typing import Protocol, TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")


class Spread(Protocol):
    """Gives `work(item)` for each item, in their order, as the builtin `map` does."""

    def __call__(self, work: Callable[[Given], Made], items: Iterable[Given], /) -> Iterator[Made]:
        """Give what the work makes of each item."""


def cores() -> int:
    """Give how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def batches(items: Sequence[Given], least: int, most: int) -> list[Sequence[Given]]:
    """Give items in batches: one for each processor, but with `least` items or more, and `most` or fewer."""
    size = max(least, min(most, -(-len(items) // cores())))
    return [items[start : start + size] for start in range(0, len(items), size)]


@contextmanager
def spreading(
    processes: int, unshared: Sequence[int] = (), prepare: Callable[[], object] | None = None
) -> Iterator[Spread]:
    """Give a way to spread work over processes, which end with the block.

    They start when there are two items to do, or at once where there is something to `prepare`, and from then on do
    everything; where there would be only one of them that prepares nothing, this one does it. The work is a function of
    a module, and it and the items can be pickled. What it raises is raised here, and BrokenExecutor where a process was
    killed: a pool of `multiprocessing` would wait for its result for ever. `unshared` are handles that they let go of:
    what is locked by one is locked until the last has closed it.
    """
    pool = _pool(processes, unshared) if processes > 1 or prepare else None
    if pool is None:
        yield map
        return

    started = prepare is not None

    def spread(work: Callable[[Given], Made], items: Iterable[Given]) -> Iterator[Made]:
        nonlocal started
        rest = iter(items)
        first = list(islice(rest, 2))
        started = started or len(first) > 1
        if not started:
            return map(work, first)
        return _in_order(pool, work, chain(first, rest), 2 * processes)

    try:
        if prepare:
            for _ in range(processes):
                pool.submit(prepare)
        yield spread
    finally:
        pool.shutdown(cancel_futures=True)


def _pool(processes: int, unshared: Sequence[int]) -> ProcessPoolExecutor | None:
    """Give a pool, or nothing where the shared memory that its locks need can't be written."""
    method = _method()
    try:
        return ProcessPoolExecutor(processes, get_context(method), _begin, (unshared if method == "fork" else (),))
    except OSError:
        return None


def _in_order(pool: Executor, work: Callable[[Given], Made], items: Iterable[Given], most: int) -> Iterator[Made]:
    """Begin now, and give `work(item)` for each item; no more than `most` wait at a time, to hold no more in memory."""
    rest = iter(items)
    begun: deque[Future[Made]] = deque(pool.submit(work, item) for item in islice(rest, most))

    def each() -> Iterator[Made]:
        while begun:
            yield begun.popleft().result()
            begun.extend(pool.submit(work, item) for item in islice(rest, 1))

    return each()


def _method() -> str:
    """Give how processes are started: forks share the dictionaries, but would copy the locks of other threads."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _begin(unshared: Sequence[int]) -> None:
    for handle in unshared:
        os.close(handle)
    _end_with_parent()


def _end_with_parent() -> None:
    """End this process when its parent does, however that ends, and not before: Ctrl-C is the parent's to hear."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()


def _follow(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)

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
from multiprocessing.synchronize import Semaphore
from typing import NamedTuple, Protocol, TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")
FEW = 2
"""2-100, items that are left to the processes that prepared. Larger: more work waits for these while others idle."""


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
    processes: int, unshared: Sequence[int] = (), prepare: Sequence[Callable[[], object]] = ()
) -> Iterator[Spread]:
    """Give a way to spread work over so many processes, which start when there are two items and end with the block.

    What there is to `prepare` is done at once, each by a process of its own. These do everything until there are more
    than `FEW` items at a time: then the others begin too, which prepare nothing. `unshared` are handles that processes
    let go of: what is locked by one is locked until the last has closed it.

    The work is a function of a module, and it and the items can be pickled. What it or what was prepared raises is
    raised where there is something to do, and BrokenExecutor where a process was killed: a pool of `multiprocessing`
    would wait for its result for ever.
    """
    pool = _pool(processes, unshared, len(prepare)) if processes > 1 else None
    if pool is None:
        yield map
        return

    started = bool(prepare)

    def spread(work: Callable[[Given], Made], items: Iterable[Given]) -> Iterator[Made]:
        nonlocal started
        rest = iter(items)
        first = list(islice(rest, FEW + 1))
        started = started or len(first) > 1
        if not started or not first:  # nothing to do need not wait for who prepares
            return map(work, first)
        if not prepare or len(first) > FEW:
            _open(pool.gate, processes)
        return _in_order(pool.executor, work, chain(first, rest), 2 * processes, prepared)

    try:
        prepared = [pool.executor.submit(work) for work in prepare]
        yield spread
    finally:
        _open(pool.gate, processes)
        pool.executor.shutdown(cancel_futures=True)


class _Pool(NamedTuple):
    """Processes, each of which goes through the gate before it begins: so many are let in at once."""

    executor: ProcessPoolExecutor
    gate: Semaphore


def _pool(processes: int, unshared: Sequence[int], at_once: int) -> _Pool | None:
    """Give a pool, or nothing where the shared memory that its locks need can't be written."""
    method = _method()
    context = get_context(method)
    try:
        gate = context.Semaphore(at_once)
        begin = gate, (unshared if method == "fork" else ())
        return _Pool(ProcessPoolExecutor(processes, context, _begin, begin), gate)
    except OSError:
        return None


def _open(gate: Semaphore, processes: int) -> None:
    """Let all in. That one who waited was killed holds up nobody: a semaphore doesn't look who goes through."""
    for _ in range(processes):
        gate.release()


def _in_order(
    pool: Executor,
    work: Callable[[Given], Made],
    items: Iterable[Given],
    most: int,
    prepared: Iterable[Future[object]],
) -> Iterator[Made]:
    """Begin now, and give `work(item)` for each item, or raise what was raised by what was prepared for it.

    No more than `most` wait at a time, to hold no more in memory.
    """
    rest = iter(items)
    begun: deque[Future[Made]] = deque(pool.submit(work, item) for item in islice(rest, most))

    def each() -> Iterator[Made]:
        for future in prepared:
            future.result()
        while begun:
            yield begun.popleft().result()
            begun.extend(pool.submit(work, item) for item in islice(rest, 1))

    return each()


def _method() -> str:
    """Give how processes are started: forks share the dictionaries, but would copy the locks of other threads."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _begin(gate: Semaphore, unshared: Sequence[int]) -> None:
    for handle in unshared:
        os.close(handle)
    _end_with_parent()
    gate.acquire()


def _end_with_parent() -> None:
    """End this process when its parent does, however that ends, and not before: Ctrl-C is the parent's to hear."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()


def _follow(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from index.parallel import batches, cores, spreading


def squared(number: int) -> int:
    return number * number


def process(_number: int) -> int:
    return os.getpid()


def refused(_number: int) -> int:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("processes", [0, 1, 3])
def test_results_come_in_the_order_of_the_work(processes: int) -> None:
    with spreading(processes) as spread:
        assert list(spread(squared, range(50))) == [number * number for number in range(50)]


def test_work_is_done_by_other_processes_only_where_there_are_several() -> None:
    with spreading(1) as spread:
        assert set(spread(process, range(3))) == {os.getpid()}
    with spreading(2) as spread:
        assert os.getpid() not in set(spread(process, range(3)))


def test_processes_that_have_started_do_everything() -> None:
    with spreading(2) as spread:
        assert list(spread(process, [0])) == [os.getpid()]
        list(spread(process, range(2)))
        assert os.getpid() not in set(spread(process, [0]))


def noted(folder: str) -> None:
    """Prepare for so long that a process that waits for work would have come first."""
    time.sleep(0.2)
    Path(folder, str(os.getpid())).touch()


def met(folder: str, number: int) -> int:
    """Wait until three processes are at work."""
    Path(folder, str(os.getpid())).touch()
    until = time.monotonic() + 30
    while len(list(Path(folder).iterdir())) < 3 and time.monotonic() < until:
        time.sleep(0.01)
    return process(number)


@pytest.mark.parametrize("some", [1, 2])
def test_little_is_done_by_the_one_that_prepared(tmp_path: Path, some: int) -> None:
    with spreading(3, prepare=[partial(noted, str(tmp_path))]) as spread:
        for _ in range(5):
            done_by = set(spread(process, range(some)))
            assert {path.name for path in tmp_path.iterdir()} == set(map(str, done_by))


def test_much_is_done_by_all_whoever_prepared(tmp_path: Path) -> None:
    with spreading(3, prepare=[partial(noted, str(tmp_path))]) as spread:
        list(spread(process, range(2)))
        done_by = set(spread(partial(met, str(tmp_path)), range(3)))
        assert len(done_by) == 3
        assert {path.name for path in tmp_path.iterdir()} == set(map(str, done_by))


def test_each_prepares_in_a_process_of_its_own(tmp_path: Path) -> None:
    with spreading(3, prepare=[partial(noted, str(tmp_path))] * 2) as spread:
        list(spread(process, [0]))
    assert len(list(tmp_path.iterdir())) == 2


def test_what_preparing_raises_is_raised_here() -> None:
    with (
        spreading(2, prepare=[partial(refused, 0)]) as spread,
        pytest.raises(OSError, match="No space left"),
    ):
        list(spread(process, [0]))


def prepared_when_told(folder: str) -> None:
    until = time.monotonic() + 30
    while not Path(folder, "told").exists() and time.monotonic() < until:
        time.sleep(0.01)
    Path(folder, "prepared").touch()


def test_nothing_to_do_does_not_wait_for_who_prepares(tmp_path: Path) -> None:
    with spreading(2, prepare=[partial(prepared_when_told, str(tmp_path))]) as spread:
        assert list(spread(process, [])) == []
        assert not (tmp_path / "prepared").exists()
        (tmp_path / "told").touch()


def test_where_this_process_does_the_work_nothing_is_prepared(tmp_path: Path) -> None:
    with spreading(1, prepare=[partial(noted, str(tmp_path))]) as spread:
        assert list(spread(process, [0])) == [os.getpid()]
    assert list(tmp_path.iterdir()) == []


def test_few_items_are_parted_among_the_processors_and_many_are_kept_in_small_batches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("index.parallel.cores", lambda: 2)
    sizes = {n: [len(batch) for batch in batches(range(n), 3, 10)] for n in (0, 1, 3, 5, 8, 25)}
    assert sizes == {0: [], 1: [1], 3: [3], 5: [3, 2], 8: [4, 4], 25: [10, 10, 5]}
    assert [number for batch in batches(range(25), 3, 10) for number in batch] == list(range(25))


def test_without_shared_memory_this_process_does_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.parallel.ProcessPoolExecutor", lambda *_arguments: refused(0))
    with spreading(2) as spread:
        assert set(spread(process, range(3))) == {os.getpid()}


@pytest.mark.parametrize("processes", [1, 2])
def test_what_the_work_raises_is_raised_here(processes: int) -> None:
    with spreading(processes) as spread, pytest.raises(OSError, match="No space left"):
        list(spread(refused, [1]))


def touched(path: str) -> None:
    Path(path).touch()


def test_work_begins_before_its_results_are_asked_for(tmp_path: Path) -> None:
    paths = [str(tmp_path / name) for name in "ab"]
    with spreading(2) as spread:
        results = spread(touched, paths)
        until = time.monotonic() + 30
        while not all(map(os.path.exists, paths)) and time.monotonic() < until:
            time.sleep(0.01)
        assert all(map(os.path.exists, paths))
        assert list(results) == [None, None]


def asked(given: list[int], number: int) -> int:
    given.append(number)
    return number


def test_no_more_is_asked_for_than_waits() -> None:
    given: list[int] = []
    with spreading(2) as spread:
        results = spread(squared, (asked(given, number) for number in range(50)))
        assert len(given) == 4
        assert [next(results), len(given)] == [0, 4]
        assert [next(results), len(given)] == [1, 5]


def test_there_is_a_core() -> None:
    assert cores() >= 1


HANG = """
import os, time
from index.parallel import spreading
def hang(_):
    os.write(1, f"{os.getpid()}\\n".encode())
    time.sleep(60)
with spreading(2) as spread:
    list(spread(hang, [1, 2]))
"""


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="processes are not listed here")
def test_processes_end_with_the_one_that_started_them() -> None:
    command = [sys.executable, "-W", "ignore", "-c", HANG]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as started:
        assert started.stdout is not None
        pids = [int(started.stdout.readline()) for _ in range(2)]
        started.send_signal(signal.SIGKILL)
        started.wait(30)
        until = time.monotonic() + 30
        while any(Path(f"/proc/{pid}/cmdline").exists() for pid in pids) and time.monotonic() < until:
            time.sleep(0.05)
        assert [pid for pid in pids if Path(f"/proc/{pid}/cmdline").exists()] == []


KILLED = """
import os, signal
from concurrent.futures import BrokenExecutor
from index.parallel import spreading
def killed(_):
    os.kill(os.getpid(), signal.SIGKILL)
try:
    with spreading(2) as spread:
        list(spread(killed, range(4)))
except BrokenExecutor:
    print("said so")
"""


def test_a_process_that_is_killed_is_not_waited_for() -> None:
    command = [sys.executable, "-W", "ignore", "-c", KILLED]
    assert subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout == "said so\n"

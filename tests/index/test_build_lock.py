from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from index.build_lock import build_lock
from index.errors import BuildRunningError, DataDirectoryError
from index.generation import live_generation
from index.publication import new_directory
from tests.index.generations import make, names, refuse
from tests.widget.commands import write_guides


def test_what_failed_is_told_though_what_it_wrote_can_not_be_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        new_directory(tmp_path)
        monkeypatch.setattr("index.removal.shutil.rmtree", refuse)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), build_lock(tmp_path, 0):
        fail()


HOLD = """
import sys, time
from pathlib import Path
from index.build_lock import build_lock
from index.publication import new_directory
with build_lock(Path(sys.argv[1]), 0):
    print(new_directory(Path(sys.argv[1])), flush=True)
    sys.stdin.read()
"""


def hold(data: Path) -> subprocess.Popen[str]:
    """A process that holds the lock until its input ends, and has begun to build."""
    command = [sys.executable, "-W", "ignore", "-c", HOLD, str(data)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert "building" in process.stdout.readline()
    return process


def end(process: subprocess.Popen[str]) -> None:
    process.communicate(timeout=30)


def test_a_second_build_says_that_another_one_runs(tmp_path: Path) -> None:
    process = hold(tmp_path)
    try:
        with pytest.raises(BuildRunningError, match="another build still runs"), build_lock(tmp_path, 0.1):
            pass
    finally:
        end(process)


def test_a_second_build_waits_for_the_first(tmp_path: Path) -> None:
    process = hold(tmp_path)
    assert process.stdin
    process.stdin.close()
    with build_lock(tmp_path, 30):
        assert process.wait(timeout=30) == 0
    assert process.stdout
    process.stdout.close()


def test_who_waits_for_a_build_asks_again_now_and_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0
    lock = fcntl.flock

    def counted(handle: int, operation: int) -> None:
        nonlocal asked
        asked += 1
        lock(handle, operation)

    monkeypatch.setattr(fcntl, "flock", counted)
    with build_lock(tmp_path, 0):
        asked = 0
        with pytest.raises(BuildRunningError), build_lock(tmp_path, 0.3):
            pass
    assert 2 <= asked <= 10


def test_a_killed_build_blocks_nobody_and_leaves_nothing(tmp_path: Path) -> None:
    live = make(tmp_path)
    process = hold(tmp_path)
    process.send_signal(signal.SIGKILL)
    end(process)
    assert live_generation(tmp_path) == live
    after = make(tmp_path)
    assert names(tmp_path) == sorted([live.name, after.name])


SPREAD = """
import os, sys, time
from pathlib import Path
from index import builder
builder.cores = lambda: 2
def stand(done, total):
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    if children:
        print(*children, flush=True)
        time.sleep(60)
builder.build(Path(sys.argv[1]), Path(sys.argv[2]), stand)
"""


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="processes are not listed here")
def test_a_killed_build_blocks_nobody_even_while_processes_that_it_started_live_on(tmp_path: Path) -> None:
    write_guides(tmp_path / "guides", {f"g{n}": f"# 标题 {n}\n\n退款 {n}。\n" for n in range(30)})
    command = [sys.executable, "-W", "ignore", "-c", SPREAD, str(tmp_path / "guides"), str(tmp_path / "data")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        children = [int(child) for child in process.stdout.readline().split()]
        try:
            for child in children:
                os.kill(child, signal.SIGSTOP)
            process.kill()
            process.wait(30)
            with build_lock(tmp_path / "data", 0):
                assert len(children) > 1
        finally:
            for child in children:
                os.kill(child, signal.SIGKILL)


def test_a_build_that_fails_leaves_nothing_of_what_it_wrote(tmp_path: Path) -> None:
    live = make(tmp_path)

    def fail() -> None:
        (new_directory(tmp_path) / "half").write_text("half")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), build_lock(tmp_path, 0):
        fail()
    assert names(tmp_path) == [live.name]


def test_the_lock_is_let_go_after_a_failure(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), build_lock(tmp_path, 0):
        raise ZeroDivisionError
    make(tmp_path)


@pytest.mark.parametrize(("data", "says"), [("file", "File exists"), ("file/below", "Not a directory")])
def test_where_nothing_can_be_written_it_says_so(tmp_path: Path, data: str, says: str) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(DataDirectoryError, match=rf"can't be written \({says}\)"), build_lock(tmp_path / data, 0):
        pass

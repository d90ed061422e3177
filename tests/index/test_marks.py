from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from index.marks import is_kept, keep_mark, lasting_mark, mark_of, settle


def touch(path: Path) -> None:
    os.utime(path, (1, 1))


def replace(path: Path) -> None:
    path.with_name("new").write_bytes(path.read_bytes())
    path.with_name("new").replace(path)


@pytest.mark.parametrize("change", [lambda path: path.write_bytes(b"b"), touch, replace, Path.unlink])
def test_a_mark_changes_with_its_files_and_no_other(tmp_path: Path, change: Callable[[Path], object]) -> None:
    paths = [tmp_path / name for name in "ab"]
    for path in paths:
        path.write_bytes(b"a")
    settle(paths)
    before, other = mark_of(*paths), mark_of(paths[1])
    assert mark_of(*paths) == before
    change(paths[0])
    assert mark_of(*paths) != before
    assert mark_of(paths[1]) == other


def test_a_file_has_one_mark_however_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a")
    assert mark_of(f"{tmp_path}/a") == mark_of(tmp_path / "a")


def test_nothing_has_no_mark(tmp_path: Path) -> None:
    assert mark_of(tmp_path / "none") == ()


def test_files_that_rested_are_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    (tmp_path / "a").touch()
    written = (tmp_path / "a").stat().st_ctime
    monkeypatch.setattr(time, "sleep", slept.append)
    for now in (written, written + 60, written - 60):
        monkeypatch.setattr(time, "time", lambda now=now: now)
        settle([tmp_path / "a"])
    just, rested, from_the_future = slept
    assert rested == 0
    assert just == pytest.approx(from_the_future, abs=1e-6)
    assert 0 < just < 1


def test_the_mark_of_a_file_lasts_once_a_later_change_has_another_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").touch()
    status = (tmp_path / "a").stat()
    for after, lasts in ((-60, False), (0, False), (2, False), (10, True)):
        monkeypatch.setattr(time, "time", lambda after=after: status.st_ctime + after)
        assert lasting_mark(status) == (mark_of(tmp_path / "a")[0] if lasts else ())


def test_a_mark_lasts_only_where_a_file_system_counts_in_parts_of_seconds() -> None:
    for nanoseconds, lasts in ((5_000_000_001, True), (5_000_000_000, False)):
        status = SimpleNamespace(st_ino=1, st_size=2, st_mtime_ns=3, st_ctime_ns=nanoseconds, st_ctime=5.0)
        assert lasting_mark(status) == ((1, 2, 3, nanoseconds) if lasts else ())


def test_a_mark_is_kept_for_its_name_alone(tmp_path: Path) -> None:
    keep_mark(tmp_path / "kept", "one", ((1, 2), (3, 4)))
    assert is_kept(tmp_path / "kept", "one", ((1, 2), (3, 4)))
    assert not is_kept(tmp_path / "kept", "two", ((1, 2), (3, 4)))
    assert not is_kept(tmp_path / "kept", "one", ((1, 2),))
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_a_mark_that_cannot_be_written_is_not_kept(tmp_path: Path) -> None:
    keep_mark(tmp_path / "none" / "kept", "one", ())
    assert not is_kept(tmp_path / "none" / "kept", "one", ())
    (tmp_path / "kept").mkdir()
    keep_mark(tmp_path / "kept", "one", ())
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]

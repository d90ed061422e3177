from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from index.build_lock import build_lock
from index.errors import (
    BuildRunningError,
    DataDirectoryError,
    GenerationMissingError,
    NoEarlierGenerationError,
)
from index.generation import live_generation, live_name, verify
from index.publication import roll_back
from tests.index.generations import damage, make, names


def test_nobody_else_may_read_an_index(tmp_path: Path) -> None:
    data = tmp_path / "deep" / "data"
    made = make(data)
    assert {path.stat().st_mode & 0o777 for path in (data, data / "generations", made.path)} == {0o700}
    assert (data / "lock").stat().st_mode & 0o777 == 0o600


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The paths that are synced from now on, one by one."""
    paths: list[Path] = []
    sync = os.fsync

    def told(handle: int) -> None:
        paths.append(Path(f"/proc/self/fd/{handle}").readlink())
        sync(handle)

    monkeypatch.setattr(os, "fsync", told)
    return paths


def test_new_folders_are_synced_where_they_are_named_and_older_ones_are_left_alone(
    tmp_path: Path, synced: list[Path]
) -> None:
    data = tmp_path / "deep" / "data"
    make(data)
    assert {tmp_path, data.parent} <= set(synced)
    assert tmp_path.parent not in synced
    synced.clear()
    make(data)
    assert [path for path in synced if not path.is_relative_to(data)] == []


def test_all_of_a_generation_is_synced_before_the_pointer_and_the_pointer_before_its_folder(
    tmp_path: Path, synced: list[Path]
) -> None:
    made = make(tmp_path, a="1", b="2")
    pointer = synced.index(tmp_path / ".live")
    before = {path.name for path in synced[:pointer]}
    assert {"a", "b", "manifest.json", f".building-{made.name}", "generations"} <= before
    assert synced[pointer + 1 :] == [tmp_path]


def test_no_file_stays_open_after_a_build(tmp_path: Path) -> None:
    def opened() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    before = opened()
    make(tmp_path)
    assert opened() == before


def test_the_one_before_is_kept_and_older_ones_go(tmp_path: Path) -> None:
    first, second, third = (make(tmp_path) for _ in range(3))
    assert live_name(tmp_path) == third.name
    assert names(tmp_path) == sorted([second.name, third.name])
    assert not first.path.exists()
    verify(second, "f")


def test_the_one_that_was_live_is_kept_and_not_one_that_never_was(tmp_path: Path) -> None:
    first, second = (make(tmp_path) for _ in range(2))
    roll_back(tmp_path, "f", 0)
    third = make(tmp_path)
    assert names(tmp_path) == sorted([first.name, third.name])
    assert not second.path.exists()


def test_where_the_one_that_was_live_is_damaged_the_newest_intact_one_is_kept(tmp_path: Path) -> None:
    first, second = (make(tmp_path) for _ in range(2))
    damage(second.path / "a.txt")
    third = make(tmp_path)
    assert names(tmp_path) == sorted([first.name, third.name])


def test_an_old_one_that_was_removed_in_part_is_not_taken_for_the_one_before(tmp_path: Path) -> None:
    first, second = (make(tmp_path, a="1", b="2") for _ in range(2))
    (first.path / "a").unlink()
    third = make(tmp_path)
    assert names(tmp_path) == sorted([second.name, third.name])


def test_what_others_put_beside_generations_stays(tmp_path: Path) -> None:
    make(tmp_path, a="1")
    (tmp_path / "generations" / "backup").mkdir()
    (tmp_path / "generations" / "note.txt").write_text("mine")
    for content in ("2", "3"):
        make(tmp_path, a=content)
    assert {"backup", "note.txt"} < {path.name for path in (tmp_path / "generations").iterdir()}


def test_a_file_that_is_named_as_generations_are_stays(tmp_path: Path) -> None:
    make(tmp_path)
    (tmp_path / "generations" / "20260101-0000").write_text("mine")
    for _ in range(3):
        make(tmp_path)
    assert (tmp_path / "generations" / "20260101-0000").read_text() == "mine"


def test_no_name_is_given_twice_however_quickly_builds_follow(tmp_path: Path) -> None:
    given = [make(tmp_path).name for _ in range(9)]
    assert given == sorted(set(given))


def test_where_no_generation_can_be_put_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "generations").write_text("")
    with pytest.raises(DataDirectoryError, match=r"generations: can't be written \(File exists\)"):
        make(tmp_path)


def test_a_failed_build_leaves_nothing_on_the_disk(tmp_path: Path) -> None:
    live = make(tmp_path)
    (tmp_path / ".live").mkdir()
    with pytest.raises(DataDirectoryError):
        make(tmp_path)
    assert names(tmp_path) == [live.name]


def test_a_disk_that_fails_before_anything_is_in_place_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = make(tmp_path)

    def full(_: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("index.publication.sync", full)  # the files of a generation were synced as they were written
    with pytest.raises(DataDirectoryError, match=r"can't be written \(No space left on device\)"):
        make(tmp_path)
    assert names(tmp_path) == [live.name]
    assert live_generation(tmp_path) == live


def test_a_switch_that_is_made_and_not_confirmed_keeps_what_it_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = make(tmp_path)
    sync = os.fsync

    def fail(handle: int) -> None:
        if os.path.samestat(os.fstat(handle), tmp_path.stat()):
            raise OSError(5, "Input/output error")
        sync(handle)

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(DataDirectoryError, match="Input/output error"):
        make(tmp_path)
    assert live_name(tmp_path) != first.name
    verify(live_generation(tmp_path), "f")


def test_going_back_makes_the_one_before_live(tmp_path: Path) -> None:
    first, second = (make(tmp_path) for _ in range(2))
    assert roll_back(tmp_path, "f", 0) == (first, second.name)
    assert live_generation(tmp_path) == first
    assert names(tmp_path) == sorted([first.name, second.name])


def test_going_back_twice_goes_nowhere_else(tmp_path: Path) -> None:
    first, _ = (make(tmp_path) for _ in range(2))
    roll_back(tmp_path, "f", 0)
    with pytest.raises(NoEarlierGenerationError, match="helpwidget index"):
        roll_back(tmp_path, "f", 0)
    assert live_generation(tmp_path) == first


@pytest.mark.parametrize("content", ["gone\n", "../..", ""])
def test_going_back_mends_a_damaged_pointer(tmp_path: Path, content: str) -> None:
    _, second = (make(tmp_path) for _ in range(2))
    (tmp_path / "live").write_text(content, "utf-8")
    assert roll_back(tmp_path, "f", 0)[0] == second
    assert live_generation(tmp_path) == second


def test_going_back_takes_the_newest_one_before_that_is_intact_and_of_this_version(tmp_path: Path) -> None:
    first, second = (make(tmp_path) for _ in range(2))
    (second.path / "a.txt").unlink()
    (second.path / "manifest.json").unlink()
    assert roll_back(tmp_path, "f", 0) == (first, second.name)
    third = make(tmp_path)
    with pytest.raises(NoEarlierGenerationError):
        roll_back(tmp_path, "g", 0)
    damage(first.path / "a.txt")
    with pytest.raises(NoEarlierGenerationError):
        roll_back(tmp_path, "f", 0)
    assert live_generation(tmp_path) == third


def test_there_is_nothing_to_go_back_to_where_nothing_was_published(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with pytest.raises(GenerationMissingError):
        roll_back(data, "f", 0)
    assert not data.exists()
    make(data)
    with pytest.raises(NoEarlierGenerationError):
        roll_back(data, "f", 0)


def test_going_back_that_fails_says_so_and_leaves_the_live_generation(tmp_path: Path) -> None:
    _, second = (make(tmp_path) for _ in range(2))
    (tmp_path / ".live").mkdir()
    with pytest.raises(DataDirectoryError, match=r"can't be written \(Is a directory\)"):
        roll_back(tmp_path, "f", 0)
    assert live_generation(tmp_path) == second


def test_going_back_waits_for_a_build(tmp_path: Path) -> None:
    for _ in range(2):
        make(tmp_path)
    with build_lock(tmp_path, 0), pytest.raises(BuildRunningError):
        roll_back(tmp_path, "f", 0.1)


def test_a_failed_switch_leaves_the_live_generation(tmp_path: Path) -> None:
    live = make(tmp_path)
    (tmp_path / ".live").mkdir()
    with pytest.raises(DataDirectoryError):
        make(tmp_path)
    assert live_generation(tmp_path) == live
    verify(live, "f")

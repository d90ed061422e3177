from __future__ import annotations

from pathlib import Path

import pytest

from index.build_lock import build_lock
from index.generation import live_name
from index.publication import new_directory
from tests.index.generations import make, names, refuse


def test_what_a_killed_removal_left_is_removed(tmp_path: Path) -> None:
    live = make(tmp_path)
    (tmp_path / "generations" / ".removed-20260101-0000").mkdir()
    after = make(tmp_path)
    assert names(tmp_path) == sorted([live.name, after.name])


def test_an_old_generation_that_can_not_be_removed_fails_no_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (make(tmp_path) for _ in range(2))
    monkeypatch.setattr("index.removal.shutil.rmtree", refuse)
    third = make(tmp_path)
    assert live_name(tmp_path) == third.name
    monkeypatch.undo()
    fourth = make(tmp_path)
    assert names(tmp_path) == sorted([third.name, fourth.name])
    assert not first.path.exists()
    assert not second.path.exists()


def test_what_broken_builds_left_is_removed(tmp_path: Path) -> None:
    with build_lock(tmp_path, 0):
        left = new_directory(tmp_path)
        (left / "half.toc").write_text("half", "utf-8")
    live = make(tmp_path)
    assert names(tmp_path) == [live.name]

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import (
    BuildRunningError,
    DataDirectoryError,
    GenerationDamagedError,
    GenerationError,
    GenerationForeignError,
    GenerationMissingError,
)
from index.generation import (
    MANIFEST,
    Generation,
    Manifest,
    build_lock,
    live_generation,
    live_name,
    new_directory,
    pointer_mark,
    publish,
    verify,
)
from index.schema import fingerprint
from index.searcher import Searcher

EMPTY = Manifest("f", "c", 1, 2, "/guides", "2026-01-02T03:04:05+00:00", {})


def make(data: Path, **files: str) -> Generation:
    """Publish a generation of some files, or of one."""
    with build_lock(data, 0):
        building = new_directory(data)
        for name, text in (files or {"a.txt": "甲"}).items():
            (building / name).write_text(text, "utf-8")
        return publish(data, building, EMPTY)


def names(data: Path) -> list[str]:
    return sorted(path.name for path in (data / "generations").iterdir())


def test_what_was_published_is_live_and_intact(tmp_path: Path) -> None:
    made = make(tmp_path, a="甲", b="乙")
    live = live_generation(tmp_path)
    assert live == made
    assert (live.path / "a").read_text("utf-8") == "甲"
    assert set(live.manifest.files) == {"a", "b"}
    assert replace(live.manifest, files={}) == EMPTY
    verify(live, "f")


def test_nobody_else_may_read_an_index(tmp_path: Path) -> None:
    data = tmp_path / "deep" / "data"
    made = make(data)
    assert {path.stat().st_mode & 0o777 for path in (data, data / "generations", made.path)} == {0o700}


def test_the_one_before_is_kept_and_older_ones_go(tmp_path: Path) -> None:
    first, second, third = (make(tmp_path) for _ in range(3))
    assert live_name(tmp_path) == third.name
    assert names(tmp_path) == sorted([second.name, third.name])
    assert not first.path.exists()
    verify(second, "f")


def test_what_others_put_beside_generations_stays(tmp_path: Path) -> None:
    make(tmp_path, a="1")
    (tmp_path / "generations" / "backup").mkdir()
    (tmp_path / "generations" / "note.txt").write_text("mine")
    for content in ("2", "3"):
        make(tmp_path, a=content)
    assert {"backup", "note.txt"} < {path.name for path in (tmp_path / "generations").iterdir()}


def test_a_switch_can_be_seen_by_the_mark_of_the_pointer(tmp_path: Path) -> None:
    marks = [pointer_mark(tmp_path)]
    for _ in range(3):
        make(tmp_path)
        marks.append(pointer_mark(tmp_path))
    assert marks[0] == (0, 0)
    assert len(set(marks)) == 4


def test_what_broken_builds_left_is_removed(tmp_path: Path) -> None:
    with build_lock(tmp_path, 0):
        left = new_directory(tmp_path)
        (left / "half.toc").write_text("half", "utf-8")
    live = make(tmp_path)
    assert names(tmp_path) == [live.name]


def damage(path: Path) -> None:
    path.write_text("乙", "utf-8")


def extra(path: Path) -> None:
    path.with_name("b.txt").write_text("乙", "utf-8")


@pytest.mark.parametrize(
    ("harm", "says"),
    [(damage, "a.txt: differs"), (Path.unlink, "a.txt: is missing"), (extra, "b.txt: is not in the manifest")],
)
def test_a_file_that_is_not_as_it_was_written_is_named(tmp_path: Path, harm: Callable[[Path], None], says: str) -> None:
    live = make(tmp_path, **{"a.txt": "甲"})
    harm(live.path / "a.txt")
    with pytest.raises(GenerationDamagedError, match=says):
        verify(live_generation(tmp_path), "f")


def test_an_index_of_another_version_is_refused(tmp_path: Path) -> None:
    make(tmp_path)
    with pytest.raises(GenerationForeignError, match="another version"):
        verify(live_generation(tmp_path), "g")


@pytest.mark.parametrize("folder", ["missing", "empty"])
def test_where_nothing_was_published_the_command_is_told(tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(GenerationMissingError, match="helpwidget index GUIDES"):
        live_generation(tmp_path / folder)


def test_a_build_that_runs_or_broke_has_published_nothing(tmp_path: Path) -> None:
    with build_lock(tmp_path, 0):
        new_directory(tmp_path)
        with pytest.raises(GenerationMissingError):
            live_generation(tmp_path)


def test_a_folder_with_files_of_others_is_foreign(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("", "utf-8")
    with pytest.raises(GenerationForeignError, match="no index of this program"):
        live_generation(tmp_path)


@pytest.mark.parametrize("name", ["gone", "..", "../outside", ".building-x"])
def test_a_pointer_to_nowhere_is_damage(tmp_path: Path, name: str) -> None:
    data = tmp_path / "data"
    make(data)
    (data / "outside").mkdir()
    (data / "live").write_text(f"{name}\n", "utf-8")
    with pytest.raises(GenerationDamagedError):
        live_generation(data)


@pytest.mark.parametrize("content", ["", "\n", " \n", "a\nb\n", "../a", "a\0b", "a" * 300])
def test_a_pointer_that_holds_no_name_is_damage_and_named(tmp_path: Path, content: str) -> None:
    make(tmp_path)
    (tmp_path / "live").write_text(content, "utf-8")
    with pytest.raises(GenerationDamagedError, match="live: names no generation") as caught:
        live_generation(tmp_path)
    assert "\n" not in str(caught.value)


def test_a_pointer_that_is_no_text_is_foreign(tmp_path: Path) -> None:
    make(tmp_path)
    (tmp_path / "live").write_bytes(b"\xff\xfe")
    with pytest.raises(GenerationForeignError):
        live_generation(tmp_path)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"fingerprint": "f"}', "not json", '{"evil": 1}'])
def test_a_manifest_that_is_none_is_damage(tmp_path: Path, content: str) -> None:
    (make(tmp_path).path / MANIFEST).write_text(content, "utf-8")
    with pytest.raises(GenerationDamagedError, match="not a manifest"):
        live_generation(tmp_path)


def test_a_generation_without_a_manifest_is_foreign(tmp_path: Path) -> None:
    (make(tmp_path).path / MANIFEST).unlink()
    with pytest.raises(GenerationForeignError, match="no manifest"):
        live_generation(tmp_path)


class Touch:
    """An object whose pickle makes a file when it is loaded."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str, int]]:
        return os.open, (self.path, os.O_CREAT)


def test_nothing_is_unpickled_before_it_was_verified(tmp_path: Path) -> None:
    trap = pickle.dumps(Touch(str(tmp_path / "sprung")))
    data = tmp_path / "data"
    live = make(data, **{"_MAIN_1.toc": "甲", "guides.json": "[]"})
    for toc in live.path.glob("*.toc"):
        toc.write_bytes(trap)
    (live.path / MANIFEST).write_text(
        (live.path / MANIFEST).read_text("utf-8").replace('"f"', f'"{fingerprint()}"'), "utf-8"
    )
    with pytest.raises(GenerationDamagedError, match="toc: differs"):
        Searcher.open(data)
    assert not (tmp_path / "sprung").exists()
    pickle.loads(trap)  # noqa: S301 - the trap works
    assert (tmp_path / "sprung").exists()


HOLD = """
import sys, time
from pathlib import Path
from index.generation import build_lock, new_directory
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


def test_a_killed_build_blocks_nobody_and_leaves_nothing(tmp_path: Path) -> None:
    live = make(tmp_path)
    process = hold(tmp_path)
    process.send_signal(signal.SIGKILL)
    end(process)
    assert live_generation(tmp_path) == live
    after = make(tmp_path)
    assert names(tmp_path) == sorted([live.name, after.name])


def test_the_lock_is_let_go_after_a_failure(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), build_lock(tmp_path, 0):
        raise ZeroDivisionError
    make(tmp_path)


@pytest.mark.parametrize("data", ["file", "file/below"])
def test_where_nothing_can_be_written_it_says_so(tmp_path: Path, data: str) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(DataDirectoryError, match="can't be written"), build_lock(tmp_path / data, 0):
        pass


def test_a_failed_switch_leaves_the_live_generation(tmp_path: Path) -> None:
    live = make(tmp_path)
    (tmp_path / ".live").mkdir()
    with pytest.raises(DataDirectoryError):
        make(tmp_path)
    assert live_generation(tmp_path) == live
    verify(live, "f")


def test_every_refusal_is_one_line_and_one_tree(tmp_path: Path) -> None:
    errors = (
        GenerationMissingError(tmp_path),
        GenerationForeignError(tmp_path, "why"),
        GenerationDamagedError(tmp_path, "why"),
    )
    for error in errors:
        assert isinstance(error, GenerationError)
        assert str(tmp_path) in str(error)
        assert "helpwidget index" in str(error)
        assert "\n" not in str(error)

from __future__ import annotations

import os
import pickle
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index.build_lock import build_lock
from index.errors import (
    GenerationDamagedError,
    GenerationError,
    GenerationForeignError,
    GenerationMissingError,
)
from index.generation import (
    MANIFEST,
    Generation,
    check,
    dump_manifest,
    file_digest,
    files_mark,
    is_good,
    last_good,
    live_generation,
    pointer_mark,
    published,
    servable,
    verify,
)
from index.publication import new_directory
from index.schema import fingerprint
from index.searcher import Searcher
from tests.index.generations import EMPTY, damage, make


def test_what_was_published_is_live_and_intact(tmp_path: Path) -> None:
    made = make(tmp_path, a="甲", b="乙")
    live = live_generation(tmp_path)
    assert live == made
    assert (live.path / "a").read_text("utf-8") == "甲"
    assert set(live.manifest.files) == {"a", "b"}
    assert replace(live.manifest, files={}) == EMPTY
    verify(live, "f")


def test_a_switch_can_be_seen_by_the_mark_of_the_pointer(tmp_path: Path) -> None:
    marks = [pointer_mark(tmp_path)]
    for _ in range(3):
        make(tmp_path)
        marks.append(pointer_mark(tmp_path))
    assert marks[0] == ()
    assert len(set(marks)) == 4


def extra(path: Path) -> None:
    path.with_name("b.txt").write_text("乙", "utf-8")


def link(path: Path) -> None:
    outside = path.parents[2] / "outside.txt"
    path.symlink_to(path.rename(outside))


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (damage, "a.txt: differs"),
        (Path.unlink, "a.txt: is missing"),
        (extra, "b.txt: is not in the manifest"),
        (link, "a.txt: is a link"),
    ],
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


def remove_manifest(data: Path) -> None:
    (live_generation(data).path / MANIFEST).unlink()


def spoil_manifest(data: Path) -> None:
    (live_generation(data).path / MANIFEST).write_text("{}")


def mistake_manifest(data: Path) -> None:
    path = live_generation(data).path / MANIFEST
    path.write_bytes(path.read_bytes().replace(b"2026", b"2027"))


def empty_manifest(data: Path) -> None:
    live = live_generation(data)
    (live.path / MANIFEST).write_bytes(dump_manifest(replace(live.manifest, files={})))


def remove_generation(data: Path) -> None:
    live_generation(data).path.rename(data / "elsewhere")


def remove_files(data: Path) -> None:
    for number in range(9):
        (live_generation(data).path / str(number)).unlink()


def add_files(data: Path) -> None:
    for number in range(10, 20):
        (live_generation(data).path / str(number)).write_text("")


@pytest.mark.parametrize(
    ("harm", "place", "reason"),
    [
        (lambda data: (data / "live").unlink(), "live", "is missing"),
        (lambda data: (data / "live").write_text("gone"), "live", "names no generation"),
        (lambda data: (data / "live").write_text(live_generation(data).name), "live", "names no generation"),
        (remove_generation, "generations/NAME", "the live generation is not there"),
        (remove_manifest, "generations/NAME/manifest.json", "is missing"),
        (spoil_manifest, "generations/NAME/manifest.json", "is not a manifest of this program"),
        (mistake_manifest, "generations/NAME/manifest.json", "differs from its own checksum"),
        (empty_manifest, "generations/NAME/manifest.json", "lists no files"),
        (remove_files, "generations/NAME/0", "is missing"),
        (add_files, "generations/NAME/10", "is not in the manifest"),
        (lambda data: damage(live_generation(data).path / "9"), "generations/NAME/9", "differs from the manifest"),
    ],
)
def test_damage_is_told_with_its_place_and_the_first_of_many(
    tmp_path: Path, harm: Callable[[Path], None], place: str, reason: str
) -> None:
    name = make(tmp_path, **{str(number): "甲" for number in range(10)}).name
    harm(tmp_path)
    with pytest.raises(GenerationDamagedError) as caught:
        verify(live_generation(tmp_path), "f")
    assert str(caught.value) == str(GenerationDamagedError(tmp_path / place.replace("NAME", name), reason))


def test_a_file_that_is_named_as_generations_are_is_none(tmp_path: Path) -> None:
    (tmp_path / "generations").mkdir()
    (tmp_path / "generations" / "20260101-0000").write_text("")
    with pytest.raises(GenerationMissingError):
        live_generation(tmp_path)
    assert published(tmp_path) == []


def test_generations_that_were_made_at_the_same_moment_are_both_there(tmp_path: Path) -> None:
    made = {make(tmp_path).name, make(tmp_path).name}
    for name in made:
        os.utime(tmp_path / "generations" / name / MANIFEST, (1, 1))
    assert {generation.name for generation in published(tmp_path)} == made


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


def test_a_first_build_that_broke_after_keeping_guides_has_published_nothing(tmp_path: Path) -> None:
    with build_lock(tmp_path, 0):
        new_directory(tmp_path)
    (tmp_path / "guides").write_bytes(b"kept")
    with pytest.raises(GenerationMissingError):
        live_generation(tmp_path)


@pytest.mark.parametrize("beside", [None, "generations", "generations/grandmother/photo.jpg"])
def test_a_folder_with_files_of_others_is_foreign(tmp_path: Path, beside: str | None) -> None:
    if beside:
        (tmp_path / beside).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / beside).write_text("", "utf-8")
    (tmp_path / "thesis.docx").write_text("", "utf-8")
    with pytest.raises(GenerationForeignError) as caught:
        live_generation(tmp_path)
    assert str(caught.value) == str(GenerationForeignError(tmp_path, "holds files but no index of this program"))


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


def test_a_pointer_that_is_no_text_is_damage(tmp_path: Path) -> None:
    make(tmp_path)
    (tmp_path / "live").write_bytes(b"\xff\xfe")
    with pytest.raises(GenerationDamagedError, match="live: can't be read"):
        live_generation(tmp_path)


def test_a_pointer_that_is_gone_beside_generations_is_damage(tmp_path: Path) -> None:
    make(tmp_path)
    (tmp_path / "live").unlink()
    with pytest.raises(GenerationDamagedError, match="live: is missing"):
        live_generation(tmp_path)


def test_a_pointer_that_was_written_and_not_put_in_place_says_nothing(tmp_path: Path) -> None:
    (tmp_path / ".live").write_text("20260101-0000\n", "utf-8")
    with pytest.raises(GenerationMissingError):
        live_generation(tmp_path)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"fingerprint": "f"}', "not json", '{"evil": 1}'])
def test_a_manifest_that_is_none_is_damage(tmp_path: Path, content: str) -> None:
    (make(tmp_path).path / MANIFEST).write_text(content, "utf-8")
    with pytest.raises(GenerationDamagedError, match="not a manifest"):
        live_generation(tmp_path)


def test_a_generation_without_a_manifest_is_damaged(tmp_path: Path) -> None:
    (make(tmp_path).path / MANIFEST).unlink()
    with pytest.raises(GenerationDamagedError, match=r"manifest\.json: is missing"):
        live_generation(tmp_path)


def test_no_byte_of_a_manifest_changes_unseen(tmp_path: Path) -> None:
    path = make(tmp_path).path / MANIFEST
    whole = path.read_bytes()
    for position in range(len(whole)):
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 1]) + whole[position + 1 :])
        with pytest.raises(GenerationDamagedError, match=r"manifest\.json: "):
            live_generation(tmp_path)
    path.write_bytes(whole)
    assert live_generation(tmp_path).manifest.sections == 2


def test_a_manifest_without_its_own_checksum_is_refused(tmp_path: Path) -> None:
    path = make(tmp_path).path / MANIFEST
    path.write_bytes(path.read_bytes().replace(b"sha256", b"sha512"))
    with pytest.raises(GenerationDamagedError):
        live_generation(tmp_path)


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    live = make(tmp_path, a="1", b="2")
    (live.path / "b").unlink()
    (live.path / "b").mkdir()
    with pytest.raises(GenerationDamagedError, match="b: can't be read"):
        verify(live, "f")


def test_a_generation_that_vanishes_while_it_is_verified_is_damaged(tmp_path: Path) -> None:
    live = make(tmp_path)
    live.path.rename(tmp_path / "elsewhere")
    with pytest.raises(GenerationDamagedError, match="can't be read"):
        verify(live, "f")


def test_the_mark_of_the_files_changes_with_any_of_them(tmp_path: Path) -> None:
    live = make(tmp_path, a="1", b="2")
    marks = [files_mark(live)]
    for change in (
        lambda: (live.path / "b").write_text("3"),
        lambda: os.utime(live.path / "a", (1, 1)),
        lambda: (live.path / MANIFEST).write_bytes(b""),
        lambda: (live.path / "new").write_bytes(b""),
        (live.path / "a").unlink,
    ):
        change()
        marks.append(files_mark(live))
    assert len(set(marks)) == len(marks)
    (live.path / "b").write_text("4")
    assert files_mark(live) != marks[-1], "what is left is still watched"


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names the files whose digests were counted."""
    names: list[str] = []

    def count(path: Path) -> str:
        names.append(path.name)
        return file_digest(path)

    monkeypatch.setattr("index.generation.file_digest", count)
    return names


def test_digests_of_what_nobody_touched_since_the_build_are_not_counted_again(
    tmp_path: Path, counted: list[str]
) -> None:
    live = make(tmp_path, a="1", b="2")
    check(live, "f")
    assert counted == []
    verify(live, "f")
    assert sorted(counted) == ["a", "b"]


def rewritten(path: Path) -> None:
    """Write a file again, as it was, and give it the times it had."""
    status = path.stat()
    path.write_bytes(path.read_bytes())
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.parametrize(
    "touch",
    [
        lambda live: rewritten(live.path / "a"),
        lambda live: rewritten(live.path / MANIFEST),
        lambda live: (live.path.parents[1] / "untouched").unlink(),
        lambda live: (live.path.parents[1] / "untouched").write_bytes(b"[]"),
    ],
    ids=["file", "manifest", "no mark", "broken mark"],
)
def test_digests_are_counted_where_something_was_touched(
    tmp_path: Path, counted: list[str], touch: Callable[[Generation], object]
) -> None:
    live = make(tmp_path, a="1", b="2")
    touch(live)
    check(live, "f")
    assert sorted(counted) == ["a", "b"]


def test_what_was_touched_at_once_after_the_build_is_seen(tmp_path: Path) -> None:
    for _ in range(20):
        live = make(tmp_path, a="1")
        (live.path / "a").write_text("2")
        with pytest.raises(GenerationDamagedError):
            check(live, "f")


def test_a_mark_is_kept_once_a_later_change_would_have_another_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ages: list[float] = []

    def kept(place: Path, name: str, _mark: object) -> None:
        files = (place.parent / "generations" / name).iterdir()
        ages.append(time.time() - max(path.stat().st_ctime for path in files))

    monkeypatch.setattr("index.publication.keep_mark", kept)
    make(tmp_path)
    assert [age for age in ages if age >= 0.015] == ages != []


def test_a_copy_and_a_generation_that_is_live_no_more_are_counted(tmp_path: Path, counted: list[str]) -> None:
    earlier, live = make(tmp_path / "data"), make(tmp_path / "data")
    counted.clear()
    check(earlier, "f")
    shutil.copytree(tmp_path / "data", tmp_path / "copy")
    check(live_generation(tmp_path / "copy"), "f")
    assert counted == ["a.txt", "a.txt"]
    assert live_generation(tmp_path / "copy").name == live.name


def test_files_that_are_missing_or_too_many_are_seen_though_the_others_are_untouched(tmp_path: Path) -> None:
    live = make(tmp_path, a="1", b="2")
    (live.path / "c").write_bytes(b"")
    with pytest.raises(GenerationDamagedError, match="not in the manifest"):
        check(live, "f")
    (live.path / "c").unlink()
    (live.path / "b").unlink()
    with pytest.raises(GenerationDamagedError, match="is missing"):
        check(live, "f")


def test_published_generations_come_newest_first_whatever_their_names(tmp_path: Path) -> None:
    first, second = (make(tmp_path) for _ in range(2))
    assert [generation.name for generation in published(tmp_path)] == [second.name, first.name]
    path = first.path / MANIFEST
    path.write_bytes(dump_manifest(replace(first.manifest, built="2027-01-01T00:00:00+00:00")))
    os.utime(path, (1, 1))
    assert [generation.name for generation in published(tmp_path)] == [first.name, second.name]
    damage(path)
    assert [generation.name for generation in published(tmp_path)] == [second.name]


def test_what_was_not_published_is_nothing_to_go_back_to(tmp_path: Path) -> None:
    with build_lock(tmp_path, 0):
        left = new_directory(tmp_path)
        (left / "a").write_text("1")
        (left / MANIFEST).write_bytes(dump_manifest(replace(EMPTY, files={"a": "1"})))
    assert published(tmp_path) == []
    assert published(tmp_path / "missing") == []


def test_the_last_good_generation_is_the_newest_that_is_intact_and_of_this_version(tmp_path: Path) -> None:
    first, second = (make(tmp_path) for _ in range(2))
    assert last_good(tmp_path, "f") == second
    assert is_good(second, "f")
    assert not is_good(second, "g")
    damage(second.path / "a.txt")
    assert not is_good(second, "f")
    assert last_good(tmp_path, "f") == first
    assert last_good(tmp_path, "g") is None
    damage(first.path / "a.txt")
    assert last_good(tmp_path, "f") is None


def test_the_last_good_generation_is_served_where_the_live_one_is_damaged(tmp_path: Path) -> None:
    first, second = (make(tmp_path) for _ in range(2))
    assert servable(tmp_path, "f") == second
    damage(second.path / "a.txt")
    assert servable(tmp_path, "f") == first
    damage(first.path / "a.txt")
    with pytest.raises(GenerationDamagedError, match=f"{second.name}/a.txt: differs"):
        servable(tmp_path, "f")


def test_an_index_of_another_version_is_not_replaced_by_an_older_one(tmp_path: Path) -> None:
    make(tmp_path)
    second = make(tmp_path)
    (second.path / MANIFEST).write_bytes(dump_manifest(replace(second.manifest, fingerprint="g")))
    with pytest.raises(GenerationForeignError):
        servable(tmp_path, "f")


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
    (live.path / MANIFEST).write_bytes(dump_manifest(replace(live.manifest, fingerprint=fingerprint())))
    with pytest.raises(GenerationDamagedError, match="toc: differs"):
        Searcher.open(data)
    assert not (tmp_path / "sprung").exists()
    pickle.loads(trap)  # noqa: S301 - the trap works
    assert (tmp_path / "sprung").exists()


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

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import GuideError, NoGuidesError
from index.guides import reader
from index.guides.reader import is_touched, read_folder

WriteGuides = Callable[[Mapping[str, str | bytes]], Path]
NOBODY = 65534


def ids(folder: Path) -> list[str]:
    return [source.id for source in read_folder(folder).sources]


def skipped(folder: Path) -> dict[str, str]:
    return {error.path: error.reason for error in read_folder(folder).skipped}


def only_text(folder: Path) -> str:
    [source] = read_folder(folder).sources
    return source.text


def test_guides_are_read_in_the_order_of_their_paths_and_named_after_them(write_guides: WriteGuides) -> None:
    folder = write_guides(
        {"b.md": "乙", "a/c.MD": "丙", "a.markdown": "甲", "v1.2.md": "丁", "a/d.txt": "不是", "readme": "不是"}
    )
    assert ids(folder) == ["a", "a/c", "b", "v1.2"]
    assert [source.path for source in read_folder(folder).sources] == ["a.markdown", "a/c.MD", "b.md", "v1.2.md"]
    assert read_folder(folder).skipped == ()


def test_hidden_files_and_folders_are_left_alone(write_guides: WriteGuides) -> None:
    folder = write_guides({"a.md": "甲", ".b.md": b"\xff", ".git/c.md": b"\xff"})
    assert (ids(folder), skipped(folder)) == (["a"], {})


def test_a_folder_without_guides_gives_nothing(write_guides: WriteGuides) -> None:
    assert read_folder(write_guides({})).sources == ()
    assert read_folder(write_guides({"a.txt": "不是"})).sources == ()


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("missing", "no such folder; name the folder"),
        ("a.md", "is a file; name the folder"),
        ("a.md/b", "can't be read: Not a directory"),
        ("a" * 300, "can't be read: File name too long"),
        ("\udcff", "not UTF-8; rename the folder"),
    ],
)
def test_what_is_no_folder_is_refused(write_guides: WriteGuides, name: str, says: str) -> None:
    folder = write_guides({"a.md": "甲"})
    with pytest.raises(NoGuidesError, match=says):
        read_folder(folder / name)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"\xef\xbb\xbf# \xe7\x94\xb2\n", "# 甲\n"),
        ("甲\r\n乙\r丙\n".encode(), "甲\n乙\n丙\n"),
        ("甲\0乙".encode(), "甲\ufffd乙"),
    ],
    ids=["byte order mark", "line ends", "NUL"],
)
def test_a_text_is_read_as_markdown_wants_it(write_guides: WriteGuides, content: bytes, text: str) -> None:
    assert only_text(write_guides({"a.md": content})) == text


@pytest.mark.parametrize(
    ("content", "line", "byte"),
    [(b"\xff", 1, "0xff"), ("甲\n乙\n".encode() + b"\xc7\xeb", 3, "0xc7"), ("\r\n甲".encode("utf-16"), 1, "0xff")],
)
def test_a_guide_that_is_not_utf_8_is_named_with_its_line(
    write_guides: WriteGuides, content: bytes, line: int, byte: str
) -> None:
    [error] = read_folder(write_guides({"a.md": content, "b.md": "乙"})).skipped
    assert (error.path, error.line) == ("a.md", line)
    assert byte in error.reason
    assert "UTF-8" in error.reason


@pytest.mark.usefixtures("rested")
def test_a_guide_whose_mark_is_known_is_not_read(write_guides: WriteGuides) -> None:
    folder = write_guides({"a.md": "甲", "b.md": "乙", "c.md": b"\xff"})
    (folder / "linked.md").symlink_to(".hidden")
    (folder / ".hidden").write_text("丁", "utf-8")
    whole = read_folder(folder)
    known = {source.id: source.mark for source in whole.sources}
    (folder / "b.md").write_text("丙丙", "utf-8")
    again = read_folder(folder, known)
    assert [(source.id, source.text) for source in again.sources] == [("a", ""), ("b", "丙丙"), ("linked", "")]
    assert [error.path for error in again.skipped] == ["c.md"]


def test_a_guide_that_may_have_changed_since_it_was_read_is_read(write_guides: WriteGuides) -> None:
    folder = write_guides({"a.md": "甲"})
    [source] = read_folder(folder).sources
    assert source.mark == ()
    assert [source.text for source in read_folder(folder, {"a": ()}).sources] == ["甲"]


@pytest.mark.parametrize("content", [b"", b" \r\n\t\n", b"\xef\xbb\xbf\n", b"\0\0", "\u3000\n".encode()])
def test_an_empty_guide_is_named(write_guides: WriteGuides, content: bytes) -> None:
    assert skipped(write_guides({"a.md": content})) == {"a.md": "is empty"}


@given(st.binary(max_size=40))
def test_any_bytes_are_a_text_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("guides")
    (folder / "a.md").write_bytes(content)
    reading = read_folder(folder)
    assert len(reading.sources) + len(reading.skipped) == 1
    assert not any("\0" in source.text or "\r" in source.text for source in reading.sources)


def test_a_broken_link_is_named(write_guides: WriteGuides) -> None:
    folder = write_guides({"a.md": "甲"})
    (folder / "b.md").symlink_to("gone.md")
    assert ids(folder) == ["a"]
    assert "broken link to gone.md" in skipped(folder)["b.md"]


def test_a_loop_of_links_is_named(write_guides: WriteGuides) -> None:
    folder = write_guides({"a.md": "甲"})
    (folder / "b.md").symlink_to("c.md")
    (folder / "c.md").symlink_to("b.md")
    assert ids(folder) == ["a"]
    assert skipped(folder) == dict.fromkeys(("b.md", "c.md"), "a loop of links; remove it")


@pytest.mark.parametrize("target", ["..", ".", "../.."])
def test_a_link_to_a_folder_above_itself_is_named_as_a_loop(write_guides: WriteGuides, target: str) -> None:
    folder = write_guides({"a.md": "甲", "deep/deeper/b.md": "乙"})
    (folder / "deep/deeper/up").symlink_to(target, target_is_directory=True)
    assert ids(folder) == ["a", "deep/deeper/b"]
    assert "a loop" in skipped(folder)["deep/deeper/up"]


def test_links_that_lead_outside_are_named_and_not_followed(write_guides: WriteGuides, tmp_path: Path) -> None:
    folder = write_guides({"a.md": "甲"})
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("秘密", "utf-8")
    (folder / "b.md").symlink_to(outside / "secret.md")
    (folder / "c").symlink_to(outside, target_is_directory=True)
    assert ids(folder) == ["a"]
    assert {path: "leads outside the folder" in reason for path, reason in skipped(folder).items()} == {
        "b.md": True,
        "c": True,
    }


def test_a_folder_beside_this_one_with_a_longer_name_is_outside(write_guides: WriteGuides, tmp_path: Path) -> None:
    folder = write_guides({"a.md": "甲"})
    (tmp_path / "guides-old").mkdir()
    (tmp_path / "guides-old/b.md").write_text("旧", "utf-8")
    (folder / "b.md").symlink_to(tmp_path / "guides-old/b.md")
    assert "leads outside" in skipped(folder)["b.md"]


@pytest.mark.parametrize("link", ["0.md", "z.md"])
def test_a_link_to_a_guide_that_is_read_anyway_is_named(write_guides: WriteGuides, link: str) -> None:
    folder = write_guides({"a.md": "甲"})
    (folder / link).symlink_to("a.md")
    assert ids(folder) == ["a"]
    assert "leads to a.md" in skipped(folder)[link]


def test_a_link_to_a_text_inside_the_folder_that_is_no_guide_by_name_is_read(write_guides: WriteGuides) -> None:
    folder = write_guides({"texts/a.txt": "甲"})
    (folder / "a.md").symlink_to("texts/a.txt")
    assert [(source.id, source.text) for source in read_folder(folder).sources] == [("a", "甲")]


def test_the_folder_itself_may_be_a_link(write_guides: WriteGuides, tmp_path: Path) -> None:
    folder = write_guides({"a.md": "甲"})
    (tmp_path / "link").symlink_to(folder)
    assert ids(tmp_path / "link") == ["a"]


@contextmanager
def as_nobody(path: Path) -> Iterator[None]:
    """Run as a user without rights, who may come as far as `path`. (Root may read everything.)"""
    if os.geteuid() != 0:
        yield
        return
    modes = {folder: folder.stat().st_mode for folder in (path, *path.parents)}
    for folder, mode in modes.items():
        folder.chmod(mode | 0o055)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        for folder, mode in modes.items():
            folder.chmod(mode)


def test_a_guide_that_may_not_be_read_is_named(write_guides: WriteGuides) -> None:
    folder = write_guides({"a.md": "甲", "b.md": "乙"})
    (folder / "b.md").chmod(0)
    with as_nobody(folder):
        reading = read_folder(folder)
    assert [source.id for source in reading.sources] == ["a"]
    assert [(error.path, "no permission" in error.reason) for error in reading.skipped] == [("b.md", True)]


def test_a_folder_that_may_not_be_read_is_named(write_guides: WriteGuides) -> None:
    folder = write_guides({"a.md": "甲", "closed/c.md": "丙"})
    (folder / "closed").chmod(0)
    try:
        with as_nobody(folder):
            reading = read_folder(folder)
    finally:
        (folder / "closed").chmod(0o700)
    assert [source.id for source in reading.sources] == ["a"]
    assert [(error.path, "no permission" in error.reason) for error in reading.skipped] == [("closed", True)]


def test_a_pipe_with_the_name_of_a_guide_is_named_and_nobody_waits_for_it(write_guides: WriteGuides) -> None:
    folder = write_guides({"a.md": "甲"})
    os.mkfifo(folder / "b.md")
    assert (ids(folder), skipped(folder)) == (["a"], {"b.md": "is no regular file"})


def test_a_folder_with_the_name_of_a_guide_is_a_folder(write_guides: WriteGuides) -> None:
    assert ids(write_guides({"a.md/b.md": "乙"})) == ["a.md/b"]


def test_of_two_files_with_one_id_the_second_is_named(write_guides: WriteGuides) -> None:
    folder = write_guides({"a.markdown": "甲", "a.md": "乙"})
    assert [source.path for source in read_folder(folder).sources] == ["a.markdown"]
    assert "same id as a.markdown" in skipped(folder)["a.md"]


def test_a_guide_that_is_too_large_is_named(write_guides: WriteGuides, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LARGEST", 6)
    folder = write_guides({"a.md": "甲乙", "b.md": "甲乙丙"})
    assert ids(folder) == ["a"]
    assert "9 bytes" in skipped(folder)["b.md"]


@pytest.mark.parametrize(("line", "marks"), [("甲\n", 1), ("[a](b)", 2), ("<b>", 4), ("`*_`|#&", 7)])
def test_a_guide_with_too_many_marks_is_named(
    write_guides: WriteGuides, monkeypatch: pytest.MonkeyPatch, line: str, marks: int
) -> None:
    monkeypatch.setattr(reader, "MOST_MARKS", 10 * marks)
    folder = write_guides({"a.md": line * 10 + "甲", "b.md": line * 11 + "甲"})
    assert ids(folder) == ["a"]
    assert skipped(folder)["b.md"].startswith(f"has {11 * marks} lines and marks of Markdown, more than {10 * marks}")


def test_a_guide_of_ligatures_that_stand_for_many_characters_is_named(
    write_guides: WriteGuides, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "LARGEST", 90)
    folder = write_guides({"a.md": "\ufdfa" * 5, "b.md": "\ufdfa" * 6})
    assert ids(folder) == ["a"]
    assert skipped(folder)["b.md"].startswith("has 108 characters when ligatures are written out, more than 90")


@pytest.mark.parametrize("name", [b"\xff.md", b"\xff/b.md", b"b/\xe7\x94/c.md"])
def test_a_guide_with_a_name_that_is_not_utf_8_is_named_in_characters(write_guides: WriteGuides, name: bytes) -> None:
    folder = write_guides({"a.md": "甲"})
    path = os.path.join(os.fsencode(folder), name)  # noqa: PTH118 - pathlib takes no bytes
    os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
    Path(os.fsdecode(path)).write_text("乙", "utf-8")
    reading = read_folder(folder)
    assert [source.id for source in reading.sources] == ["a"]
    [error] = reading.skipped
    assert "name is not UTF-8" in error.reason
    assert str(error).isprintable()


def test_a_name_that_is_not_utf_8_of_what_is_no_guide_is_left_alone(write_guides: WriteGuides) -> None:
    folder = write_guides({"a.md": "甲"})
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.png")).touch()
    assert (ids(folder), skipped(folder)) == (["a"], {})


def test_folders_are_entered_however_deep(write_guides: WriteGuides) -> None:
    folder = write_guides({"a.md": "甲", "d/" * 150 + "b.md": "乙"})
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + 100)
    try:
        reading = read_folder(folder)
    finally:
        sys.setrecursionlimit(limit)
    assert [source.id for source in reading.sources] == ["a", "d/" * 150 + "b"]


def test_every_refusal_is_one_line(write_guides: WriteGuides) -> None:
    folder = write_guides({"a.md": b"\xff", "b.md": "", "c.markdown": "丙", "c.md": "丙", "d\n\x1b]0;丁.md": ""})
    errors = read_folder(folder).skipped
    assert [error.path for error in errors] == ["a.md", "b.md", "c.md", "d\n\x1b]0;丁.md"]
    assert all(isinstance(error, GuideError) and str(error).isprintable() for error in errors)


def test_guides_are_touched_when_they_or_what_they_link_to_are_written_or_moved(
    write_guides: WriteGuides, tmp_path: Path
) -> None:
    folder = write_guides({"a.md": "# 甲\n", "b/c.md": "# 乙\n", "notes.txt": "没有"})
    latest = max(path.stat().st_ctime for path in folder.rglob("*.md"))
    assert is_touched(folder, latest - 1e-6)
    assert not is_touched(folder, latest)
    (folder / "notes.txt").write_text("有")
    assert not is_touched(folder, latest)
    (folder / "a.md").rename(folder / "d.md")
    assert is_touched(folder, latest)
    (folder / "d.md").unlink()
    assert not is_touched(folder, latest)
    (tmp_path / "elsewhere.txt").write_text("# 丙\n")
    (folder / "linked.md").symlink_to(tmp_path / "elsewhere.txt")
    assert is_touched(folder, latest)
    (tmp_path / "elsewhere.txt").unlink()
    assert is_touched(folder, latest + 1_000)


def test_without_a_folder_nothing_can_be_touched(tmp_path: Path) -> None:
    with pytest.raises(NoGuidesError):
        is_touched(tmp_path / "none", 0)

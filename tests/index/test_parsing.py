from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.documents import Removed
from index.guides import reader
from index.parsing import PARSED_HERE, Known, Parsing, cut_titles, parse_folder, with_words
from tests.conftest import amount

Given = TypeVar("Given")
Made = TypeVar("Made")
WriteGuides = Callable[[Mapping[str, str]], Path]
Edit = Callable[[Path], object]
GROUP = "[[加群](https://ads.example/s)]"
TICK = 0.02
"""Seconds in which a file system may give a later change the same time."""
GUIDES = {f"{n}.md": f"# 第{n}篇\n\n正文{n}。\n" for n in range(5)}


def test_what_is_known_of_guides_gives_the_same_documents(write_guides: WriteGuides) -> None:
    folder = write_guides(GUIDES)
    whole = parse_folder(folder, Known(), map)
    documents = {document.key: document for document in whole.collection.documents}
    again = parse_folder(folder, Known(documents, whole.statements), map)
    assert again.collection == whole.collection
    assert (len(whole.sections), len(again.sections)) == (5, 0)


def test_few_new_guides_are_parsed_here_and_many_are_spread(write_guides: WriteGuides) -> None:
    given: list[object] = []

    def spread(work: Callable[[Given], Made], items: Iterable[Given]) -> Iterator[Made]:
        some = list(items)
        given.extend(some)
        return map(work, some)

    few = parse_folder(write_guides(GUIDES), Known(), spread)
    assert given == []
    long = {"long.md": f"# 长\n\n{'一句话。' * (PARSED_HERE // 4)}\n"}
    many = parse_folder(write_guides(long), Known(), spread)
    assert len(given) == 2
    assert [document.digests for document in many.collection.documents[:-1]] == [
        document.digests for document in few.collection.documents
    ]


def test_titles_are_cut_where_they_are_not_cut_yet(write_guides: WriteGuides) -> None:
    titles = {"a.md": "# 续费指南\n\n正文。\n", "b.md": "# 登录\n\n正文。\n"}
    documents = parse_folder(write_guides(titles), Known(), map).collection.documents
    assert [document.words for document in documents] == [None, None]
    known = [replace(documents[0], words=("known",)), *documents[1:]]
    assert [document.words for document in with_words(known, map)] == [("known",), ("登录",)]
    others = [replace(document, words=("other",)) for document in known[1:]]
    assert [document.words for document in with_words(known, map, others)] == [("known",), ("other",)]
    assert cut_titles(["续费指南"]) == [("指南", "续费")]


def write(name: str, text: str) -> Edit:
    """An edit that writes a guide, in its place."""
    return lambda folder: (folder / name).write_text(text, "utf-8")


def set_back(folder: Path) -> None:
    """Write a text of the same length and give the file its old time."""
    before = (folder / "1.md").stat()
    (folder / "1.md").write_text(GUIDES["1.md"].replace("正文", "旧文"), "utf-8")
    os.utime(folder / "1.md", ns=(before.st_atime_ns, before.st_mtime_ns))


def swap(folder: Path) -> None:
    """Give two guides each the other's name."""
    for name, other in (("0.md", ".x"), ("1.md", "0.md"), (".x", "1.md")):
        (folder / name).rename(folder / other)


def put_in_place(folder: Path) -> None:
    """Replace a guide by a file of the same size and time."""
    before = (folder / "1.md").stat()
    (folder / ".new").write_text(GUIDES["1.md"].replace("正文", "旧文"), "utf-8")
    os.utime(folder / ".new", ns=(before.st_atime_ns, before.st_mtime_ns))
    (folder / ".new").replace(folder / "1.md")


def lead_elsewhere(folder: Path) -> None:
    """Make a guide a link to a hidden file, another one each time."""
    hidden = folder / f".hidden {time.time_ns()}"
    hidden.write_text(f"# 藏\n\n{hidden.name}\n", "utf-8")
    (folder / "2.md").unlink(missing_ok=True)
    (folder / "2.md").symlink_to(hidden.name)


def write_behind(folder: Path) -> None:
    """Write into what a link leads to."""
    lead_elsewhere(folder)
    (folder / "2.md").write_text("# 藏\n\n改。\n", "utf-8")


def drop(name: str) -> Edit:
    """An edit that removes a guide."""
    return lambda folder: (folder / name).unlink()


def repeat(folder: Path) -> None:
    """Give most guides the same advertisement."""
    for number in range(3):
        path = folder / f"{number}.md"
        path.write_text(f"# 第{number}篇{GROUP}\n\n正文。\n", "utf-8")


EDITS: Mapping[str, Edit] = {
    "nothing": lambda _folder: None,
    "edited": write("1.md", "# 第1篇\n\n另一段正文。\n"),
    "of the same length": write("1.md", GUIDES["1.md"].replace("正文", "旧文")),
    "of the same length again": write("1.md", GUIDES["1.md"].replace("正文", "新文")),
    "set back": set_back,
    "put in place": put_in_place,
    "touched": lambda folder: os.utime(folder / "3.md"),
    "moved": lambda folder: (folder / "3.md").rename(folder / "7.md"),
    "another ending": lambda folder: (folder / "3.md").rename(folder / "3.markdown"),
    "swapped": swap,
    "linked": lambda folder: (folder / "7.md").symlink_to("3.md"),
    "linked hard": lambda folder: os.link(folder / "0.md", folder / "8.md"),
    "led elsewhere": lead_elsewhere,
    "written behind a link": write_behind,
    "removed": drop("4.md"),
    "added": write("9.md", f"# 第9篇{GROUP}\n\n正文。\n"),
    "as another": write("0.markdown", "# 同名\n\n正文。\n"),
    "advertised": repeat,
    "no text": write("0.md", "***\n"),
    "front matter": write("0.md", "---\ntitle: 题\n---\n正文。\n"),
    "bad front matter": write("0.md", "---\nurl: ftp://x\n---\n正文。\n"),
    "not UTF-8": lambda folder: (folder / "1.md").write_bytes(b"\xff"),
    "a loop": lambda folder: (drop("2.md")(folder), (folder / "2.md").symlink_to("2.md")),
}


def known_of(parsing: Parsing) -> Known:
    """What the next build knows of this one."""
    return Known({document.key: document for document in parsing.collection.documents}, parsing.statements)


def told(parsing: Parsing) -> object:
    """What a build says of a folder and makes of it."""
    documents, removed, skipped = parsing.collection.documents, parsing.collection.removed, parsing.collection.skipped
    return documents, removed, [str(error) for error in skipped]


def check_whatever_is_known(folder: Path, edits: Iterable[tuple[str, bool]]) -> None:
    """Edit guides one after the other, and parse all each time: where it is said once the marks of all last."""
    for name, text in GUIDES.items():
        (folder / name).write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.marks._RESTED", TICK)
        known = Known()
        for edit, is_rested in edits:
            with suppress(OSError):  # what was done before may leave nothing to do it to
                EDITS[edit](folder)
            if is_rested:
                time.sleep(TICK)
            parsing = parse_folder(folder, known, map)
            assert told(parsing) == told(parse_folder(folder, Known(), map))
            known = known_of(parsing)


@pytest.mark.parametrize("edit", EDITS)
def test_whatever_is_done_to_a_file_the_documents_are_those_of_the_folder(tmp_path: Path, edit: str) -> None:
    check_whatever_is_known(tmp_path, [("nothing", True), (edit, True), (edit, False), (edit, True)])


@given(st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.booleans()), min_size=2, max_size=6))
@settings(max_examples=amount(20, 2_000))
def test_whatever_is_done_one_after_the_other_the_documents_are_those_of_the_folder(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, bool]]
) -> None:
    check_whatever_is_known(tmp_path_factory.mktemp("guides"), edits)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names the guides that were read."""
    names: list[str] = []
    decode = reader._decode

    def count(name: str, data: bytes) -> str:
        names.append(name)
        return decode(name, data)

    monkeypatch.setattr(reader, "_decode", count)
    return names


@pytest.mark.usefixtures("rested")
def test_only_what_was_touched_is_read_again(write_guides: WriteGuides, read: list[str]) -> None:
    whole = parse_folder(write_guides(GUIDES), Known(), map)
    assert sorted(read) == sorted(GUIDES)
    read.clear()
    parse_folder(write_guides({"3.md": "# 新的\n\n正文。\n"}), known_of(whole), map)
    assert read == ["3.md"]


@pytest.mark.usefixtures("rested")
def test_all_are_read_where_the_furniture_changed(write_guides: WriteGuides, read: list[str]) -> None:
    whole = parse_folder(write_guides(GUIDES), Known(), map)
    folder = write_guides({f"{n}.md": f"# 第{n}篇{GROUP}\n\n正文{n}。\n" for n in range(2)})
    read.clear()
    again = parse_folder(folder, known_of(whole), map)
    assert set(read) == set(GUIDES)
    assert again.collection.removed == tuple((f"{n}.md", Removed(1, GROUP)) for n in range(2))


@pytest.mark.usefixtures("rested")
def test_all_are_read_where_it_is_not_known_what_they_put_forward(write_guides: WriteGuides, read: list[str]) -> None:
    folder = write_guides(GUIDES)
    whole = parse_folder(folder, Known(), map)
    read.clear()
    again = parse_folder(folder, known_of(whole)._replace(statements=b""), map)
    assert sorted(read) == sorted(GUIDES)
    assert (told(again), again.statements) == (told(whole), whole.statements)

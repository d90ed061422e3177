from __future__ import annotations

import gc
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from index.analysis.channels import Channel
from index.builder import build, is_current, worth_loading
from index.errors import BuildKilledError, DataDirectoryError, NoGuidesError, SynonymFileError
from index.gathering import FoundTerms, Text, found_terms
from index.generation import Generation, live_generation, verify
from index.guides.collection import collect
from index.schema import fingerprint
from index.scoring import TITLE_WEIGHT
from index.searcher import Searcher
from index.stored import FoldedSection
from index.writing import write_index
from tests.index.generations import names

WriteGuides = Callable[[Mapping[str, str | bytes]], Path]
GROUP = "[[加群](https://ads.example/s)]"
GUIDES = {
    "a.md": f"# 怎么退货{GROUP}\n\n先登录。\n\n## 多久到账\n\n三天。\n",
    "b.md": f"# 怎么换货{GROUP}\n\n先拍照。\n",
    "c.md": b"\xff",
}


def test_the_summary_counts_what_was_made_and_names_what_was_left_out(
    write_guides: WriteGuides, tmp_path: Path
) -> None:
    summary = build(write_guides(GUIDES), tmp_path / "data")
    assert (summary.guides, summary.sections) == (2, 3)
    assert [(path, piece.text) for path, piece in summary.removed] == [("a.md", GROUP), ("b.md", GROUP)]
    assert [error.path for error in summary.skipped] == ["c.md"]
    manifest = summary.generation.manifest
    assert (manifest.guides, manifest.sections, manifest.fingerprint) == (2, 3, fingerprint())
    assert manifest.source == str(tmp_path / "guides")


def test_what_was_built_is_live_intact_and_answers(write_guides: WriteGuides, tmp_path: Path) -> None:
    summary = build(write_guides(GUIDES), tmp_path / "data")
    assert live_generation(tmp_path / "data") == summary.generation
    verify(summary.generation, fingerprint())
    searcher = Searcher.open(tmp_path / "data")
    assert searcher.search("多久到账").hits[0].section.id == "a#多久到账"
    searcher.close()


def test_a_section_counts_half_when_it_is_analysed_and_whole_when_it_is_written(
    write_guides: WriteGuides, tmp_path: Path
) -> None:
    calls: list[tuple[int, int]] = []
    build(write_guides(GUIDES), tmp_path / "data", lambda done, total: calls.append((done, total)))
    assert list(dict.fromkeys(calls)) == [(0, 3), (1, 3), (3, 3)]
    calls.clear()
    write_guides({"a.md": f"# 怎么退货{GROUP}\n\n先登录再说。\n"})
    build(write_guides({}), tmp_path / "data", lambda done, total: calls.append((done, total)))
    assert list(dict.fromkeys(calls)) == [(0, 2), (1, 2), (2, 2)]


@pytest.mark.parametrize(
    "edit",
    [
        {"a.md": "# 怎么退货\n\n先登录再说。\n"},
        {"d.md": "# 新的\n\n新的正文。\n"},
        {"b.md": f"---\nurl: /help/b\n---\n# 怎么换货{GROUP}\n\n先拍照。\n"},
        {"b.md": ""},
    ],
    ids=["text", "new guide", "address", "emptied"],
)
def test_an_index_is_current_until_its_guides_change(
    write_guides: WriteGuides, tmp_path: Path, edit: dict[str, str | bytes]
) -> None:
    folder, data = write_guides(GUIDES), tmp_path / "data"
    build(folder, data)
    assert is_current(folder, data)
    write_guides({"c.md": b"\xfe", "notes.txt": "不是"})
    assert is_current(folder, data)
    write_guides(edit)
    assert not is_current(folder, data)
    build(folder, data)
    assert is_current(folder, data)


def test_an_index_is_current_until_the_own_synonyms_change(write_guides: WriteGuides, tmp_path: Path) -> None:
    folder, data, own = write_guides(GUIDES), tmp_path / "data", tmp_path / "own.txt"
    build(folder, data)
    own.write_text("环球卡, 换货\n", "utf-8")
    assert not is_current(folder, data, own)
    build(folder, data, synonyms=own)
    assert is_current(folder, data, own)
    assert not is_current(folder, data)
    own.write_text("# 说明\n环球卡，换货\n", "utf-8")
    assert is_current(folder, data, own)
    own.write_text("环球卡, 退货\n", "utf-8")
    assert not is_current(folder, data, own)


def test_own_synonyms_find_what_the_guides_call_something_else(write_guides: WriteGuides, tmp_path: Path) -> None:
    folder, data, own = write_guides(GUIDES), tmp_path / "data", tmp_path / "own.txt"
    own.write_text("掉包, 换货\n", "utf-8")
    found = []
    for synonyms in (None, own):
        build(folder, data, synonyms=synonyms)
        with closing(Searcher.open(data)) as searcher:
            found.append([hit.section.title for hit in searcher.search("掉包").hits])
    assert found == [[], ["怎么换货"]]


@pytest.mark.parametrize("content", [None, "单独\n"], ids=["missing", "broken"])
def test_own_synonyms_with_a_fault_leave_the_live_generation(
    write_guides: WriteGuides, tmp_path: Path, content: str | None
) -> None:
    folder, data, own = write_guides(GUIDES), tmp_path / "data", tmp_path / "own.txt"
    live = build(folder, data).generation
    if content is not None:
        own.write_text(content, "utf-8")
    with pytest.raises(SynonymFileError):
        build(folder, data, synonyms=own)
    assert live_generation(data) == live
    assert len(list((data / "generations").iterdir())) == 1


def test_an_index_that_is_damaged_or_missing_is_not_current(write_guides: WriteGuides, tmp_path: Path) -> None:
    folder, data = write_guides(GUIDES), tmp_path / "data"
    assert not is_current(folder, data)
    build(folder, data)
    next(live_generation(data).path.glob("*.toc")).write_bytes(b"")
    assert not is_current(folder, data)


def test_a_build_of_nothing_leaves_the_live_generation(write_guides: WriteGuides, tmp_path: Path) -> None:
    data = tmp_path / "data"
    live = build(write_guides(GUIDES), data).generation
    for folder in (tmp_path / "missing", tmp_path / "data"):
        with pytest.raises(NoGuidesError):
            build(folder, data)
    assert live_generation(data) == live
    verify(live, fingerprint())


DIE = """
import os, signal, sys
from pathlib import Path
from index.builder import build
build(Path(sys.argv[1]), Path(sys.argv[2]), lambda done, _: done < 2 or os.kill(os.getpid(), signal.SIGKILL))
"""


def test_a_build_that_is_killed_half_way_leaves_the_live_generation(write_guides: WriteGuides, tmp_path: Path) -> None:
    folder, data = write_guides(GUIDES), tmp_path / "data"
    live = build(folder, data).generation
    died = subprocess.run([sys.executable, "-W", "ignore", "-c", DIE, folder, data], check=False)
    assert died.returncode == -signal.SIGKILL
    assert live_generation(data) == live
    assert len(list((data / "generations").iterdir())) == 2
    after = build(folder, data).generation
    assert names(data) == sorted([live.name, after.name])


def test_what_is_taken_away_while_it_is_built_upon_is_found_anew(
    write_guides: WriteGuides, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    gone = build(write_guides(GUIDES), data).generation
    written: list[Path] = []

    def lose(path: Path, *others: object) -> object:
        if not written:
            shutil.rmtree(gone.path)
        written.append(path)
        return write_index(path, *others)

    monkeypatch.setattr("index.builder.write_index", lose)
    after = build(write_guides({"new.md": "# 新的\n\n正文。\n"}), data).generation
    assert len(written) == 2
    assert names(data) == [after.name]
    verify(after, fingerprint())


def open_files(folder: Path) -> list[str]:
    """The files below a folder that this process holds open."""
    links = (os.path.realpath(link) for link in Path("/proc/self/fd").iterdir())
    return [target for target in links if target.startswith(str(folder))]


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files are not listed here")
@pytest.mark.parametrize(
    "step",
    [
        "index.whoosh_files._Strings.add_all",
        "index.whoosh_files._FieldWriter.add_terms",
        "whoosh.filedb.compound.CompoundStorage.assemble",
        "whoosh.index.TOC.write",
    ],
)
def test_a_build_that_fails_half_way_leaves_no_file_open(
    write_guides: WriteGuides, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_values: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(step, fail)
    with pytest.raises(DataDirectoryError, match="No space left") as caught:
        build(write_guides(GUIDES), tmp_path / "data")
    assert open_files(tmp_path / "data") == []
    assert caught.tb  # what it refers to was not collected


def test_an_error_of_numpy_without_a_number_is_told_by_its_words(
    write_guides: WriteGuides, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_values: object, **_named: object) -> None:
        raise OSError("512 requested and 0 written")

    monkeypatch.setattr("index.writing.write_impacts", fail)
    with pytest.raises(DataDirectoryError, match="512 requested and 0 written"):
        build(write_guides(GUIDES), tmp_path / "data")


def test_a_build_that_is_interrupted_is_not_called_another_error(write_guides: WriteGuides, tmp_path: Path) -> None:
    def interrupt(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(write_guides(GUIDES), tmp_path / "data", interrupt)


def test_the_garbage_collector_looks_as_often_after_a_build_as_before(
    write_guides: WriteGuides, tmp_path: Path
) -> None:
    before, frozen = gc.get_threshold(), gc.get_freeze_count()
    during: list[int] = []
    build(write_guides(GUIDES), tmp_path / "data", lambda _done, _total: during.append(gc.get_threshold()[0]))
    assert min(during) > before[0]
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, frozen)


def test_a_data_directory_that_is_a_file_is_refused(write_guides: WriteGuides) -> None:
    folder = write_guides(GUIDES)
    with pytest.raises(DataDirectoryError, match="--data"):
        build(folder, folder / "a.md")


def test_a_reader_keeps_its_generation_while_others_are_published(write_guides: WriteGuides, tmp_path: Path) -> None:
    folder, data = write_guides(GUIDES), tmp_path / "data"
    build(folder, data)
    searcher = Searcher.open(data)
    before = [hit.section for hit in searcher.search("登录").hits]
    write_guides({"a.md": "# 别的\n\n别的正文。\n"})
    for _ in range(3):
        build(folder, data)
    assert [hit.section for hit in searcher.search("登录").hits] == before
    searcher.close()


def test_dictionaries_are_loaded_by_all_processes_at_first_then_by_one_where_a_guide_was_touched(
    write_guides: WriteGuides, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.builder.cores", lambda: 4)
    folder, data = write_guides(GUIDES), tmp_path / "data"
    assert worth_loading(folder, data) == 4
    build(folder, data)
    for name in ("guides", "sections"):  # the guides were written long before, for all clocks
        os.utime(data / name, (time.time() + 10,) * 2)
    assert worth_loading(folder, data) == 0
    os.utime(data / "guides", (time.time() + 20,) * 2)  # as a build does that does not end
    assert worth_loading(folder, data) == 1
    os.utime(data / "guides", (0, 0))
    assert worth_loading(folder, data) == 1
    monkeypatch.setattr("index.remembered.maker", lambda: b"another program" + bytes(17))
    assert worth_loading(folder, data) == 4
    monkeypatch.undo()
    monkeypatch.setattr("index.builder.cores", lambda: 4)
    (data / "sections").unlink()  # as a first build does that does not end
    assert worth_loading(folder, data) == 4


def test_for_a_folder_without_guides_nothing_is_loaded(tmp_path: Path) -> None:
    assert worth_loading(tmp_path, tmp_path / "data") == 0
    with pytest.raises(NoGuidesError):
        worth_loading(tmp_path / "none", tmp_path / "data")


def test_a_word_in_the_title_counts_for_more_and_lengthens_the_same_field(write_guides: WriteGuides) -> None:
    [document] = collect(write_guides({"a.md": "# 指南\n\n## 退货\n\n退货要登录。\n"})).documents
    frequencies = found_terms(document.sections[0])["words"].frequencies
    assert frequencies["退货"] == TITLE_WEIGHT + 1
    assert frequencies["登录"] == 1
    assert frequencies["指南"] >= 1


def digests(generation: Generation) -> dict[str, str]:
    """The digests of all files."""
    return generation.manifest.files


MANY = {
    f"{n}.md": f"# 第{n}篇\n\n{'续费后多久生效' * (n % 5)}abc{n}\n\n## 账单{n % 7}\n\n流量{n}用完。\n"
    for n in range(40)
}


def test_any_number_of_processes_makes_the_same_files(
    write_guides: WriteGuides, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_guides(MANY)
    monkeypatch.setattr("index.builder.cores", lambda: 1)
    monkeypatch.setattr("index.analysing.BATCH", 7)
    monkeypatch.setattr("index.whoosh_files.LARGEST_SEGMENT", 30)
    one = build(folder, tmp_path / "one").generation
    monkeypatch.setattr("index.builder.cores", lambda: 3)
    monkeypatch.setattr("index.parsing.BATCH", 3)
    assert digests(build(folder, tmp_path / "three").generation) == digests(one)
    monkeypatch.setattr("index.analysing.BATCH", 1000)
    assert digests(build(folder, tmp_path / "batch").generation) == digests(one)


def test_sections_in_any_of_whooshs_segments_are_the_ones_that_are_numbered(
    write_guides: WriteGuides, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.whoosh_files.LARGEST_SEGMENT", 9)
    build(write_guides(MANY), tmp_path / "data")
    searcher = Searcher.open(tmp_path / "data")
    assert [searcher.section(name).id for name in searcher._reader.ids] == list(searcher._reader.ids)
    searcher.close()


def test_what_is_known_makes_the_same_files_as_a_build_of_all(write_guides: WriteGuides, tmp_path: Path) -> None:
    folder = write_guides(MANY)
    build(folder, tmp_path / "data")
    for edit in ({"3.md": "# 新的\n\n全新的正文。\n"}, {"00.md": "# 零\n\n排在最前。\n", "7.md": ""}, {}):
        write_guides(edit)
        after = build(folder, tmp_path / "data").generation
        assert digests(after) == digests(build(folder, tmp_path / f"new {len(edit)}").generation)


def test_what_is_known_and_damaged_is_found_anew(write_guides: WriteGuides, tmp_path: Path) -> None:
    folder = write_guides(MANY)
    damaged = build(folder, tmp_path / "data").generation
    with (damaged.path / "words.postings").open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        file.write(b"\x7f")
    write_guides({"3.md": "# 新的\n\n全新的正文。\n"})
    after = build(folder, tmp_path / "data").generation
    assert digests(after) == digests(build(folder, tmp_path / "new").generation)


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"x" * 99)], ids=["missing", "damaged"])
def test_guides_that_are_not_known_any_more_are_read_and_parsed_anew(
    write_guides: WriteGuides, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    folder = write_guides(MANY)
    before = build(folder, tmp_path / "data").generation
    damage(tmp_path / "data" / "guides")
    assert digests(build(folder, tmp_path / "data").generation) == digests(before)


@pytest.mark.usefixtures("rested")
def test_an_unchanged_guide_is_not_read_again(
    write_guides: WriteGuides, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, data = write_guides(MANY), tmp_path / "data"
    before = build(folder, data).generation

    def read(name: str, *_others: object) -> bytes:
        raise AssertionError(name)

    monkeypatch.setattr("index.guides.reader._bytes", read)
    assert digests(build(folder, data).generation) == digests(before)
    assert is_current(folder, data)


def test_an_unchanged_section_is_not_analysed_again(
    write_guides: WriteGuides, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_guides(MANY)
    build(folder, tmp_path / "data")
    analysed: list[str] = []

    def count(section: Text, folds: FoldedSection) -> dict[Channel, FoundTerms]:
        analysed.append(section.title)
        return found_terms(section, folds)

    monkeypatch.setattr("index.builder.cores", lambda: 1)  # here, where it is counted
    monkeypatch.setattr("index.gathering.found_terms", count)
    write_guides({"3.md": f"{MANY['3.md']}\n## 新的\n\n全新的正文。\n"})
    build(folder, tmp_path / "data")
    assert analysed == ["新的"]


def test_what_is_remembered_is_not_taken_for_an_index(write_guides: WriteGuides, tmp_path: Path) -> None:
    build(write_guides(GUIDES), tmp_path / "data")
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == [
        "generations",
        "guides",
        "live",
        "lock",
        "sections",
        "untouched",
    ]


def killed(_texts: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_build_that_lost_a_process_says_so_and_leaves_nothing(
    write_guides: WriteGuides, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.analysing.BATCH", 1)
    monkeypatch.setattr("index.builder.cores", lambda: 2)
    monkeypatch.setattr("index.analysing.gather_sections", killed)
    with pytest.raises(BuildKilledError, match="for want of memory"):
        build(write_guides(GUIDES), tmp_path / "data")
    assert list((tmp_path / "data" / "generations").iterdir()) == []

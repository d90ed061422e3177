from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index import remembered
from index.builder import build
from index.documents import Guide, Removed
from index.errors import GenerationDamagedError
from index.gathering import gather_sections
from index.generation import MANIFEST, live_generation, verify
from index.guides.collection import collect
from index.impacts import WEIGHED
from index.parsing import kept
from index.remembered import (
    Findings,
    Guides,
    last_build,
    maker,
    read_findings,
    recall,
    recall_guides,
    remember_guides,
    remember_sections,
)
from index.schema import fingerprint
from index.stored import StoredDocument, stored_guide
from tests.index.scattered_strings import each
from tests.index.test_postings import rows

GUIDE = stored_guide(Guide("a", "标题", "zh-Hans"), ("a#1", "a#2"), ("zh-Hans", "en"), (True, False))
DOCUMENTS = (StoredDocument(GUIDE, ("a" * 32, "b" * 32), ("标题",), (Removed(3, "广告"),), "key", (1, 2, 3, 2**63)),)
GUIDES = Guides(DOCUMENTS, b"what guides put forward")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Guides of a few sections."""
    (tmp_path / "guides").mkdir()
    (tmp_path / "guides" / "a.md").write_text("# 续费\n\n续费要登录。\n\n## 续费之后\n\n三天生效abc。\n", "utf-8")
    (tmp_path / "guides" / "b.md").write_text("# 登录\n\n" + "续费续费。" * 70 + "\n", "utf-8")
    return tmp_path / "guides"


@pytest.fixture
def data(folder: Path, tmp_path: Path) -> Path:
    """What a build of these left."""
    build(folder, tmp_path / "data")
    return tmp_path / "data"


def findings(data: Path) -> Findings:
    """What the last build found."""
    recalled = recall(data)
    assert recalled is not None
    return read_findings(recalled)


def test_what_was_found_in_sections_comes_back(folder: Path, data: Path) -> None:
    documents = [kept(document) for document in collect(folder).documents]
    sections = [section for document in documents for section in document.sections]
    found = gather_sections(sections)
    recalled = recall(data)
    assert recalled is not None
    assert recalled.digests == tuple(digest for document in documents for digest in document.document.digests)
    known = read_findings(recalled)
    assert each(known.stored) == list(found.stored)
    for name, postings in found.postings.items():
        assert list(known.postings[name].keys) == list(postings.keys)
        assert rows(known.postings[name]) == rows(postings)


def test_sections_of_all_segments_come_back(folder: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = findings(data)
    monkeypatch.setattr("index.whoosh_files.LARGEST_SEGMENT", 1)
    again = build(folder, data).generation
    assert len(list(again.path.glob("*.seg"))) == 3
    after = findings(data)
    assert each(after.stored) == each(before.stored)


def test_what_was_kept_of_guides_comes_back(tmp_path: Path) -> None:
    remember_guides(tmp_path, GUIDES)
    assert recall_guides(tmp_path) == GUIDES
    assert [document.mark for document in recall_guides(tmp_path).documents] == [(1, 2, 3, 2**63)]


def test_the_last_build_is_the_one_that_this_program_kept_something_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert last_build(tmp_path) is None
    remember_guides(tmp_path, GUIDES)
    assert last_build(tmp_path) is None
    remember_sections(tmp_path, "none", ())
    assert last_build(tmp_path) == (tmp_path / "guides").stat().st_mtime
    monkeypatch.setattr(remembered, "maker", lambda: b"another")
    assert last_build(tmp_path) is None


def test_what_a_killed_build_was_writing_goes(tmp_path: Path) -> None:
    remember_guides(tmp_path, GUIDES)
    remember_sections(tmp_path, "none", ())
    before = set(tmp_path.iterdir())
    for name in ("guides", "sections"):
        (tmp_path / f".{name}").write_bytes(b"torn")
    remember_guides(tmp_path, GUIDES)
    remember_sections(tmp_path, "none", ())
    assert set(tmp_path.iterdir()) == before


def test_nothing_is_read_of_a_generation_that_has_any_other_byte(data: Path) -> None:
    path = live_generation(data).path
    recalled = recall(data)
    assert recalled is not None
    for name in sorted(recalled.generation.manifest.files.keys() - WEIGHED):
        whole = (path / name).read_bytes()
        place = len(whole) // 2
        (path / name).write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(GenerationDamagedError):
            read_findings(recalled)
        (path / name).unlink()
        with pytest.raises(GenerationDamagedError):
            read_findings(recalled)
        (path / name).write_bytes(whole)
    read_findings(recalled)


def test_files_that_are_made_anew_may_hold_anything(folder: Path, data: Path) -> None:
    path, before = live_generation(data).path, findings(data)
    for name in WEIGHED:
        (path / name).write_bytes(b"damaged")
    assert each(findings(data).stored) == each(before.stored)
    verify(build(folder, data).generation, fingerprint())


def test_sections_are_not_known_where_their_generation_is_gone_or_has_another_manifest(data: Path) -> None:
    path = live_generation(data).path
    manifest = (path / MANIFEST).read_bytes()
    (path / MANIFEST).write_bytes(manifest.replace(b"1", b"2", 1))
    assert recall(data) is None
    (path / MANIFEST).write_bytes(manifest)
    assert recall(data) is not None
    shutil.rmtree(path)
    assert recall(data) is None


def test_where_nothing_was_kept_nothing_comes_back(tmp_path: Path) -> None:
    assert recall(tmp_path) is None
    assert recall_guides(tmp_path) == Guides()


RECALLS: dict[str, Callable[[Path], object]] = {"sections": recall, "guides": recall_guides}
WITHOUT = {"sections": None, "guides": Guides()}


@pytest.mark.parametrize("name", RECALLS)
def test_a_file_with_any_byte_changed_is_not_trusted(data: Path, name: str) -> None:
    path, recalled = data / name, RECALLS[name]
    whole = path.read_bytes()
    assert recalled(data) != WITHOUT[name]
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert recalled(data) == WITHOUT[name]
    path.write_bytes(whole[: len(whole) // 2])
    assert recalled(data) == WITHOUT[name]
    path.write_bytes(b"")
    assert recalled(data) == WITHOUT[name]


def test_what_another_version_kept_is_not_trusted(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "maker", lambda: b"another")
    assert recall(data) is None
    assert recall_guides(data) == Guides()


@pytest.mark.parametrize("name", ["new.py", "new.pyx", "new.pxd", "new.txt"])
def test_the_maker_changes_with_every_kind_of_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(remembered, "files", lambda _: tmp_path)
    before = maker.__wrapped__()
    (tmp_path / name).write_text("changed", "utf-8")
    assert maker.__wrapped__() != before


def test_the_maker_changes_with_the_sources_the_data_and_the_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    before = maker()
    maker.cache_clear()
    monkeypatch.setattr(remembered, "version_of", lambda _library: "0.0.0")
    assert maker() != before
    maker.cache_clear()
    monkeypatch.undo()
    assert maker() == before


def test_where_it_cannot_be_kept_the_build_goes_on(folder: Path, data: Path) -> None:
    (data / "sections").unlink()
    (data / ".sections").mkdir()
    build(folder, data)
    assert recall(data) is None

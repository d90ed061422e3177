from __future__ import annotations

import hashlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from index import remembered
from index.documents import Guide, Removed
from index.marks import mark_of
from index.postings import gather
from index.remembered import Findings, Guides, maker, recall, recall_guides, remember
from index.stored import StoredDocument, StoredGuide

WORDS = gather([{"续费": 2}, {"a": 1, "续费": 1}])
SOME = Findings(("a" * 32, "b" * 32), (b"one", b""), {"words": WORDS, "words.full": gather([])})


GUIDE = StoredGuide(Guide("a", "标题", "zh-Hans"), ("a#1", "a#2"), ("zh-Hans", "en"), (True, False))
DOCUMENTS = (StoredDocument(GUIDE, ("标题",), SOME.digests, (Removed(3, "广告"),), "key"),)


GUIDES = Guides(DOCUMENTS, b"what guides put forward")


def test_what_was_kept_comes_back(tmp_path: Path) -> None:
    remember(tmp_path, GUIDES, SOME)
    kept = recall(tmp_path)
    assert kept is not None
    assert (kept.digests, kept.stored) == (SOME.digests, SOME.stored)
    assert {name: postings.keys for name, postings in kept.postings.items()} == {
        "words": (b"a", "续费".encode()),
        "words.full": (),
    }
    assert kept.postings["words"].frequencies.tolist() == SOME.postings["words"].frequencies.tolist()


def test_what_was_kept_of_guides_comes_back(tmp_path: Path) -> None:
    remember(tmp_path, GUIDES, SOME)
    assert recall_guides(tmp_path) == GUIDES


def test_sections_that_are_kept_already_are_not_written_again(tmp_path: Path) -> None:
    remember(tmp_path, GUIDES, SOME)
    before = mark_of(tmp_path / "sections")
    remember(tmp_path, GUIDES, SOME, recall(tmp_path))
    assert mark_of(tmp_path / "sections") == before
    other = Findings(SOME.digests[::-1], SOME.stored[::-1], SOME.postings)
    remember(tmp_path, GUIDES, other, recall(tmp_path))
    kept = recall(tmp_path)
    assert kept is not None
    assert kept.digests == other.digests


def test_what_a_killed_build_was_writing_goes_though_sections_are_kept_already(tmp_path: Path) -> None:
    remember(tmp_path, GUIDES, SOME)
    before = set(tmp_path.iterdir())
    for name in ("guides", "sections"):
        (tmp_path / f".{name}").write_bytes(b"torn")
    remember(tmp_path, GUIDES, SOME, recall(tmp_path))
    assert set(tmp_path.iterdir()) == before


def test_where_nothing_was_kept_nothing_comes_back(tmp_path: Path) -> None:
    assert recall(tmp_path) is None
    assert recall_guides(tmp_path) == Guides()


RECALLS: dict[str, Callable[[Path], object]] = {"sections": recall, "guides": recall_guides}

NOTHING = {"sections": None, "guides": Guides()}


@pytest.mark.parametrize("name", RECALLS)
def test_a_file_with_any_byte_changed_is_not_trusted(tmp_path: Path, name: str) -> None:
    remember(tmp_path, GUIDES, SOME)
    path, recalled = tmp_path / name, RECALLS[name]
    whole = path.read_bytes()
    assert recalled(tmp_path) != NOTHING[name]
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert recalled(tmp_path) == NOTHING[name]
    path.write_bytes(whole[: len(whole) // 2])
    assert recalled(tmp_path) == NOTHING[name]
    path.write_bytes(b"")
    assert recalled(tmp_path) == NOTHING[name]


def test_what_another_version_kept_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remember(tmp_path, GUIDES, SOME)
    monkeypatch.setattr(remembered, "maker", lambda: b"another")
    assert recall(tmp_path) is None
    assert recall_guides(tmp_path) == Guides()


def test_the_maker_changes_with_the_sources_the_data_and_the_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    before = maker()
    maker.cache_clear()
    monkeypatch.setattr(remembered, "version", lambda _library: "0.0.0")
    assert maker() != before
    maker.cache_clear()
    monkeypatch.undo()
    assert maker() == before


def test_a_pickle_is_not_read(tmp_path: Path) -> None:
    file = BytesIO()
    file.write(maker() + b'["digests"]\n')
    np.save(file, np.array([{}], object))
    (tmp_path / "sections").write_bytes(hashlib.sha256(file.getvalue()).digest() + file.getvalue())
    assert recall(tmp_path) is None


def test_where_it_cannot_be_kept_the_build_goes_on(tmp_path: Path) -> None:
    (tmp_path / ".sections").mkdir()
    remember(tmp_path, GUIDES, SOME)
    assert recall(tmp_path) is None

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from index import remembered
from index.postings import gather
from index.remembered import Findings, maker, recall, remember

WORDS = gather([{"续费": 2}, {"a": 1, "续费": 1}])
SOME = Findings((b"a" * 16, b"b" * 16), (b"one", b""), {"words": WORDS, "words.full": gather([])})


def test_what_was_kept_comes_back(tmp_path: Path) -> None:
    remember(tmp_path, SOME)
    kept = recall(tmp_path)
    assert kept is not None
    assert (kept.digests, kept.stored) == (SOME.digests, SOME.stored)
    assert {name: postings.keys for name, postings in kept.postings.items()} == {
        "words": (b"a", "续费".encode()),
        "words.full": (),
    }
    assert kept.postings["words"].frequencies.tolist() == SOME.postings["words"].frequencies.tolist()


def test_where_nothing_was_kept_nothing_comes_back(tmp_path: Path) -> None:
    assert recall(tmp_path) is None


def test_a_file_with_any_byte_changed_is_not_trusted(tmp_path: Path) -> None:
    remember(tmp_path, SOME)
    path = tmp_path / "analysis.npz"
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert recall(tmp_path) is None
    path.write_bytes(whole[: len(whole) // 2])
    assert recall(tmp_path) is None
    path.write_bytes(b"")
    assert recall(tmp_path) is None


def test_what_another_version_kept_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remember(tmp_path, SOME)
    monkeypatch.setattr(remembered, "maker", lambda: b"another")
    assert recall(tmp_path) is None


def test_the_maker_changes_with_the_sources_the_data_and_the_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    before = maker()
    maker.cache_clear()
    monkeypatch.setattr(remembered, "version", lambda _library: "0.0.0")
    assert maker() != before
    maker.cache_clear()
    monkeypatch.undo()
    assert maker() == before


def test_a_pickle_is_not_read(tmp_path: Path) -> None:
    arrays = {"maker": np.frombuffer(maker(), np.uint8), "digests": np.array([{}], object)}
    file = BytesIO()
    np.savez(file, **arrays)
    (tmp_path / "analysis.npz").write_bytes(hashlib.sha256(file.getvalue()).digest() + file.getvalue())
    assert recall(tmp_path) is None


def test_where_it_cannot_be_kept_the_build_goes_on(tmp_path: Path) -> None:
    (tmp_path / ".analysis.npz").mkdir()
    remember(tmp_path, SOME)
    assert recall(tmp_path) is None

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import IO

import pytest

from index.builder import build
from index.guides import reader
from index.searcher import Searcher
from tests.widget.commands import write_guides


def test_no_bad_guide_stops_a_build_and_each_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guides = write_guides(tmp_path / "guides", {"good": "# 退货\n\n三天内退款。\n", "last": "# 换货\n\n先拍照。\n"})
    (guides / "latin.md").write_bytes("# 乱码\n".encode("gbk"))
    (guides / "half.md").write_bytes("# 半个".encode()[:-1])
    (guides / "nuls.md").write_bytes(b"\0" * 100)
    (guides / "loop.md").symlink_to("pool.md")
    (guides / "pool.md").symlink_to("loop.md")
    (guides / "circle").symlink_to(guides, target_is_directory=True)
    (guides / "closed.md").write_text("# 关\n\n关。\n")
    (guides / "going.md").write_text("# 走\n\n走。\n")
    (guides / "front.md").write_text("---\nurl: [\n---\n# 坏\n")
    os.mkfifo(guides / "pipe.md")
    os.truncate(guides / "going.md", 50)

    def opened(path: str, mode: str, buffering: int) -> IO[bytes]:
        if path.endswith("closed.md"):
            raise PermissionError(13, "Permission denied")
        if path.endswith("going.md"):
            Path(path).unlink()
        return Path(path).open(mode, buffering)

    monkeypatch.setattr(reader, "open", opened, raising=False)
    summary = build(guides, tmp_path / "data")
    named = {error.path: error.reason for error in summary.skipped}
    assert summary.guides == 2
    assert set(named) == {
        "latin.md", "half.md", "nuls.md", "loop.md", "pool.md", "circle", "closed.md", "going.md", "front.md",
        "pipe.md",
    }  # fmt: skip
    assert all(named.values())
    assert "no permission" in named["closed.md"]
    searcher = Searcher.open(tmp_path / "data")
    assert [hit.section.id for hit in searcher.search("换货拍照").hits] == ["last#intro"]
    searcher.close()


def test_guides_that_come_and_go_during_builds_never_stop_them(tmp_path: Path) -> None:
    guides = write_guides(tmp_path / "guides", {"good": "# 退货\n\n三天内退款。\n"})
    stop = threading.Event()

    def stir() -> None:
        while not stop.is_set():
            write_guides(guides, {"folder/comes": "# 来\n\n来了。\n"})
            (guides / "folder/comes.md").unlink()
            (guides / "folder").rmdir()

    stirring = threading.Thread(target=stir)
    stirring.start()
    try:
        sections = {build(guides, tmp_path / "data").sections for _ in range(10)}
    finally:
        stop.set()
        stirring.join()
    assert sections <= {1, 2}


def test_limits_are_named_with_the_figures_that_they_compare(tmp_path: Path) -> None:
    guides = write_guides(tmp_path / "guides", {"good": "# 退货\n\n退款。\n", "large": "退" * reader.LARGEST})
    [error] = build(guides, tmp_path / "data").skipped
    assert str(error).startswith(f"large.md: has {3 * reader.LARGEST:,} bytes, more than {reader.LARGEST:,}")

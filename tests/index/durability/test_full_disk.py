from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.builder import build
from index.errors import DataDirectoryError
from index.generation import live_generation, verify
from index.schema import fingerprint
from index.searcher import Searcher
from tests.conftest import amount
from tests.widget.commands import write_guides

SIZES = amount(16, 50)
ROOM = 4 << 20
"""Bytes of the small disk: several times what these builds take."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["/bin/mount", "-t", "tmpfs", "-o", f"size={ROOM}", "none", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"a small disk can't be mounted here: {mounted.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["/bin/umount", "--lazy", str(folder)], check=True)


def fill(disk: Path, free: int) -> Path:
    """Fill a disk so that some bytes stay free."""
    filler = disk / "filler"
    statistics = os.statvfs(disk)
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, statistics.f_bavail * statistics.f_frsize - free))
    return filler


def used(disk: Path) -> int:
    statistics = os.statvfs(disk)
    return (statistics.f_blocks - statistics.f_bfree) * statistics.f_frsize


def tried(guides: Path, data: Path) -> str:
    """Build; say why not, if not."""
    try:
        build(guides, data)
    except DataDirectoryError as error:
        full = os.strerror(errno.ENOSPC)
        return full if full in str(error) else str(error)
    return "built"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # what Whoosh could not write out
def test_a_full_disk_stops_a_build_and_nothing_else(disk: Path, tmp_path: Path) -> None:
    data, guides = disk / "data", tmp_path / "guides"
    write_guides(guides, {"a": "# 退货\n\n三天内退款，原路返回。\n"})
    build(guides, data)
    needed = used(disk)
    write_guides(guides, {"b": "# 换货\n\n先拍照，再寄回来。\n"})
    outcomes = []
    for number in range(SIZES):
        live, before = live_generation(data), used(disk)
        searcher = Searcher.open(data)
        filler = fill(disk, number * 2 * needed // SIZES)
        outcomes.append(said := tried(guides, data))
        if said != "built":
            assert live_generation(data) == live
            verify(live, fingerprint())
            filler.unlink()
            assert used(disk) <= before, "what a failed build wrote is still there"
        assert [hit.section.id for hit in searcher.search("退货退款").hits][:1] == ["a#intro"]
        searcher.close()
        Searcher.open(data).close()
        filler.unlink(missing_ok=True)
        build(guides, data)
        assert live_generation(data).name != live.name
        assert len(list((data / "generations").iterdir())) == 2
    assert outcomes[0] == os.strerror(errno.ENOSPC)
    assert outcomes[-1] == "built"
    assert outcomes == sorted(outcomes), "a larger disk did worse"

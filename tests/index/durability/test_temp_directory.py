from __future__ import annotations

import marshal
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import serving
from tests.widget.commands import run
from tests.widget.http_client import fetch
from widget.cli import SAMPLE


def poison(folder: Path, content: bytes) -> None:
    """Put something where jieba looks for the dictionary it once read."""
    for name in ("jieba.cache", "jieba.u0.cache"):
        (folder / name).write_bytes(content)


def _fifo(folder: Path) -> None:
    os.mkfifo(folder / "jieba.cache")


def _linked(folder: Path) -> None:
    (folder / "jieba.cache").symlink_to(folder / "jieba.cache")


WAYS: dict[str, Callable[[Path], None]] = {
    "garbage": lambda folder: poison(folder, b"\xff" * 1_000),
    "empty": lambda folder: poison(folder, b""),
    "another dictionary": lambda folder: poison(folder, marshal.dumps(({"退": 0}, 1))),
    "not a dictionary": lambda folder: poison(folder, marshal.dumps([1, 2, 3])),
    "a bomb": lambda folder: poison(folder, b"(\xff\xff\xff\x7f"),
    "cut off": lambda folder: poison(folder, marshal.dumps(({"退货": 9}, 9))[:-4]),
    "a pipe that nobody writes": _fifo,
    "a loop of links": _linked,
    "a folder": lambda folder: (folder / "jieba.cache").mkdir(),
}


CUT = """
import sys, tempfile
sys.modules |= dict.fromkeys(["index.compiled_dictionary", "rjieba"])  # as where neither is installed
from index.analysis import channels, segmenter
for folder in sys.argv[1:]:
    tempfile.tempdir = folder
    segmenter.cutter.cache_clear()
    segmenter.load()
    assert tempfile.gettempdir() == folder
    print(*(word.term for word in channels.words("退货政策和续费后多久生效")))
"""


def cut(*folders: Path) -> list[str]:
    """The words of a text, cut with each of the folders as the temp directory."""
    command = [sys.executable, "-W", "ignore", "-c", CUT, *map(str, folders)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert "cache" not in ended.stderr
    return ended.stdout.splitlines()


def test_what_lies_in_the_temp_directory_is_neither_read_nor_written(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("clean", *WAYS)]
    for folder in folders:
        folder.mkdir()
    for folder, poisoned in zip(folders[1:], WAYS.values(), strict=True):
        poisoned(folder)
    before = {path for folder in folders for path in folder.iterdir()}
    clean, *others = cut(*folders)
    assert "退货" in clean.split()
    assert others == [clean] * len(WAYS)
    assert {path for folder in folders for path in folder.iterdir()} == before


def test_an_index_is_built_and_searched_where_nothing_but_its_folder_can_be_written(tmp_path: Path) -> None:
    """Nothing named as a temp directory exists, and the home may not be written."""
    data = tmp_path / "data"
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    nowhere = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(tmp_path / "nowhere")) | {"HOME": str(home)}
    assert run("index", SAMPLE, "--data", data, **nowhere).returncode == 0
    ended = run("search", "续费后多久生效", "--data", data, **nowhere)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "unlimited#" in ended.stdout
    assert list(home.iterdir()) == []


CLOSED = """
mount --bind "$0" "$0"
for place in / /tmp /var/tmp /dev/shm; do ! mountpoint -q $place || mount -o remount,bind,ro $place; done
cd /
exec "$@"
"""
"""Makes every disk read-only but for one folder, for what it runs."""


def test_an_index_is_built_and_served_where_every_other_disk_is_read_only(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    inside = ["unshare", "--mount", "sh", "-ec", CLOSED, str(data)]
    try:
        tried = subprocess.run([*inside, "true"], capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        pytest.skip(f"no disk can be made read-only here: {error}")
    if tried.returncode:
        pytest.skip(f"no disk can be made read-only here: {tried.stderr.strip()}")
    look = "import tempfile; tempfile.gettempdir()"
    looked = subprocess.run([*inside, sys.executable, "-c", look], capture_output=True, text=True, check=False)
    assert "No usable temporary directory" in looked.stderr
    with serving("serve", str(SAMPLE), "--data", str(data), inside=inside) as address:
        assert fetch(address, "/search?q=续费后多久生效").json["hits"]
        assert b"helpwidget_requests_total" in fetch(address, "/metrics").body
        assert fetch(address, "/readyz").json["degraded"] is False
    assert sorted(path.name for path in data.iterdir()) == [
        "generations", "guides", "live", "lock", "sections", "untouched",
    ]  # fmt: skip

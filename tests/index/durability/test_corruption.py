from __future__ import annotations

import marshal
import os
import pickle
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pytest

from index.builder import build
from index.errors import GenerationDamagedError, GenerationError
from index.generation import MANIFEST, dump_manifest, live_generation
from index.reader import GenerationReader
from index.searcher import Searcher
from tests.conftest import amount
from tests.widget.commands import write_guides

DAMAGES = amount(180, 2_000)
LOADS: dict[str, Callable[..., object]] = {
    "pickle.loads": pickle.loads,
    "pickle.load": pickle.load,
    "marshal.loads": marshal.loads,
    "marshal.load": marshal.load,
    "whoosh.codec.whoosh3.loads": pickle.loads,
    "whoosh.filedb.structfile.load_pickle": pickle.load,
    "index.searcher.GenerationReader": GenerationReader,
}
"""What turns bytes into objects, by the names that it is called by; and what opens a generation's files."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory whose files are put right after each damage."""
    folder = tmp_path_factory.mktemp("corruption")
    build(write_guides(folder / "guides", {"a": "# 退货\n\n三天内退款。\n\n## 换货\n\nUSB-C 线。\n"}), folder / "data")
    return folder / "data"


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names what was called to load something, each time."""
    calls: list[str] = []

    def counted(name: str, call: Callable[..., object]) -> Callable[..., object]:
        def wrapped(*values: object, **named: object) -> object:
            calls.append(name)
            return call(*values, **named)

        return wrapped

    for name, call in LOADS.items():
        monkeypatch.setattr(name, counted(name, call))
    return calls


def flip(content: bytes, chance: random.Random) -> bytes:
    """One bit is another one."""
    position = chance.randrange(len(content))
    return content[:position] + bytes([content[position] ^ 1 << chance.randrange(8)]) + content[position + 1 :]


def truncate(content: bytes, chance: random.Random) -> bytes:
    """The end is missing, or all of it."""
    return content[: chance.randrange(len(content))]


def lengthen(content: bytes, chance: random.Random) -> bytes:
    """Something stands behind the end."""
    return content + chance.randbytes(chance.randrange(1, 9))


def overwrite(content: bytes, chance: random.Random) -> bytes:
    """A piece of it was never written."""
    start = chance.randrange(len(content))
    holed = content[:start] + bytes(len(content[start : start + 512])) + content[start + 512 :]
    return holed if holed != content else flip(content, chance)


@contextmanager
def damaged(path: Path, content: bytes) -> Iterator[None]:
    """A file with another content, for a while."""
    whole = path.read_bytes()
    path.write_bytes(content)
    yield
    path.write_bytes(whole)


def test_every_damage_to_every_file_is_refused_before_anything_is_loaded(data: Path, loaded: list[str]) -> None:
    chance = random.Random(7)  # noqa: S311 - choices to repeat, no secrets
    files = [*sorted(live_generation(data).path.iterdir()), data / "live"]
    kinds, hit = cycle([flip, truncate, flip, lengthen, flip, overwrite]), set()
    for path, number in zip(cycle(path for path in files if path.stat().st_size), range(DAMAGES), strict=False):
        whole = path.read_bytes()
        with damaged(path, next(kinds)(whole, chance)), pytest.raises(GenerationError):
            Searcher.open(data).close()
        hit.add(path)
        assert loaded == [], (path, number)
    assert hit == {path for path in files if path.stat().st_size}
    Searcher.open(data).close()
    assert {"index.searcher.GenerationReader", "whoosh.filedb.structfile.load_pickle"} <= set(
        loaded
    )  # whole, it is loaded: the watch is awake


@pytest.mark.parametrize("left", [0.0, 0.5, 1.0])
def test_a_file_that_changes_after_its_check_is_refused_or_was_not_read_yet(
    data: Path, monkeypatch: pytest.MonkeyPatch, left: float
) -> None:
    """Cut off or, where all is left, with other bytes; what is mapped shows it when it is read."""
    refused = set()
    for path in live_generation(data).path.iterdir():
        whole = path.read_bytes()
        content = whole[: int(len(whole) * left)] if left < 1 else bytes(byte ^ 0x5A for byte in whole)
        monkeypatch.setattr("index.searcher.check", lambda *_, path=path, content=content: path.write_bytes(content))
        try:
            Searcher.open(data).close()
        except GenerationDamagedError:
            refused.add(path.name)
        finally:
            path.write_bytes(whole)
    assert {"_MAIN_1.toc", "guides.json", "words.postings"} <= refused


class Touch:
    """An object whose pickle makes a file when it is loaded."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str, int]]:
        return os.open, (self.path, os.O_CREAT)


def test_a_crafted_file_runs_nothing_wherever_it_lies(data: Path, tmp_path: Path) -> None:
    sprung = tmp_path / "sprung"
    trap = pickle.dumps(Touch(sprung))
    for path in live_generation(data).path.iterdir():
        with damaged(path, trap), pytest.raises(GenerationDamagedError):
            Searcher.open(data).close()
    assert not sprung.exists()
    pickle.loads(trap)  # noqa: S301 - the trap works
    assert sprung.exists()


def test_a_crafted_file_beside_the_others_runs_nothing(data: Path, tmp_path: Path) -> None:
    beside = live_generation(data).path / "_MAIN_2.toc"  # the newest of these is what Whoosh would open
    beside.write_bytes(pickle.dumps(Touch(tmp_path / "sprung")))
    try:
        with pytest.raises(GenerationDamagedError, match=r"_MAIN_2\.toc: is not in the manifest"):
            Searcher.open(data).close()
    finally:
        beside.unlink()
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize("name", ["../outside", "/etc/hostname", "sub/file"])
def test_a_manifest_that_names_files_elsewhere_is_refused(data: Path, name: str) -> None:
    live = live_generation(data)
    crafted = dump_manifest(replace(live.manifest, files={**live.manifest.files, name: "0" * 64}))
    with damaged(live.path / MANIFEST, crafted), pytest.raises(GenerationDamagedError, match="is missing"):
        Searcher.open(data).close()

"""Ways to damage what lies in a data directory, and what tells of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep

import orjson
from flask.testing import FlaskClient

from index.builder import build
from index.generation import dump_manifest, live_generation
from index.impacts import FILES
from tests.widget.commands import write_guides


def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until a condition holds."""
    end = monotonic() + seconds
    while not condition():
        assert monotonic() < end, "waited in vain"
        sleep(0.02)


def publish(folder: Path, data: Path, word: str) -> str:
    """Publish guides that say `word`; give the name of the generation."""
    guides = {"a": f"# Title {word}\n\nalpha {word} text\n", "b": f"# Beta\n\nabout {word} too\n"}
    return build(write_guides(folder, guides), data).generation.name


def flip_a_byte(data: Path) -> None:
    file = max(live_generation(data).path.iterdir(), key=lambda path: (path.name != "manifest.json", path.name))
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def lose_a_file(data: Path) -> None:
    next(path for path in live_generation(data).path.iterdir() if path.name not in {"manifest.json", *FILES}).unlink()


def add_a_file(data: Path) -> None:
    (live_generation(data).path / "added.pickle").write_bytes(b"x")


def cut_the_manifest(data: Path) -> None:
    manifest = live_generation(data).path / "manifest.json"
    manifest.write_bytes(manifest.read_bytes()[:-20])


def lose_the_manifest(data: Path) -> None:
    (live_generation(data).path / "manifest.json").unlink()


def come_from_another_version(data: Path) -> None:
    live = live_generation(data)
    (live.path / "manifest.json").write_bytes(dump_manifest(replace(live.manifest, fingerprint="another")))


def list_no_files(data: Path) -> None:
    manifest = live_generation(data).path / "manifest.json"
    manifest.write_bytes(orjson.dumps({**orjson.loads(manifest.read_bytes()), "files": None}))


def lose_the_directory(data: Path) -> None:
    """Take it away at once: who looks while its files go finds one of them missing, which is another damage."""
    shutil.rmtree(live_generation(data).path.rename(data.parent / "lost"))


def lose_the_pointer(data: Path) -> None:
    (data / "live").unlink()


def garble_the_pointer(data: Path) -> None:
    (data / "live").write_bytes(b"\xff\xfe../..")


def lose_everything(data: Path) -> None:
    shutil.rmtree(data)


def cut_a_file(data: Path) -> None:
    for file in live_generation(data).path.glob("words.*"):
        os.truncate(file, 0)


DAMAGES = [
    flip_a_byte, lose_a_file, add_a_file, cut_the_manifest, lose_the_manifest, come_from_another_version,
    lose_the_directory, lose_the_pointer, garble_the_pointer,
]  # fmt: skip
HARMFUL = [flip_a_byte, cut_a_file, lose_a_file, add_a_file, cut_the_manifest, lose_the_manifest]
HARMLESS = [lose_the_directory, lose_the_pointer, garble_the_pointer]
"""What was mapped stays as it is."""
UNFORESEEN = [
    list_no_files,
    lose_everything,
]


def told(site: FlaskClient) -> tuple[str, bool]:
    """Give the generation that is served, and whether a newer one was refused."""
    ready = site.get("/readyz").get_json()
    return ready["generation"], ready["degraded"]

"""One immutable index directory, its manifest, and the pointer to the live one.

    DATA/lock                       held while a build runs
    DATA/live                       the name of the live generation
    DATA/generations/NAME/          manifest.json and the files it lists
    DATA/generations/.building-*    a build that has not been published (or never will be)

A generation is written beside the live one, every file and directory is fsynced, and one rename switches the pointer.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson

from index.errors import (
    BuildRunningError,
    DataDirectoryError,
    GenerationDamagedError,
    GenerationForeignError,
    GenerationMissingError,
)

MANIFEST = "manifest.json"
_POINTER = "live"
_GENERATIONS = "generations"
_BUILDING = ".building-"
_OWN_NAME = re.compile(r"\d{8}-[0-9a-f]{4}")
_NAME = re.compile(r"\w[\w.-]{0,99}", re.ASCII)
_KEPT = 2
"""Generations that stay on disk: the live one and the one before it."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation says of itself. `files` maps names to SHA-256; `content` is a digest of what was indexed."""

    fingerprint: str
    content: str
    guides: int
    sections: int
    source: str
    built: str
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class Generation:
    """A published generation whose manifest was read; its files are checked by `verify`."""

    name: str
    path: Path
    manifest: Manifest


def live_generation(data: Path) -> Generation:
    """Give the live generation of a data directory, read but not verified.

    Raises GenerationMissingError where nothing was published, GenerationForeignError or GenerationDamagedError where
    what is there is not ours or is incomplete.
    """
    name = live_name(data)
    if not _NAME.fullmatch(name):
        raise GenerationDamagedError(data / _POINTER, "names no generation")
    path = data / _GENERATIONS / name
    if not path.is_dir():
        raise GenerationDamagedError(path, "the live generation is not there")
    return Generation(name, path, _read_manifest(path))


def live_name(data: Path) -> str:
    """Give the name of the live generation. Raises GenerationMissingError or GenerationForeignError."""
    try:
        return (data / _POINTER).read_text("utf-8").strip()
    except FileNotFoundError:
        if data.is_dir() and any(entry.name not in {_GENERATIONS, "lock"} for entry in data.iterdir()):
            raise GenerationForeignError(data, "holds files but no index of this program") from None
        raise GenerationMissingError(data) from None
    except (OSError, UnicodeDecodeError) as error:
        raise GenerationForeignError(data / _POINTER, f"can't be read ({error})") from error


def pointer_mark(data: Path) -> tuple[int, int]:
    """Give a value that changes when another generation goes live; (0, 0) where there is none."""
    try:
        status = (data / _POINTER).stat()
    except OSError:
        return 0, 0
    return status.st_ino, status.st_mtime_ns


def _read_manifest(path: Path) -> Manifest:
    try:
        values = orjson.loads((path / MANIFEST).read_bytes())
        manifest = Manifest(**{**values, "files": dict(values["files"])})
    except FileNotFoundError:
        raise GenerationForeignError(path, "has no manifest") from None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise GenerationDamagedError(path / MANIFEST, "is not a manifest of this program") from error
    if not manifest.files:
        raise GenerationDamagedError(path / MANIFEST, "lists no files")
    return manifest


def verify(generation: Generation, fingerprint: str) -> None:
    """Check every file against the manifest. Raises GenerationForeignError or GenerationDamagedError."""
    manifest = generation.manifest
    if manifest.fingerprint != fingerprint:
        reason = f"was made by another version (fingerprint {manifest.fingerprint}, this one makes {fingerprint})"
        raise GenerationForeignError(generation.path, reason)
    present = {entry.name for entry in generation.path.iterdir()} - {MANIFEST}
    for name in sorted(present ^ manifest.files.keys()):
        reason = "is missing" if name in manifest.files else "is not in the manifest"
        raise GenerationDamagedError(generation.path / name, reason)
    for name, expected in manifest.files.items():
        if _digest(generation.path / name) != expected:
            raise GenerationDamagedError(generation.path / name, "differs from the manifest")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def build_lock(data: Path, patience: float) -> Iterator[None]:
    """Hold the data directory's build lock; wait up to `patience` seconds for it.

    The kernel lets go of it when the process ends, however it ends. Raises BuildRunningError or DataDirectoryError.
    """
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(data / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise DataDirectoryError(data, f"can't be written ({error.strerror})") from error
    try:
        _wait(handle, data, patience)
        yield
    finally:
        os.close(handle)


def _wait(handle: int, data: Path, patience: float) -> None:
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                raise BuildRunningError(data, patience) from None
            time.sleep(0.05)
        else:
            return


def new_directory(data: Path) -> Path:
    """Give a new, empty directory to build a generation in; what broken builds left is removed. Needs the lock."""
    generations = data / _GENERATIONS
    try:
        generations.mkdir(mode=0o700, exist_ok=True)
        for left in generations.glob(f"{_BUILDING}*"):
            shutil.rmtree(left)
        path = generations / f"{_BUILDING}{_new_name(generations)}"
        path.mkdir(mode=0o700)
    except OSError as error:
        raise DataDirectoryError(generations, f"can't be written ({error.strerror})") from error
    return path


def _new_name(generations: Path) -> str:
    day = datetime.now(UTC).strftime("%Y%m%d")
    names = (f"{day}-{secrets.token_hex(2)}" for _ in iter(int, 1))
    return next(name for name in names if not (generations / name).exists())


def publish(data: Path, building: Path, manifest: Manifest) -> Generation:
    """Make a built directory the live generation: checksums, fsync, rename, switch. Needs the lock."""
    name = building.name.removeprefix(_BUILDING)
    path = building.with_name(name)
    try:
        sealed = _seal(building, manifest)
        building.rename(path)
        _sync(path.parent)
        _switch(data, name)
    except OSError as error:
        raise DataDirectoryError(data, f"can't be written ({error.strerror})") from error
    _remove_old(data, name)
    return Generation(name, path, sealed)


def _seal(building: Path, manifest: Manifest) -> Manifest:
    digests = {file.name: _digest(file) for file in sorted(building.iterdir())}
    sealed = Manifest(manifest.fingerprint, manifest.content, manifest.guides, manifest.sections,
                      manifest.source, manifest.built, digests)  # fmt: skip
    (building / MANIFEST).write_bytes(orjson.dumps(sealed, option=orjson.OPT_INDENT_2))
    for file in building.iterdir():
        _sync(file)
    _sync(building)
    return sealed


def _switch(data: Path, name: str) -> None:
    waiting = data / f".{_POINTER}"
    waiting.write_text(f"{name}\n", "utf-8")
    _sync(waiting)
    waiting.replace(data / _POINTER)
    _sync(data)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove_old(data: Path, live: str) -> None:
    """Remove generations but the live one and the newest of the others; open readers keep theirs until they close."""
    paths = (data / _GENERATIONS).iterdir()
    others = [path for path in paths if _OWN_NAME.fullmatch(path.name) and path.is_dir() and path.name != live]
    others.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in others[_KEPT - 1 :]:
        shutil.rmtree(path)

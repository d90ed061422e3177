"""One immutable index directory, its manifest, the pointer to the live one; whether what is on disk is intact.

    DATA/lock                       held while a build runs
    DATA/live                       the name of the live generation
    DATA/untouched                  the mark of its files, as the build left them
    DATA/generations/NAME/          manifest.json and the files it lists

How these get there is written in `build_lock` and `publication`.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import orjson

from index.digests import file_digest
from index.errors import GenerationDamagedError, GenerationError, GenerationForeignError, GenerationMissingError
from index.marks import Mark, is_kept, mark_of
from index.naming import OWN_NAME
from index.parallel import cores

MANIFEST = "manifest.json"
POINTER = "live"
NEW_POINTER = ".live"
"""The next pointer, until a rename puts it in the place of the last one."""
UNTOUCHED = "untouched"
GENERATIONS = "generations"
LOCK = "lock"
_NAME = re.compile(r"\w[\w.-]{0,99}", re.ASCII)
_DIGEST = "sha256"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation says of itself. `files` maps names to digests; `content` is a digest of what was indexed."""

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

    Raises GenerationMissingError where nothing was published, GenerationForeignError where what is there is not ours,
    GenerationDamagedError where it is incomplete.
    """
    name = live_name(data)
    if not (data / GENERATIONS / name).is_dir():
        raise GenerationDamagedError(data / GENERATIONS / name, "the live generation is not there")
    return generation_named(data, name)


def generation_named(data: Path, name: str) -> Generation:
    """Give a generation by its name, read but not verified. Raises GenerationDamagedError."""
    path = data / GENERATIONS / name
    return Generation(name, path, _read_manifest(path))


def live_name(data: Path) -> str:
    """Give the name of the live generation. Raises GenerationError as `live_generation` does."""
    try:
        name, end, rest = (data / POINTER).read_bytes().decode().partition("\n")
    except FileNotFoundError:
        raise _without_pointer(data) from None
    except (OSError, UnicodeDecodeError) as error:
        raise GenerationDamagedError(data / POINTER, f"can't be read ({error})") from error
    if not end or rest or not _NAME.fullmatch(name):
        raise GenerationDamagedError(data / POINTER, "names no generation")
    return name


def _without_pointer(data: Path) -> GenerationError:
    if _own_directories(data):
        return GenerationDamagedError(data / POINTER, "is missing")
    entries = {entry.name for entry in data.iterdir()} if data.is_dir() else set()
    if entries - {GENERATIONS, LOCK, NEW_POINTER, UNTOUCHED} and not _is_left(data / GENERATIONS):
        return GenerationForeignError(data, "holds files but no index of this program")
    return GenerationMissingError(data)


def _is_left(generations: Path) -> bool:
    """Tell whether a first build left this directory: nothing is in it but what was being built or removed."""
    return generations.is_dir() and all(entry.name.startswith(".") for entry in generations.iterdir())


def _own_directories(data: Path) -> list[Path]:
    """Give the directories below a data directory that are named as generations are."""
    generations = data / GENERATIONS
    entries = sorted(generations.iterdir()) if generations.is_dir() else []
    return [path for path in entries if OWN_NAME.fullmatch(path.name) and path.is_dir()]


def published(data: Path) -> list[Generation]:
    """Give the generations that have a manifest, the newest first; the files of none are verified."""
    found: list[tuple[str, int, Generation]] = []
    for path in _own_directories(data):
        try:
            generation = Generation(path.name, path, _read_manifest(path))
            found.append((generation.manifest.built, (path / MANIFEST).stat().st_mtime_ns, generation))
        except (GenerationError, OSError):  # what has no manifest was never complete, or is no longer
            continue
    return [generation for _, _, generation in sorted(found, key=lambda entry: entry[:2], reverse=True)]


def servable(data: Path, fingerprint: str, spared: Collection[str] = ()) -> Generation:
    """Give the live generation, or the last good one where that is damaged; it is looked at as by `check`.

    Raises GenerationError.
    """
    try:
        generation = live_generation(data)
        check(generation, fingerprint, spared)
    except GenerationDamagedError:
        good = last_good(data, fingerprint)
        if good is None:
            raise
        return good
    return generation


def last_good(data: Path, fingerprint: str) -> Generation | None:
    """Give the newest generation that is intact and has this fingerprint, whatever the pointer says."""
    return next((generation for generation in published(data) if is_good(generation, fingerprint)), None)


def is_good(generation: Generation, fingerprint: str) -> bool:
    """Tell whether `check` finds nothing wrong with a generation."""
    try:
        check(generation, fingerprint)
    except GenerationError:
        return False
    return True


def pointer_mark(data: Path) -> Mark:
    """Give a value that changes when another generation goes live; empty where there is none."""
    return mark_of(f"{data}/{POINTER}")  # asked with most requests; see below


def files_mark(generation: Generation) -> Mark:
    """Give a value that changes when any file of a generation is written, replaced, touched, added or removed."""
    folder = str(generation.path)  # its files as texts: this is asked often, and a Path takes ten times the steps
    return mark_of(folder, *(f"{folder}/{name}" for name in (MANIFEST, *generation.manifest.files)))


def dump_manifest(manifest: Manifest) -> bytes:
    """Give a manifest as it stands on disk: with a digest of itself, so that no byte of it changes unseen."""
    text = orjson.dumps(manifest, option=orjson.OPT_INDENT_2)
    sealed = {**orjson.loads(text), _DIGEST: hashlib.sha256(text).hexdigest()}
    return orjson.dumps(sealed, option=orjson.OPT_INDENT_2)


def _read_manifest(path: Path) -> Manifest:
    try:
        text = (path / MANIFEST).read_bytes()
        values = orjson.loads(text)
        values.pop(_DIGEST)
        manifest = Manifest(**{**values, "files": dict(values["files"])})
    except FileNotFoundError:
        raise GenerationDamagedError(path / MANIFEST, "is missing") from None
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise GenerationDamagedError(path / MANIFEST, "is not a manifest of this program") from error
    if dump_manifest(manifest) != text:
        raise GenerationDamagedError(path / MANIFEST, "differs from its own checksum")
    if not manifest.files:
        raise GenerationDamagedError(path / MANIFEST, "lists no files")
    return manifest


def verify(
    generation: Generation,
    fingerprint: str,
    spared: Collection[str] = (),
    unread: Collection[str] = (),
    threads: int | None = None,
) -> None:
    """Check every file against the manifest; those that are `spared` may be missing, those `unread` hold anything.

    So many threads count digests, by default one for each processor.

    Raises GenerationForeignError or GenerationDamagedError.
    """
    present = sorted(_present(generation, fingerprint, spared).difference(unread))
    with ThreadPoolExecutor(threads or cores()) as pool:  # digests are counted outside of Python's lock
        list(pool.map(lambda name: _check(generation.path / name, generation.manifest.files[name]), present))


def check(generation: Generation, fingerprint: str, spared: Collection[str] = ()) -> None:
    """As `verify`, but count digests only where a file may have been touched since the build counted them."""
    if is_kept(generation.path.parents[1] / UNTOUCHED, generation.name, files_mark(generation)):
        _present(generation, fingerprint, spared)
    else:
        verify(generation, fingerprint, spared)


def _present(generation: Generation, fingerprint: str, spared: Collection[str]) -> set[str]:
    """Give the names of the files that are there; raises as `verify` where others should be."""
    manifest = generation.manifest
    if manifest.fingerprint != fingerprint:
        reason = f"was made by another version (fingerprint {manifest.fingerprint}, this one makes {fingerprint})"
        raise GenerationForeignError(generation.path, reason)
    try:
        entries = list(os.scandir(generation.path))
    except OSError as error:
        raise GenerationDamagedError(generation.path, f"can't be read ({error.strerror or error})") from error
    for entry in entries:
        if entry.is_symlink():
            raise GenerationDamagedError(Path(entry.path), "is a link; a generation holds files of its own")
    present = {entry.name for entry in entries} - {MANIFEST}
    missing = manifest.files.keys() - present
    for name in sorted((present ^ manifest.files.keys()) - (missing & set(spared))):
        reason = "is missing" if name in manifest.files else "is not in the manifest"
        raise GenerationDamagedError(generation.path / name, reason)
    return present


def _check(path: Path, expected: str) -> None:
    try:
        found = file_digest(path)
    except OSError as error:
        raise GenerationDamagedError(path, f"can't be read ({error.strerror or error})") from error
    if found != expected:
        raise GenerationDamagedError(path, "differs from the manifest")

"""Publishing a generation, and going back to an earlier one: one writer, durable at every step, one atomic switch.

A generation is written beside the live one. Every file and directory is fsynced before the pointer is, and the pointer
before anything old is removed: whenever the power fails, the pointer names a whole generation.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from index.build_lock import build_lock
from index.errors import DataDirectoryError, GenerationDamagedError, GenerationError, NoEarlierGenerationError
from index.generation import (
    GENERATIONS,
    MANIFEST,
    NEW_POINTER,
    POINTER,
    UNTOUCHED,
    Generation,
    Manifest,
    dump_manifest,
    files_mark,
    is_good,
    live_generation,
    live_name,
    published,
)
from index.marks import keep_mark, settle
from index.naming import OWN_NAME, next_name
from index.removal import BUILDING, remove, sweep
from index.sealing import sync


def new_directory(data: Path) -> Path:
    """Give a new, empty directory to build a generation in; what broken builds left is removed. Needs the lock.

    Raises DataDirectoryError.
    """
    generations = data / GENERATIONS
    try:
        if not generations.is_dir():
            generations.mkdir(mode=0o700)
            sync(data)  # by it the directory is ours, whatever else a broken build leaves there
        sweep(generations)
        name = next_name((path.name for path in generations.iterdir()), datetime.now(UTC))
        path = generations / f"{BUILDING}{name}"
        path.mkdir(mode=0o700)
    except OSError as error:
        raise DataDirectoryError(generations, f"can't be written ({error.strerror or error})") from error
    return path


@contextmanager
def going_live(data: Path, building: Path, manifest: Manifest, sealed: Mapping[str, str]) -> Iterator[Generation]:
    """Make a built directory the live generation: rename, switch. Needs the lock.

    All of its files were `sealed`. What is done inside is done while old generations are removed. The generation that
    was live stays until the next one is; where it is damaged, the newest intact one stays. Raises DataDirectoryError.
    """
    before = _pointed(data)
    generation = _put_live(data, building, manifest, sealed)
    with ThreadPoolExecutor(1) as pool:  # the disk is waited for outside of Python's lock
        removed = pool.submit(_remove_old, data, generation.name, before)
        yield generation
        removed.result()
    _keep_untouched(data, generation)


def _put_live(data: Path, building: Path, manifest: Manifest, sealed: Mapping[str, str]) -> Generation:
    name = building.name.removeprefix(BUILDING)
    path = building.with_name(name)
    try:
        whole = _write_manifest(building, manifest, sealed)
        building.rename(path)
        sync(path.parent)
        _switch(data, name)
    except OSError as error:
        if _pointed(data) != name:
            shutil.rmtree(path, ignore_errors=True)
        raise DataDirectoryError(data, f"can't be written ({error.strerror or error})") from error
    return Generation(name, path, whole)


def _keep_untouched(data: Path, generation: Generation) -> None:
    """Keep the mark of a generation's files, as they were written: those who open it need not count digests."""
    settle(list(generation.path.iterdir()))
    keep_mark(data / UNTOUCHED, generation.name, files_mark(generation))


def _pointed(data: Path) -> str | None:
    """Give the name that the pointer holds, None where it holds none."""
    try:
        return live_name(data)
    except GenerationError:
        return None


def _write_manifest(building: Path, manifest: Manifest, sealed: Mapping[str, str]) -> Manifest:
    whole = replace(manifest, files=dict(sorted(sealed.items())))
    (building / MANIFEST).write_bytes(dump_manifest(whole))
    sync(building / MANIFEST)
    sync(building)
    return whole


def _switch(data: Path, name: str) -> None:
    waiting = data / NEW_POINTER
    waiting.write_text(f"{name}\n", "utf-8")
    sync(waiting)
    waiting.replace(data / POINTER)
    sync(data)


def _remove_old(data: Path, live: str, before: str | None) -> None:
    """Remove own generations but the live one and the one to go back to, whichever version made that.

    Open readers keep theirs until they close.
    """
    others = [generation for generation in published(data) if generation.name != live]
    others.sort(key=lambda generation: generation.name != before)
    kept = next((other.name for other in others if is_good(other, other.manifest.fingerprint)), None)
    for path in (data / GENERATIONS).iterdir():
        if OWN_NAME.fullmatch(path.name) and path.is_dir() and path.name not in {live, kept}:
            remove(path)


def roll_back(data: Path, fingerprint: str, patience: float) -> tuple[Generation, str | None]:
    """Make the newest intact generation before the live one live again; give it, and the name that was live.

    Raises NoEarlierGenerationError, BuildRunningError, DataDirectoryError, or GenerationError where nothing is ours.
    """
    with suppress(GenerationDamagedError):
        live_name(data)
    with build_lock(data, patience):
        before = _pointed(data)
        good = next((earlier for earlier in _earlier(data) if is_good(earlier, fingerprint)), None)
        if good is None:
            raise NoEarlierGenerationError(data)
        _go_back(data, good.name)
    return good, before


def _earlier(data: Path) -> list[Generation]:
    """Give the generations before the live one, the newest first; all that were published where it has no manifest."""
    known = published(data)
    try:
        position = [generation.name for generation in known].index(live_generation(data).name)
    except (GenerationError, ValueError):
        return known
    return known[position + 1 :]


def _go_back(data: Path, name: str) -> None:
    try:
        _switch(data, name)
    except OSError as error:
        raise DataDirectoryError(data, f"can't be written ({error.strerror or error})") from error

"""File operations of this process below a folder, told one by one, each just before it happens.

Python tells audit hooks of every open, rename, removal and directory made, whoever asks for it; fsync is wrapped.
Opening to read is no operation. What lies between two of them are writes. Of a process that was forked meanwhile only
what it synced is told, before the next operation of this one.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

Act = Callable[[], object]
Operation = Callable[[str, str, Act], None]
"""Called with the kind of an operation, the path it is about, and what does it now, for who ends right after it."""

_FOLDERS = {"os.remove": 1, "os.rmdir": 1, "os.mkdir": 2, "os.rename": 2}
"""Where an operation names the folder that its path is relative to, as a handle."""
_ACTS: dict[str, Callable[..., object]] = {
    "open": lambda path, _mode, flags: os.open(path, flags, 0o600),
    "os.remove": lambda path, *_: Path(path).unlink(),
    "os.rmdir": lambda path, *_: Path(path).rmdir(),
    "os.mkdir": lambda path, mode, *_: Path(path).mkdir(mode),
    "os.rename": lambda path, target, *_: Path(path).rename(target),
}


def _writes(flags: object) -> bool:
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def _whole(path: object, folder: object) -> object:
    if isinstance(path, str) and isinstance(folder, int) and folder >= 0:
        return f"{Path(f'/proc/self/fd/{folder}').readlink()}/{path}"
    return path


class _Others:
    """What processes that were forked later say to this one."""

    def __init__(self, root: Path) -> None:
        self._root, self._own = root, os.getpid()
        self._read, self._write = os.pipe()
        os.set_blocking(self._read, False)

    def say(self, synced: Path) -> None:
        """Say that a file was synced, where another process did it."""
        if os.getpid() != self._own and synced.is_relative_to(self._root):
            os.write(self._write, f"{synced}\n".encode())

    def tell(self, before: Operation) -> None:
        """Tell what was said since this was asked last; only the first process listens."""
        with suppress(BlockingIOError):
            said = os.read(self._read, 1 << 16) if os.getpid() == self._own else b""
            for path in said.decode().splitlines():
                before("os.fsync", path, lambda: None)


def watch(folder: Path, before: Operation) -> Callable[[], None]:
    """Call `before` ahead of each operation below `folder`; give what ends that."""
    sync, root, watching = os.fsync, str(folder), True
    one_at_a_time, telling = threading.Lock(), threading.local()
    others = _Others(folder)

    def tell(kind: str, target: object, act: Act) -> None:
        path = os.fspath(target) if isinstance(target, str | os.PathLike) else ""
        if is_watched() and isinstance(path, str) and (path == root or path.startswith(f"{root}/")):
            with one_at_a_time:
                telling.now = True
                try:
                    others.tell(before)
                    before(kind, path, act)
                finally:
                    telling.now = False

    def is_watched() -> bool:
        """Tell whether what this thread does is an operation: what `before` does is none."""
        return watching and not getattr(telling, "now", False)

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if is_watched() and (event in _FOLDERS or (event == "open" and _writes(arguments[2]))):
            path = _whole(arguments[0], arguments[_FOLDERS[event]]) if event in _FOLDERS else arguments[0]
            tell(event, path, lambda: _ACTS[event](path, *arguments[1:]))

    def told_sync(handle: int) -> None:
        path = Path(f"/proc/self/fd/{handle}").readlink()
        tell("os.fsync", path, lambda: sync(handle))
        sync(handle)
        others.say(path)

    def end() -> None:
        nonlocal watching
        watching = False
        os.fsync = sync

    sys.addaudithook(hook)
    os.fsync = told_sync
    return end

"""A disk that loses power: what a folder may look like after it, from the operations that were seen.

What was fsynced is there: a file with its content of then, a directory with its entries of then. What was not is there
or is not, piece by piece.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.index.durability.operations import Act

Entries = dict[str, int]
Nodes = dict[int, "bytes | Entries"]
"""Files' contents and directories' entries by inode."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A folder as the running system sees it, and what of it the disk surely holds."""

    operation: str
    seen: Nodes
    durable: Nodes


@dataclass(slots=True)
class Disk:
    """Remembers a folder at each operation. Inodes are held open, so that no number is used twice."""

    root: Path
    durable: Nodes = field(default_factory=dict)
    moments: list[Moment] = field(default_factory=list)
    _held: dict[int, int] = field(default_factory=dict)

    def settle(self) -> None:
        """Take all that is there for durable, as after a long time."""
        self.durable = self._look()

    def before(self, kind: str, path: str, _act: Act) -> None:
        """Remember the moment before an operation; a file or directory about to be fsynced is durable after it."""
        seen = self._look()
        if not self.moments or seen != self.moments[-1].seen or self.durable != self.moments[-1].durable:
            self.moments.append(Moment(f"{kind} {Path(path).name}", seen, dict(self.durable)))
        if kind == "os.fsync":
            inode = Path(path).stat().st_ino
            self.durable[inode] = seen[inode]

    def end(self) -> Moment:
        """Give the moment after the last operation."""
        return Moment("end", self._look(), dict(self.durable))

    def _look(self) -> Nodes:
        nodes: Nodes = {}
        for folder, names, files in os.walk(self.root):
            paths = {name: Path(folder, name) for name in (*names, *files)}
            for path in (Path(folder), *paths.values()):
                inode = path.stat().st_ino
                if inode not in self._held:
                    self._held[inode] = os.open(path, os.O_PATH)
                if path.is_file():
                    nodes[inode] = path.read_bytes()
            nodes[Path(folder).stat().st_ino] = {name: path.stat().st_ino for name, path in paths.items()}
        return nodes


Choice = Callable[[Moment, int], "bytes | Entries"]
"""Gives what is left of a file or directory, by its inode."""


def dropped(moment: Moment, inode: int) -> bytes | Entries:
    """Everything that was not fsynced is lost."""
    return moment.durable.get(inode, {} if isinstance(moment.seen.get(inode), dict) else b"")


def names_first(moment: Moment, inode: int) -> bytes | Entries:
    """The disk took every name, and of contents only what was fsynced."""
    seen = moment.seen.get(inode)
    return seen if isinstance(seen, dict) else dropped(moment, inode)


def half_written(moment: Moment, inode: int) -> bytes | Entries:
    """The disk took every name, and half of each content that was not fsynced."""
    seen = moment.seen.get(inode)
    if isinstance(seen, bytes) and moment.durable.get(inode) != seen:
        return seen[: len(seen) // 2]
    return names_first(moment, inode)


def taken(moment: Moment, inode: int) -> bytes | Entries:
    """The disk took everything."""
    return moment.seen[inode] if inode in moment.seen else dropped(moment, inode)


Tree = dict[str, bytes | None]
"""Paths below a folder to what is in them; a folder has None."""


def tree(moment: Moment, root: int, choice: Choice, below: str = "") -> Tree:
    """Give what is left of a directory."""
    left, found = choice(moment, root), Tree()
    assert isinstance(left, dict)
    for name, inode in left.items():
        if isinstance(moment.seen.get(inode, moment.durable.get(inode)), dict):
            found |= {below + name: None, **tree(moment, inode, choice, f"{below}{name}/")}
        else:
            content = choice(moment, inode)
            assert isinstance(content, bytes)
            found[below + name] = content
    return found


def restore(left: Tree, folder: Path) -> None:
    """Write what is left into a new folder."""
    folder.mkdir()
    for name, content in left.items():
        if content is None:
            (folder / name).mkdir()
        else:
            (folder / name).write_bytes(content)

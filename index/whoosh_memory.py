"""The files that Whoosh makes a segment of, in memory: held as they are written, in pieces, and not copied."""

from __future__ import annotations

from collections import deque

from whoosh.filedb.filestore import RamStorage
from whoosh.filedb.structfile import StructFile

Octets = bytes | memoryview


class Pieces:
    """A file that holds what is written as it is given, and gives it back so."""

    def __init__(self) -> None:
        self._pieces: deque[Octets] = deque()
        self._size = 0

    def __len__(self) -> int:
        """Give the number of bytes that were written."""
        return self._size

    tell = __len__

    def write(self, piece: Octets) -> None:
        """Add some bytes, which do not change any more."""
        if len(piece):
            self._pieces.append(piece)
            self._size += len(piece)

    def read(self, _size: int) -> Octets:
        """Give the next bytes that were written, however many; none at the end. They are let go of."""
        return self._pieces.popleft() if self._pieces else b""

    def close(self) -> None:
        """Do nothing: what was written stays here."""


class Memory(RamStorage):  # type: ignore[misc] # Whoosh has no types
    """Holds the files that Whoosh makes one segment of: on a disk, it asks the kernel for the place of each term."""

    def create_file(self, name: str) -> StructFile:
        """Give a file to write."""
        self.files[name] = pieces = Pieces()
        return StructFile(pieces)

    def open_file(self, name: str) -> Pieces:
        """Give a file to read, once."""
        pieces: Pieces = self.files[name]
        return pieces

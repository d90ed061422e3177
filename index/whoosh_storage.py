"""Whoosh's files as a storage that maps them: its own copies each segment into memory, in every process."""

from __future__ import annotations

import io
import mmap
from pathlib import Path

import numpy as np
from whoosh.codec.whoosh3 import W3Codec
from whoosh.columns import VarBytesColumn
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile
from whoosh.index import TOC

from index.scattered import NOWHERE, Scattered, in_one

WHOLE = ".seg"
"""How the file of a segment ends."""
_NAME = "MAIN"
_STORED = "_stored"


class _Window(io.RawIOBase):
    """A part of the memory as a file to read."""

    def __init__(self, memory: memoryview) -> None:
        self._memory = memory
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: len(self._memory)}[whence]
        self._position = start + offset
        return self._position

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override] # typeshed's type is private
        part = self._memory[self._position : self._position + len(buffer)]
        buffer[: len(part)] = part
        self._position += len(part)
        return len(part)


class _MappedFile(BufferFile):  # type: ignore[misc] # Whoosh has no types
    """A part of a mapped file with Whoosh's ways to read numbers and text."""

    def __init__(self, memory: memoryview, name: str | None = None) -> None:
        super().__init__(b"", name)
        self._buf = memory
        self.file = io.BufferedReader(_Window(memory))

    def subset(self, position: int, length: int, name: str | None = None) -> _MappedFile:
        """Give a part of this part."""
        return _MappedFile(self._buf[position : position + length], name)


class MappedStorage(FileStorage):  # type: ignore[misc] # Whoosh has no types
    """A folder of Whoosh's files, to be read only."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), supports_mmap=False, readonly=True)

    def open_file(self, name: str) -> _MappedFile:
        """Map a file."""
        with (Path(self.folder) / name).open("rb") as file:
            return _MappedFile(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)), name)


def read_stored(folder: Path) -> Scattered:
    """Give where the stored fields of all sections lie, just as Whoosh keeps them."""
    storage, every = MappedStorage(folder), NOWHERE
    for segment in TOC.read(storage, _NAME).segments:
        files, name = segment.open_compound_file(storage), W3Codec.column_filename(segment, _STORED)
        column, (start, size) = files.open_file(name), files.range(name)
        lengths = VarBytesColumn().reader(column, 0, size, segment.doc_count_all())._lengths  # noqa: SLF001 - not one by one
        file = folder / segment.make_filename(WHOLE)
        every = every.and_then(in_one(file, np.array(lengths, np.int64), start))
    return every

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from whoosh.filedb.compound import CompoundStorage
from whoosh.filedb.filestore import RamStorage
from whoosh.filedb.structfile import StructFile

from index.whoosh_memory import Memory, Pieces


def whole(file: Pieces) -> bytes:
    """All that is read of a file."""
    return b"".join(iter(lambda: file.read(1), b""))


@given(st.lists(st.binary(max_size=4), max_size=9))
def test_what_was_written_is_read(pieces: list[bytes]) -> None:
    memory, sizes = Memory(), [0]
    with closing(memory.create_file("a")) as file:
        for piece in pieces:
            file.write(piece)
            sizes.append(sizes[-1] + len(piece))
            assert file.tell() == sizes[-1]
    assert memory.file_length("a") == sizes[-1]
    assert whole(memory.open_file("a")) == b"".join(pieces)


def test_pieces_are_not_copied() -> None:
    piece, memory = memoryview(b"piece"), Memory()
    with closing(memory.create_file("a")) as file:
        file.write(piece)
    assert memory.open_file("a").read(1) is piece


def test_files_become_one_as_those_of_whoosh_do(tmp_path: Path) -> None:
    ours, whoosh = Memory(), RamStorage()
    for number, storage in enumerate((ours, whoosh)):
        for name in ("a", "b"):
            with closing(storage.create_file(name)) as file:
                for piece in (b"some", b"", memoryview(b"thing"), name.encode()):
                    file.write(piece)
        with (tmp_path / f"{number}").open("wb") as one:
            CompoundStorage.assemble(StructFile(one), storage, storage.list())
    assert (tmp_path / "0").read_bytes() == (tmp_path / "1").read_bytes()

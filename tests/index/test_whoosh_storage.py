from __future__ import annotations

import io
import mmap
import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from whoosh.filedb.filestore import ReadOnlyError
from whoosh.index import open_dir

from index.generation import live_generation
from index.whoosh_storage import MappedStorage


@pytest.fixture
def stored(sample_data: Path) -> Path:
    """A folder with Whoosh's files of the sample."""
    return live_generation(sample_data).path


def test_what_is_stored_is_read_as_whoosh_reads_it(stored: Path) -> None:
    with closing(MappedStorage(stored).open_index().reader()) as mapped, closing(open_dir(stored).reader()) as plain:
        assert mapped.doc_count() == plain.doc_count() > 0
        assert list(mapped.all_terms()) == list(plain.all_terms())
        for number in range(plain.doc_count()):
            assert mapped.stored_fields(number) == plain.stored_fields(number)
        for name, text in list(plain.all_terms())[::50]:
            assert list(mapped.postings(name, text).all_ids()) == list(plain.postings(name, text).all_ids())


def test_files_are_mapped_and_not_copied(stored: Path) -> None:
    [name] = [path.name for path in stored.glob("*.seg")]
    file = MappedStorage(stored).open_file(name)
    part = file.subset(8, 100)
    assert isinstance(part._buf.obj, mmap.mmap)
    assert part._buf.obj is file._buf.obj
    assert part.get(2, 5) == (stored / name).read_bytes()[10:15]


def test_a_part_is_read_like_a_file(stored: Path) -> None:
    [name] = [path.name for path in stored.glob("*.seg")]
    content = (stored / name).read_bytes()[5:205]
    part = MappedStorage(stored).open_file(name).subset(5, 200)
    for offset, whence in (
        (0, io.SEEK_SET),
        (150, io.SEEK_SET),
        (-20, io.SEEK_END),
        (3, io.SEEK_CUR),
        (199, io.SEEK_SET),
    ):
        if whence == io.SEEK_CUR:
            part.seek(10)
        part.file.seek(offset, whence)
        place = {io.SEEK_SET: offset, io.SEEK_END: 200 + offset, io.SEEK_CUR: 10 + offset}[whence]
        assert part.tell() == place
        assert part.read(30) == content[place : place + 30]
    assert part.read(10) == b""


def test_what_is_open_can_be_read_after_its_files_are_gone_and_in_forked_processes(
    stored: Path, tmp_path: Path
) -> None:
    shutil.copytree(stored, tmp_path / "copy")
    reader = MappedStorage(tmp_path / "copy").open_index().reader()
    shutil.rmtree(tmp_path / "copy")
    with closing(open_dir(stored).reader()) as plain:
        expected = [plain.stored_fields(number) for number in range(plain.doc_count())]
    children = []
    for step in (1, 2, 3):
        child = os.fork()
        if not child:  # reads in another order than the others, at the same time
            numbers = list(range(len(expected)))[::step] * 20
            os._exit(any(reader.stored_fields(number) != expected[number] for number in numbers))
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0]
    reader.close()


def test_nothing_can_be_written(stored: Path) -> None:
    with pytest.raises(ReadOnlyError):
        MappedStorage(stored).create_file("new")
    assert not (stored / "new").exists()

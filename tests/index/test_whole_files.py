from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.whole_files import put


def test_a_file_is_put_in_place_whole(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"before")

    def pieces() -> Iterator[bytes]:
        yield b"af"
        assert (tmp_path / "a").read_bytes() == b"before"
        yield b"ter"

    put(tmp_path / "a", pieces())
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"after")]


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"before")

    def pieces() -> Iterator[bytes]:
        yield b"af"
        raise OSError(28, "No space left on device")

    put(tmp_path / "a", pieces())
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"before")]


def test_an_error_of_the_writing_itself_is_not_hidden(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        put(tmp_path / "a", (bytes([1 // number]) for number in (0,)))

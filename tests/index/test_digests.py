from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.digests import file_digest, seal_of, write_digested

LARGE = bytes(range(256)) * 2_000
"""More than is read of a file at a time."""


def test_an_empty_file_has_the_digest_that_its_specification_gives(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    assert file_digest(tmp_path / "empty") == "99aa06d3014798d86001c324468d497f"


def test_a_file_has_the_digest_of_all_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(LARGE)
    assert file_digest(tmp_path / "large") == seal_of(LARGE).hex()


def test_what_is_written_has_the_digest_of_the_file_that_it_becomes(tmp_path: Path) -> None:
    numbers = np.arange(100_000, dtype=np.int32)
    written = write_digested(tmp_path / "some", [b"head", numbers.data, b""])
    assert written.file.read_bytes() == b"head" + numbers.tobytes()
    assert written.digest == file_digest(written.file)


@given(st.lists(st.binary(max_size=300), max_size=5))
def test_pieces_are_sealed_as_if_they_were_one(pieces: list[bytes]) -> None:
    assert seal_of(*pieces) == seal_of(b"".join(pieces))


@given(st.binary(min_size=1, max_size=2_000), st.data())
def test_every_bit_tells(content: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, 8 * len(content) - 1))
    other = bytearray(content)
    other[place // 8] ^= 1 << place % 8
    assert seal_of(bytes(other)) != seal_of(content)


@given(st.binary(max_size=2_000), st.integers(1, 100))
def test_a_tail_of_zeros_tells(content: bytes, zeros: int) -> None:
    assert seal_of(content, bytes(zeros)) != seal_of(content)

from __future__ import annotations

import re
from pathlib import Path

import pytest

from index.errors import JudgedSetError, SynonymFileError
from index.text_files import read_text


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a byte order mark"])
def test_a_text_is_given_as_it_stands(tmp_path: Path, start: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(start + "续费\r\n退款\n".encode())
    assert read_text(tmp_path / "a.txt", SynonymFileError) == "续费\r\n退款\n"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("none.txt", "none.txt: no such file; name one that is there"),
        ("folder", "folder: can't be read (Is a directory); name a file that can"),
        ("bad.txt", "bad.txt:2: not UTF-8 (byte 0xff); save it as UTF-8"),
    ],
)
@pytest.mark.parametrize("refusal", [SynonymFileError, JudgedSetError])
def test_what_cannot_be_read_is_named_with_its_line_and_what_to_do(
    tmp_path: Path, name: str, message: str, refusal: type[SynonymFileError] | type[JudgedSetError]
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "bad.txt").write_bytes("续费, 充值\n".encode() + b"\xff\n")
    with pytest.raises(refusal, match=re.escape(message)):
        read_text(tmp_path / name, refusal)

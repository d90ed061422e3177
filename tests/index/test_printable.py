from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import GuideError, NoGuidesError
from index.printable import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("续费 后\u3000多久？é👨\u200d👩", "续费 后\u3000多久？é👨\u200d👩"),
        ("a\nb\r\tc\0", r"a\nb\r\tc\x00"),
        ("\x1b]0;甲\x07\x9b2J\x7f", r"\x1b]0;甲\x07\x9b2J\x7f"),
        ("a\u202eb\u2066\u2028", r"a\u202eb\u2066\u2028"),
        (os.fsdecode(b"\xff.md"), r"\udcff.md"),
    ],
)
def test_what_a_terminal_would_obey_is_an_escape_and_the_rest_stays(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_any_text_is_one_line_of_utf_8(text: str) -> None:
    assert len(printable(f"{text}.").encode().decode().splitlines()) == 1


@pytest.mark.parametrize(
    "error", [GuideError("a\nb.md", "is empty"), NoGuidesError(Path("a\nb.md"), "is empty")], ids=type
)
def test_every_refusal_is_printable(error: Exception) -> None:
    assert str(error) == r"a\nb.md: is empty"

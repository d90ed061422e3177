from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.naming import OWN_NAME, next_name

NOON = datetime.fromisoformat("2026-01-02T12:00:00Z")
NAMES = st.lists(st.from_regex(OWN_NAME, fullmatch=True) | st.text(), max_size=9)


@pytest.mark.parametrize(
    ("time", "name"), [("00:00:00", "0000"), ("12:00:00", "8000"), ("12:00:02", "8001"), ("23:59:59", "ffff")]
)
def test_a_generation_is_named_by_its_time(time: str, name: str) -> None:
    assert next_name([], datetime.fromisoformat(f"2026-01-02T{time}Z")) == f"20260102-{name}"


@pytest.mark.parametrize(
    ("names", "name"),
    [
        (["20260102-8000"], "20260102-8001"), (["20260102-9000", "20260102-8000"], "20260102-9001"),
        (["20260102-7fff"], "20260102-8000"), (["20260101-ffff"], "20260102-8000"),
        (["20260102-ffff"], "20260103-0000"), (["20260103-0000", "20260102-ffff"], "20260103-0001"),
        (["20261399-ffff", "20260102-mine", "mine", ".building-20260102-9000"], "20260102-8000"),
    ],
)  # fmt: skip
def test_a_name_follows_on_the_last_one_also_past_midnight(names: list[str], name: str) -> None:
    assert next_name(names, NOON) == name


@given(NAMES)
def test_no_name_is_given_again_while_the_last_one_is_known(names: list[str]) -> None:
    given_before = [name for name in names if name < "99991231"]
    first = next_name(given_before, NOON)
    assert OWN_NAME.fullmatch(first)
    assert first not in given_before
    assert next_name([first], NOON) > first

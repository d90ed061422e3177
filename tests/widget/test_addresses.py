from __future__ import annotations

from urllib.parse import parse_qs

from hypothesis import given
from hypothesis import strategies as st

from widget.addresses import arguments

PIECES = st.sampled_from(
    ["q", "=", "&", "+", ";", "%", "%2", "%zz", "%41", "%3d", "%26", "%2B", "%E7%BB%AD", "%e7", "%BB", "续", "\u0000"]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_parameters_are_read_as_urllib_reads_them(query: str) -> None:
    expected = parse_qs(query, keep_blank_values=True, errors="replace")
    assert arguments(query.encode()) == expected

from __future__ import annotations

from io import BytesIO

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.arrays import write_pieces

NUMBERS = st.lists(st.lists(st.integers(0, 2**31 - 1), max_size=5), max_size=5)


@given(NUMBERS)
def test_pieces_make_the_file_that_numpy_makes_of_the_whole(pieces: list[list[int]]) -> None:
    arrays = [np.array(piece, np.int32) for piece in pieces]
    whole = np.concatenate([np.empty(0, np.int32), *arrays])
    saved, written = BytesIO(), BytesIO()
    np.save(saved, whole)
    write_pieces(written, np.int32, len(whole), arrays)
    assert written.getvalue() == saved.getvalue()

"""Both forms of blocks of postings, by arrays and compiled. `test_whoosh_postings` compares them with Whoosh's own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import array_posting_blocks
from index.array_posting_blocks import Blocks
from index.postings import Frequencies, Numbers, gather
from index.whoosh_postings import _blocks
from tests.conftest import compiled_module

HOLDINGS = st.lists(
    st.dictionaries(st.sampled_from("甲乙丙ab"), st.sampled_from([1, 1, 2, 127, 128, 255, 256, 70_000])),
    min_size=1,
    max_size=200,
).filter(any)


def parts(holdings: list[dict[str, int]], spread: int = 1) -> tuple[Numbers, Frequencies, Blocks]:
    """What blocks are made of, the holders as far apart as they are told to be."""
    postings = gather(holdings)
    blocks = _blocks(postings, np.arange(len(holdings), dtype=np.uint8))
    return postings.holders * np.int32(spread), postings.frequencies, blocks


@given(HOLDINGS, st.sampled_from([1, 255, 256, 65_535, 65_536]))
def test_both_forms_make_the_same_blocks(holdings: list[dict[str, int]], spread: int) -> None:
    given_parts = parts(holdings, spread)
    expected = array_posting_blocks.block_rows(*given_parts)
    found = compiled_module("compiled_posting_blocks").block_rows(*given_parts)
    assert found.sizes.tolist() == expected.sizes.tolist()
    assert found.code.tobytes() == expected.code.tobytes()


HOLDERS, FREQUENCIES, BLOCKS = parts([{"a": 1}, {"a": 2}])


@pytest.mark.parametrize(
    ("holders", "frequencies", "blocks", "refused"),
    [
        (HOLDERS[:1], FREQUENCIES, BLOCKS, ValueError),
        (HOLDERS[:1], FREQUENCIES[:1], BLOCKS, ValueError),
        (HOLDERS, FREQUENCIES, BLOCKS._replace(starts=np.array([-1])), ValueError),
        (HOLDERS, FREQUENCIES, BLOCKS._replace(starts=np.array([1])), ValueError),
        (HOLDERS, FREQUENCIES, BLOCKS._replace(counts=np.array([0])), ValueError),
        (HOLDERS, FREQUENCIES, BLOCKS._replace(counts=np.array([129])), ValueError),
        (HOLDERS, FREQUENCIES, BLOCKS._replace(counts=np.array([2, 2])), ValueError),
        (HOLDERS.astype(np.int64), FREQUENCIES, BLOCKS, ValueError),
        (None, FREQUENCIES, BLOCKS, ValueError),
        (HOLDERS, FREQUENCIES, None, AttributeError),
    ],
)
def test_the_compiled_form_refuses_blocks_that_are_not_within_the_postings(
    holders: Numbers, frequencies: Frequencies, blocks: Blocks, refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        compiled_module("compiled_posting_blocks").block_rows(holders, frequencies, blocks)

from __future__ import annotations

import pickle

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.pickled import MANY, START, TUPLE_ENDS, kept_as, real_numbers, whole_numbers


@given(st.lists(st.sampled_from([0, 1, 255, 256, 65_535, 65_536, 2**31 - 1]), min_size=4))
def test_a_tuple_of_whole_numbers_is_what_pickle_makes_of_it(numbers: list[int]) -> None:
    code = whole_numbers(np.array(numbers)).code.tobytes()
    assert START + MANY + code + TUPLE_ENDS[3] + kept_as(0) + pickle.STOP == pickle.dumps(tuple(numbers), 2)


@given(st.lists(st.integers(0, 1_000), min_size=1, max_size=3))
def test_a_short_tuple_of_floats_is_what_pickle_makes_of_it(numbers: list[int]) -> None:
    code = real_numbers(np.array(numbers)).code.tobytes()
    expected = pickle.dumps(tuple(map(float, numbers)), 2)
    assert START + code + TUPLE_ENDS[len(numbers) - 1] + kept_as(0) + pickle.STOP == expected

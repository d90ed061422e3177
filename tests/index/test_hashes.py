"""Both forms of the tables of hashes, in Python and compiled, against Whoosh's own."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.filedb.filestore import RamStorage
from whoosh.filedb.filetables import HashWriter

from index import array_hashes
from index.array_hashes import SLOT, HashTables
from index.packed import Packed, packed
from tests.conftest import compiled_module

Form = Callable[..., HashTables]
KEYS = st.lists(st.binary(max_size=4) | st.binary(min_size=50, max_size=140), max_size=30)


@pytest.fixture(params=["array_hashes", "compiled_hashes"], scope="module")
def hash_tables(request: pytest.FixtureRequest) -> Form:
    """One of the two forms."""
    form = array_hashes if request.param == "array_hashes" else compiled_module(request.param)
    made: Form = form.hash_tables
    return made


def by_whoosh(keys: list[bytes]) -> tuple[HashTables, list[int]]:
    """The tables that Whoosh writes for keys, and where it says that these stand."""
    storage = RamStorage()
    writer = HashWriter(storage.create_file("hashes"))
    places = []
    for key in keys:
        places.append(writer.tell())
        writer.add(key, b"")
    start = writer.tell()
    writer.close()
    sizes = [size for _, size in writer.directory]
    return HashTables(storage.files["hashes"][start:][: sum(sizes) * SLOT.itemsize], sizes), places


@given(KEYS)
def test_the_tables_are_those_of_whoosh(hash_tables: Form, keys: list[bytes]) -> None:
    expected, places = by_whoosh(keys)
    assert hash_tables(packed(keys), np.array(places, np.int64)) == expected


def test_so_are_those_of_many_terms_that_want_the_same_places(hash_tables: Form) -> None:
    keys = [b"%d" % number for number in range(5_000)] + [b"the same"] * 9
    expected, places = by_whoosh(keys)
    assert hash_tables(packed(keys), np.array(places, np.int64)) == expected


@pytest.mark.parametrize(
    ("keys", "places", "refused"),
    [
        (packed([b"a", b"b"]), [1], ValueError),
        (Packed(np.zeros(2, np.uint8), np.array([1, 3])), [1, 2], ValueError),
        (Packed(np.zeros(2, np.uint8), np.array([1, 0])), [1, 2], ValueError),
        (Packed(np.zeros(2, np.uint8), np.array([-1, 2])), [1, 2], ValueError),
        (Packed(np.zeros(2, np.int32), np.array([1, 2])), [1, 2], ValueError),  # type: ignore[arg-type]
        (None, [], AttributeError),
    ],
)
def test_the_compiled_form_refuses_keys_that_are_none(
    keys: Packed, places: list[int], refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        compiled_module("compiled_hashes").hash_tables(keys, np.array(places, np.int64))

"""Both forms of finding names in a text, in Python and compiled, against what that is by definition."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import name_finder
from tests.conftest import compiled_module


@pytest.fixture(params=["name_finder", "compiled_name_finder"], scope="module")
def form(request: pytest.FixtureRequest) -> type[name_finder.NameFinder]:
    """One of the two forms."""
    module = name_finder if request.param == "name_finder" else compiled_module("compiled_name_finder")
    finder: type[name_finder.NameFinder] = module.NameFinder
    return finder


LETTERS = st.sampled_from("续费a1 é\0_\U00020000")
NAMES = st.lists(st.text(LETTERS, min_size=1, max_size=4), max_size=8, unique=True)
LATIN = "abcdefghijklmnopqrstuvwxyz0123456789"


def stands(text: str, name: str, start: int) -> bool:
    """Tell whether a name stands at a place, and no Latin letter or digit touches a Latin end of it."""
    around = text[:start][-1:], text[start + len(name) :][:1]
    ends = zip((name[0], name[-1]), around, strict=True)
    return text.startswith(name, start) and not any(end.isascii() and other in [*LATIN] for end, other in ends)


@given(NAMES, st.text(LETTERS, max_size=12))
def test_the_names_that_stand_in_a_text_are_found(
    form: type[name_finder.NameFinder], names: list[str], text: str
) -> None:
    expected = [
        number for number, name in enumerate(names) if any(stands(text, name, start) for start in range(len(text)))
    ]
    assert form(names).find(text) == expected


@given(st.lists(st.text(LETTERS, min_size=1, max_size=2), min_size=1, max_size=3, unique=True), st.text(LETTERS))
def test_the_places_of_a_name_do_not_overlap(form: type[name_finder.NameFinder], names: list[str], text: str) -> None:
    for number, name in enumerate(names):
        places = form(names).places(number, text)
        assert all(text[start:end] == name for start, end in places)
        between = [text[end:start] for (_, end), (start, _) in pairwise([(0, 0), *places, (len(text), 0)])]
        assert name not in "|".join(between)


def test_of_many_names_each_is_found_alone(form: type[name_finder.NameFinder]) -> None:
    names = [chr(0x4E00 + 7 * number) + chr(0x9FFF - 11 * number) for number in range(1_000)]
    finder = form(names)
    assert [finder.find(f"费{name}续") for name in names] == [[number] for number in range(1_000)]


@pytest.mark.parametrize("names", [["续", None], ["续", b"x"], ["续", ""], None, [1]])
def test_what_is_no_name_is_refused_by_the_compiled_form(names: list[str]) -> None:
    with pytest.raises((TypeError, ValueError)):
        compiled_module("compiled_name_finder").NameFinder(names)

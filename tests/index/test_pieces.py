"""Both forms of what an index says of pieces of what was typed, in Python and compiled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType, SimpleNamespace

import pytest

from index import name_finder, pieces
from index.analysis.channels import CHANNELS, Channel
from index.parsed_query import Alternative, Group
from index.pieces import Pieces
from index.thesaurus import Meaning
from index.token_loops import typed_of
from tests.conftest import compiled_module

Open = Callable[[Mapping[str, Meaning]], Pieces]
HELD = {"words": {"续费": 2}, "bigrams": {"续费": 0, "缴费": 1}, "characters": {}}
CHARGE = Group("words", "续费", (Alternative("充值", 0.5, "synonym"),))


class Postings(SimpleNamespace):
    """How many sections hold a term."""

    holders: int


class Held(dict[str, Postings]):
    """How many sections hold each term."""

    def __missing__(self, term: str) -> Postings:
        return Postings(holders=0)


@pytest.fixture(params=["pieces", "compiled_pieces"], scope="module")
def opened(request: pytest.FixtureRequest) -> Open:
    """A function that opens pieces, in one of their two forms, where names mean something."""
    is_plain = request.param == "pieces"
    form: ModuleType = pieces if is_plain else compiled_module(request.param)
    finder = (name_finder if is_plain else compiled_module("compiled_name_finder")).NameFinder
    kept = {name: Held({term: Postings(holders=n) for term, n in terms.items()}) for name, terms in HELD.items()}
    channels = {name: SimpleNamespace(kept=terms) for name, terms in kept.items()}

    def open_pieces(meanings: Mapping[str, Meaning]) -> Pieces:
        made: Pieces = form.Pieces(channels, finder([*meanings]), dict(enumerate(meanings.values())))
        return made

    return open_pieces


@pytest.mark.parametrize("term", ["续", "续费", "续费卡", "中华人民共和国", "usb-c", "\U00020000"])
@pytest.mark.parametrize("channel", CHANNELS)
def test_what_was_typed_stands_for_itself(opened: Open, channel: Channel, term: str) -> None:
    made = opened({})
    for _ in range(2):
        assert made.typed(channel, [term, term]) == (Group(channel, term, (Alternative(term),)),) * 2
        assert made.typed("".join([*channel]), iter([term])) == (Group(channel, term, (Alternative(term),)),)  # type: ignore[arg-type] # the same name, made anew


def test_what_some_section_holds_is_told_by_channel(opened: Open) -> None:
    made = opened({})
    groups = [group for channel in CHANNELS for group in made.typed(channel, ("续费", "缴费", "续", "usb-c"))]
    for _ in range(2):
        held = [(group.channel, group.typed) for group in groups if made.is_held(group)]
        assert held == [("words", "续费"), ("bigrams", "缴费")]


def test_names_give_what_they_mean_and_cover_what_some_section_has_synonyms_of(opened: Open) -> None:
    made = opened({"续费": Meaning((CHARGE,), is_held=True), "app": Meaning((), is_held=False)})
    for _ in range(2):
        assert made.named("app 续费续费") == ([CHARGE], [(4, 6), (6, 8)])
        assert made.named("续") == ([], [])


def test_compiled_pieces_are_kept_and_forgotten_when_there_are_too_many() -> None:
    finder = compiled_module("compiled_name_finder").NameFinder([])
    made = compiled_module("compiled_pieces").Pieces({}, finder, {})
    (first,) = made.typed("words", ["续费"])
    assert made.typed("words", ["续费"])[0] is first
    assert made.typed("bigrams", ["续费"])[0].alternatives is first.alternatives
    for code in range(0x4E00, 0x9FFF):
        assert made.typed("characters", [chr(code)])[0].typed == chr(code)
    assert made.typed("words", ["续费"])[0] is not first
    assert made.typed("words", ["续费"]) == (first,)
    for spoilt in (None, [None], [1], 1):
        with pytest.raises(TypeError):
            made.typed("words", spoilt)
    with pytest.raises(ValueError, match="not in tuple"):
        made.typed("sentences", ["续费"])
    typed = compiled_module("compiled_token_loops").typed_of("怎么续费", made)
    assert typed.tokens["words"] == typed_of("怎么续费").tokens["words"]


@pytest.mark.parametrize("broken", [((), None, {}), ({}, name_finder.NameFinder([]), {})])
def test_compiled_pieces_refuse_other_names(broken: tuple[object, ...]) -> None:
    with pytest.raises(TypeError):
        compiled_module("compiled_pieces").Pieces(*broken)

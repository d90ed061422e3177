from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TypeVar

import pytest

from index.analysing import analyse, begin
from index.documents import Section
from index.gathering import SPACES, digest_of
from index.joining import put_into
from index.postings import Numbers, Postings
from index.readings import READ_CHANNELS
from index.stored import dump_section

Given = TypeVar("Given")
Made = TypeVar("Made")
SECTION = dump_section(Section("a#1", "a", "1", 2, "续费", ("指南",), "zh-Hans", "三天后生效。", (), (), ""))


def test_new_sections_are_begun_before_they_are_put_into_known_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []

    def noted(known: Postings, numbers: Numbers, new: Postings) -> tuple[Postings, Numbers]:
        order.append("put into")
        return put_into(known, numbers, new)

    def spread(work: Callable[[Given], Made], items: Iterable[Given]) -> Iterator[Made]:
        order.append("begun")
        return map(work, items)

    monkeypatch.setattr("index.analysing.put_into", noted)
    digest = digest_of(SECTION)
    analysis = analyse(begin([digest], {digest: SECTION}, None, spread), None, spread, lambda _done: None)
    assert len(analysis.stored) == 1
    assert len(dict(analysis.postings)) > len(SPACES)
    read = [["begun"] if space in READ_CHANNELS else [] for space in SPACES]  # as soon as all terms are known
    put = list(chain.from_iterable(["put into", *begun] for begun in read))
    assert order[: 2 + len(put)] == ["begun", "begun", *put]

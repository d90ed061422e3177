from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import pytest

from index import postings
from index.analysing import analyse
from index.documents import Section
from index.gathering import SPACES, digest_of
from index.stored import dump_section

Given = TypeVar("Given")
Made = TypeVar("Made")
SECTION = dump_section(Section("a#1", "a", "1", 2, "续费", ("指南",), "zh-Hans", "三天后生效。", (), (), ""))


def test_new_sections_are_begun_before_known_ones_are_taken_in(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    add = postings.Joining.add

    def noted(self: postings.Joining, part: postings.Postings, holders: postings.Numbers) -> None:
        order.append("taken in")
        add(self, part, holders)

    def spread(work: Callable[[Given], Made], items: Iterable[Given]) -> Iterator[Made]:
        order.append("begun")
        return map(work, items)

    monkeypatch.setattr(postings.Joining, "add", noted)
    digest = digest_of(SECTION)
    analysis = analyse([digest], {digest: SECTION}, None, spread, lambda _done: None)
    assert len(analysis.stored) == 1
    assert order == ["begun", *["taken in"] * 2 * len(SPACES)]

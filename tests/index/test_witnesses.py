from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import witnesses
from index.guides.furniture import Furniture, find_furniture
from index.guides.pieces import Line, cut
from index.witnesses import dump_statements, find_furniture_again, load_statements
from tests.conftest import amount

GROUP = "[[加群](https://ads.example/s)]"
LINES = [
    f"# 标题{GROUP}",
    "# 怎么买 | 某站",
    "更多内容请关注我们的公众号",
    "- 一步",
    GROUP,
    "```",
    "问：多久？",
    "尾注",
]
GUIDES = st.lists(st.lists(st.sampled_from(LINES) | st.text("甲乙丙", min_size=8, max_size=9), max_size=7), max_size=6)


@given(st.lists(GUIDES, max_size=4))
@settings(max_examples=amount(150, 5_000))
def test_whatever_is_remembered_the_furniture_is_that_of_the_guides(builds: list[list[list[str]]]) -> None:
    before = witnesses.Statements()
    for guides in builds:
        sources = ["\n\n".join(lines) for lines in guides]  # each stands for itself
        furniture, given_now = find_furniture_again(sources.__getitem__, sources, before)
        assert furniture == find_furniture(sources)
        before = load_statements(dump_statements(given_now))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names the sources that were cut."""
    sources: list[str] = []

    def count(source: str) -> Sequence[Line]:
        sources.append(source)
        return cut(source)

    monkeypatch.setattr(witnesses, "cut", count)
    return sources


def test_only_a_changed_guide_is_read_again(asked: list[str]) -> None:
    sources = [f"# 第{n}篇{GROUP}\n\n第{n}段正文，各不相同。" for n in range(5)]
    furniture, before = find_furniture_again(sources.__getitem__, sources, witnesses.Statements())
    asked.clear()
    sources[2] += "\n\n又一段。"
    assert find_furniture_again(sources.__getitem__, sources, before)[0] == furniture != Furniture()
    assert asked == [sources[2]]


def test_all_are_read_again_where_what_was_known_changed(asked: list[str]) -> None:
    sources = [f"# 第{n}篇{GROUP}\n\n第{n}段正文，各不相同。" for n in range(3)]
    _, before = find_furniture_again(sources.__getitem__, sources, witnesses.Statements())
    asked.clear()
    changed = [source.replace(GROUP, "") for source in sources[:2]] + sources[2:]
    assert find_furniture_again(changed.__getitem__, changed, before)[0] == find_furniture(changed) == Furniture()
    assert sorted(asked) == sorted(changed)

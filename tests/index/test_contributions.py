from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import pytest

from index import ranking
from index.ranker import Limits
from index.searcher import Searcher

Open = Callable[[Mapping[str, str]], Searcher]
FILLER = "这里说的是另外一件事情，和问题没有什么关系。"
FREQUENT = {
    "a.md": f"# 甲\n\n## 退货运费\n\n甲店退货由谁付运费。{FILLER}\n",
    "b.md": f"# 乙\n\n## 常见问题\n\n### 退货运费\n\n乙店退货由谁付运费。{FILLER}\n",
}


def shares(searcher: Searcher, text: str, origin: str) -> list[float]:
    """What the best section has its score for besides terms."""
    parts = searcher.explain(text).sections[0][2]
    assert parts
    return [part.score for part in parts if part.alternative.origin == origin]


@pytest.mark.parametrize("refined", [1, ranking.REFINED])
@pytest.mark.parametrize("text", ["退货", "退貨流程", "usb-c 发票", "怎么退货"])
def test_an_explanation_adds_up_to_the_score(
    index_of: Open, text: str, refined: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.searcher.rank", partial(ranking.rank, limits=Limits(refined)))
    searcher = index_of(
        {
            "a.md": f"# 退货流程\n\n先登录。{FILLER}\n",
            "b.md": f"# 发票\n\nUSB-C 退货。{FILLER}\n",
            "c.md": f"# 别的\n\n{FILLER}\n",
        }
    )
    hits = searcher.search(text).hits
    explained = searcher.explain(text, limit=50).sections
    assert [section.id for section, _, _ in explained] == [hit.section.id for hit in hits] != []
    for hit, (_, score, contributions) in zip(hits, explained, strict=True):
        assert score == pytest.approx(hit.score, rel=1e-6)
        assert sum(part.score for part in contributions) == pytest.approx(score)
        assert all(part.score > 0 and part.alternative in part.group.alternatives for part in contributions)


@pytest.mark.parametrize(("text", "parts"), [("怎么退货的运费", 1), ("退货 运费", 0)])
def test_only_a_question_gives_a_share_to_frequent_ones(index_of: Open, text: str, parts: int) -> None:
    found = shares(index_of(FREQUENT), text, "faq")
    assert len(found) == parts
    assert all(share > 0 for share in found)


def test_a_section_with_all_of_the_query_in_one_place_has_twice_the_score_of_its_terms(index_of: Open) -> None:
    searcher = index_of({"a.md": f"# 甲\n\n由谁付运费？{FILLER}\n", "b.md": f"# 乙\n\n{FILLER}\n"})
    [(_, score, _)] = searcher.explain("谁付运费").sections
    assert shares(searcher, "谁付运费", "together") == [pytest.approx(score / 2)]


def test_a_section_without_a_place_in_the_ranking_shows_its_terms(index_of: Open) -> None:
    searcher = index_of(FREQUENT)
    [(_, score, parts)] = searcher.explain("麒麟貔貅饕餮梼杌运费", "b#退货运费").sections
    assert not searcher.search("麒麟貔貅饕餮梼杌运费").hits
    assert score == pytest.approx(sum(part.score for part in parts))
    assert {part.alternative.origin for part in parts} == {"typed"}

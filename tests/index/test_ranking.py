"""What may not change however ranking is tuned."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from index.builder import build
from index.searcher import Searcher

WriteGuides = Callable[[Mapping[str, str | bytes]], Path]
Open = Callable[[Mapping[str, str]], Searcher]
FILLER = "这里说的是另外一件事情，和问题没有什么关系。"


@pytest.fixture
def index_of(write_guides: WriteGuides, tmp_path: Path) -> Iterator[Open]:
    """A function that indexes guides and gives a searcher of them."""
    with ExitStack() as opened:

        def index(guides: Mapping[str, str]) -> Searcher:
            build(write_guides(guides), tmp_path / "data")
            return opened.enter_context(closing(Searcher.open(tmp_path / "data")))

        yield index


def found(searcher: Searcher, text: str) -> list[str]:
    return [hit.guide.id for hit in searcher.search(text, limit=50).hits]


def test_a_title_says_more_than_a_text(index_of: Open) -> None:
    searcher = index_of(
        {
            "a.md": f"# 换货\n\n退货的事。{FILLER}\n",
            "b.md": f"# 退货\n\n换货的事。{FILLER}\n",
            "c.md": f"# 别的\n\n{FILLER}\n",
        }
    )
    assert found(searcher, "退货") == ["b", "a"]
    assert found(searcher, "换货") == ["a", "b"]


def test_a_rare_word_says_more_than_a_common_one(index_of: Open) -> None:
    guides = {f"{n}.md": f"# 第{n}篇\n\n退货的说明。{FILLER}\n" for n in range(6)}
    searcher = index_of(guides | {"z.md": f"# 末篇\n\n海关的说明。{FILLER}\n"})
    assert found(searcher, "退货 海关")[0] == "z"


def test_a_section_that_holds_more_of_the_question_comes_first(index_of: Open) -> None:
    searcher = index_of(
        {
            "a.md": f"# 甲\n\n退货。{FILLER}\n",
            "b.md": f"# 乙\n\n发票。{FILLER}\n",
            "c.md": f"# 丙\n\n退货和发票。{FILLER}\n",
        }
    )
    assert found(searcher, "退货 发票")[0] == "c"
    assert set(found(searcher, "退货 发票")) == {"a", "b", "c"}


def test_the_same_words_weigh_more_in_a_short_section(index_of: Open) -> None:
    searcher = index_of(
        {"a.md": f"# 甲\n\n退货。{FILLER * 8}\n", "b.md": f"# 乙\n\n退货。{FILLER}\n", "c.md": f"# 丙\n\n{FILLER}\n"}
    )
    assert found(searcher, "退货") == ["b", "a"]


def test_equal_sections_keep_the_order_of_the_guides(index_of: Open) -> None:
    searcher = index_of(
        {f"{name}.md": f"{own}。退货要登录。\n" for name, own in zip("badc", "乙甲丁丙", strict=True)}
        | {"z.md": f"# 别的\n\n{FILLER}\n"}
    )
    assert found(searcher, "退货") == ["a", "b", "c", "d"]


def test_a_word_that_no_guide_has_hides_no_answer(index_of: Open) -> None:
    searcher = index_of({"a.md": f"# 退货\n\n先登录。{FILLER}\n", "b.md": f"# 换货\n\n{FILLER}\n"})
    assert found(searcher, "退货 麒麟")[0] == "a"


@pytest.mark.parametrize(
    "piece", ["货架", "海运", "运费险", "单号", "usb-c", "usb", "c", "5g", "iphone 15", "15", "c++"]
)
def test_every_literal_piece_of_a_section_is_found(index_of: Open, piece: str) -> None:
    searcher = index_of(
        {
            "a.md": "# 发货\n\n从货架取下，海运，带运费险，抄下单号。USB-C 线，5G，iPhone 15，C++ 手册。\n",
            "b.md": f"# 别的\n\n{FILLER}\n",
        }
    )
    assert found(searcher, piece)[0] == "a"


@pytest.mark.parametrize("text", ["退货", "退貨流程", "usb-c 发票", "怎么退货"])
def test_an_explanation_adds_up_to_the_score(index_of: Open, text: str) -> None:
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


def test_scores_are_positive_and_fall(searcher: Searcher) -> None:
    scores = [hit.score for hit in searcher.search("续费之后怎么查余额", limit=50).hits]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0


FREQUENT = {
    "a.md": f"# 甲\n\n## 退货运费\n\n甲店退货由谁付运费。{FILLER}\n",
    "b.md": f"# 乙\n\n## 常见问题\n\n### 退货运费\n\n乙店退货由谁付运费。{FILLER}\n",
}


def test_a_question_finds_the_frequent_one_first(index_of: Open) -> None:
    searcher = index_of(FREQUENT)
    assert found(searcher, "怎么退货的运费")[0] == "b"
    shares = [part for part in searcher.explain("怎么退货的运费").sections[0][2] if part.alternative.origin == "faq"]
    assert len(shares) == 1
    assert shares[0].score > 0


def test_a_keyword_is_no_question(index_of: Open) -> None:
    parts = index_of(FREQUENT).explain("退货 运费").sections[0][2]
    assert parts
    assert all(part.alternative.origin != "faq" for part in parts)

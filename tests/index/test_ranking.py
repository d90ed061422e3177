"""What may not change however ranking is tuned."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from index.searcher import Searcher

Open = Callable[[Mapping[str, str]], Searcher]
FILLER = "这里说的是另外一件事情，和问题没有什么关系。"


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


def test_scores_are_positive_and_fall(searcher: Searcher) -> None:
    scores = [hit.score for hit in searcher.search("续费之后怎么查余额", limit=50).hits]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0


FREQUENT = {
    "a.md": f"# 甲\n\n## 退货运费\n\n甲店退货由谁付运费。{FILLER}\n",
    "b.md": f"# 乙\n\n## 常见问题\n\n### 退货运费\n\n乙店退货由谁付运费。{FILLER}\n",
}


def test_a_question_finds_the_frequent_one_first(index_of: Open) -> None:
    assert found(index_of(FREQUENT), "怎么退货的运费")[0] == "b"


def test_words_that_stand_together_say_more_than_words_apart(index_of: Open) -> None:
    searcher = index_of(
        {
            "a.md": f"# 甲\n\n退货的事。{FILLER * 8}发票的事。\n",
            "b.md": f"# 乙\n\n{FILLER * 8}退货的事。发票的事。\n",
            "c.md": f"# 丙\n\n{FILLER * 9}\n",
        }
    )
    assert found(searcher, "退货 发票") == ["b", "a"]


def test_what_a_title_says_stands_beside_all_of_its_section(index_of: Open) -> None:
    searcher = index_of(
        {
            "a.md": f"# 甲\n\n## 退货\n\n{FILLER * 8}发票的事。\n",
            "b.md": f"# 乙\n\n## 换货\n\n退货的事，退货。{FILLER * 8}发票的事。\n",
        }
    )
    assert [part.alternative.origin for part in searcher.explain("退货 发票").sections[0][2]][-1] == "together"
    assert found(searcher, "退货 发票")[0] == "a"

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.guides.headings import (
    LONGEST_ANCHOR,
    anchor_of,
    expose_headings,
    faq_marks,
    own_anchor,
    unique_anchors,
    words_of,
)


@pytest.mark.parametrize(
    ("body", "exposed"),
    [
        ("**怎么退货**\n正文。\n", "# 怎么退货\n\n正文。\n"),
        ("\n__怎么退货__\n\n正文。\n", "\n# 怎么退货\n\n\n正文。\n"),
        ("**怎么退货**\n\n# 退货\n", "**怎么退货**\n\n# 退货\n"),
        ("**怎么退货**\n====\n", "**怎么退货**\n====\n"),
        ("**怎么**退货\n", "**怎么**退货\n"),
        ("正文。\n\n**怎么退货**\n", "正文。\n\n**怎么退货**\n"),
    ],
)
def test_a_first_line_that_is_only_bold_is_the_title_where_no_first_level_heading_is(body: str, exposed: str) -> None:
    assert expose_headings(body) == exposed


@pytest.mark.parametrize(
    "question", ["**Q: 多久到?**", "Q：多久到?", "问：多久到?", "問 2: 多久到?", "**Q3:** 多久到?"]
)
@pytest.mark.parametrize("answer", ["A: 一天。", "**A：** 一天。", "答：一天。", "\nA1: 一天。"])
def test_a_question_right_above_its_answer_is_a_heading(question: str, answer: str) -> None:
    exposed = expose_headings(f"开头。\n\n{question}\n{answer}\n")
    [heading] = [line for line in exposed.splitlines() if line.startswith("###### ")]
    assert "多久到?" in heading
    assert heading.removeprefix("###### ").strip("*")[0] in "Q问問"


@pytest.mark.parametrize(
    "body",
    [
        "Q: 多久到?\n一天。\n",
        "- Q: 多久到?\n  A: 一天。\n",
        "```\nQ: 多久到?\nA: 一天。\n```\n",
        "Q: 多久到?\n",
        "问题：无\nA: 一天。\n",
    ],
    ids=["no answer", "list", "code", "end", "another word"],
)
def test_a_question_without_an_answer_below_stays_as_it_is(body: str) -> None:
    assert expose_headings(body) == body


@pytest.mark.parametrize("answer", ["**A:** 一天。", "A1: 一天。"])
@pytest.mark.parametrize("below", ["", "\n# 退货\n\n正文。\n"])
def test_a_bold_question_in_the_first_line_is_no_title(answer: str, below: str) -> None:
    exposed = expose_headings(f"**Q: 多久到?**\n{answer}\n\n**Q: 要钱吗?**\n{answer}\n{below}")
    assert re.findall("^#+ .*", exposed, re.MULTILINE)[:2] == ["###### **Q: 多久到?**", "###### **Q: 要钱吗?**"]


@pytest.mark.parametrize("heading", ["# 退货", "#\t退货", "  # 退货", "退货\n===="])
def test_a_bold_first_line_is_no_title_where_a_first_level_heading_is_below(heading: str) -> None:
    assert expose_headings(f"**退货须知**\n\n{heading}\n") == f"**退货须知**\n\n{heading}\n"


@pytest.mark.parametrize("heading", ["## 退货", "退货\n----", "```\n# 退货\n```"])
def test_a_bold_first_line_is_the_title_above_other_headings(heading: str) -> None:
    assert expose_headings(f"**退货须知**\n\n{heading}\n") == f"# 退货须知\n\n\n{heading}\n"


def rests(title: str, text: str) -> tuple[str, str]:
    question, answer = faq_marks(title, text)
    return title[question:], text[answer:]


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("Q: 多久到", "多久到"),
        ("q：多久到", "多久到"),
        ("Ｑ 12: 多久到", "多久到"),
        ("问：多久到", "多久到"),
        ("問 1：多久到", "多久到"),
        ("QQ: 群号", "QQ: 群号"),
        ("问题: 多久到", "问题: 多久到"),
        ("常见 Q: 多久到", "常见 Q: 多久到"),
    ],
)
def test_the_mark_of_a_question_is_no_part_of_it(title: str, rest: str) -> None:
    assert rests(title, "A: 一天")[0] == rest


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("A: 一天", "一天"),
        ("答：一天", "一天"),
        ("Ａ2：一天", "一天"),
        ("APP: 一天", "APP: 一天"),
        ("见 A: 一天", "见 A: 一天"),
    ],
)
def test_the_mark_of_an_answer_is_no_part_of_it(text: str, rest: str) -> None:
    assert rests("Q2: 多久到", text)[1] == rest


@pytest.mark.parametrize(
    ("title", "text", "marked"),
    [
        ("Q: 用什么纸", "普通的纸", (True, False)),
        ("Q: 用什么纸", "A4: 可以", (True, False)),
        ("Q3: 财报", "本季收入", (False, False)),
        ("Q3: 财报", "A4: 可以", (False, False)),
        ("Q3: 财报", "A3: 三天", (True, True)),
        ("Q3: 财报", "答：三天", (True, True)),
        ("财报", "A: 三天", (False, False)),
    ],
)
def test_a_mark_with_a_number_counts_only_in_a_pair(title: str, text: str, marked: tuple[bool, bool]) -> None:
    question, answer = faq_marks(title, text)
    assert (question > 0, answer > 0) == marked


@pytest.mark.parametrize(
    ("heading", "parts"),
    [
        ("退货 {#return}", ("退货", "return")),
        ("退货{#return.v-2_b}  ", ("退货", "return.v-2_b")),
        ("退货 {#re turn}", ("退货 {#re turn}", None)),
        ("退货 {#return} 说明", ("退货 {#return} 说明", None)),
        ("退货", ("退货", None)),
    ],
)
def test_a_heading_may_name_its_own_anchor(heading: str, parts: tuple[str, str | None]) -> None:
    assert own_anchor(heading) == parts


@pytest.mark.parametrize(
    ("titles", "anchor"),
    [
        (
            [
                "怎么退货？",
                "1. 怎么退货",
                "2. 怎么退货",
                "三、怎么退货",
                "（四）怎么退货",
                "第5步：怎么退货",
            ],
            "怎么退货",
        ),
        (["第一章 总则", "总则", "1.2.3 总则", "第 12 節 总则"], "总则"),
        (["How to Return?", "how to return", "ＨＯＷ ＴＯ ＲＥＴＵＲＮ"], "how-to-return"),
        (["5G 上网"], "5g-上网"),
        (["一般问题"], "一般问题"),
        (["2026"], "2026"),
        (["？？？", "", "👨"], "section"),
    ],
)
def test_the_anchor_is_made_of_the_words_without_the_number(titles: list[str], anchor: str) -> None:
    assert {anchor_of(title) for title in titles} == {anchor}


def test_the_words_of_a_heading_are_not_cut() -> None:
    long = "怎么退货" * 20
    assert anchor_of(f"{long}甲") == anchor_of(f"{long}乙")
    assert words_of(f"{long}甲") != words_of(f"{long}乙")
    assert words_of("1. 怎么退货？") == words_of("怎么 退货").replace("-", "")
    assert words_of("？？？") != words_of("👨")


@given(st.text(max_size=200))
def test_an_anchor_can_stand_in_an_address(title: str) -> None:
    anchor = anchor_of(title)
    assert 0 < len(anchor) <= LONGEST_ANCHOR
    assert all(character.isalnum() or character == "-" for character in anchor)
    assert not anchor.startswith("-")
    assert not anchor.endswith("-")


NAMES = st.sampled_from(["a", "b", "a-b", "a-2", "b-a", "section"])


@given(st.lists(st.tuples(NAMES, NAMES | st.just("")), max_size=12))
def test_no_two_sections_share_an_anchor_and_the_first_of_a_name_keeps_it(wanted: list[tuple[str, str]]) -> None:
    anchors = list(unique_anchors(wanted))
    assert len(set(anchors)) == len(wanted)
    assert anchors[:1] == [anchor for anchor, _ in wanted[:1]]


def test_the_second_of_a_name_takes_its_parents_name_before_a_number() -> None:
    wanted = [("退货", ""), ("步骤", "退货"), ("换货", ""), ("步骤", "换货"), ("步骤", "换货")]
    assert list(unique_anchors(wanted)) == ["退货", "步骤", "换货", "换货-步骤", "步骤-2"]

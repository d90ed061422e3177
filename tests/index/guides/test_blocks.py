from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from index.documents import Block, Inline
from index.guides.blocks import blocks_of, plain_html, plain_text

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def blocks(source: str) -> tuple[Block, ...]:
    return blocks_of(PARSER.parse(source))


def passages(source: str) -> list[str]:
    text, spans = plain_text(blocks(source))
    return [text[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("source", "inlines"),
    [
        ("甲**乙**丙", (Inline("甲"), Inline("乙", ("strong",)), Inline("丙"))),
        ("*甲**乙***", (Inline("甲", ("em",)), Inline("乙", ("em", "strong")))),
        ("~~旧~~ `a*b`", (Inline("旧", ("strike",)), Inline(" "), Inline("a*b", ("code",)))),
        (
            "[看**这**](https://a.example)",
            (Inline("看", (), "https://a.example"), Inline("这", ("strong",), "https://a.example")),
        ),
        ("甲  \n乙", (Inline("甲"), Inline("\n"), Inline("乙"))),
        ("甲<br>乙", (Inline("甲"), Inline("\n"), Inline("乙"))),
        ("甲<b>乙</b>&amp;丙", (Inline("甲乙&丙"),)),
        ("![一张图](https://a.example/i.png)", (Inline("一张图"),)),
        ("a\nb", (Inline("a b"),)),
        ("甲<br><br>乙", (Inline("甲"), Inline("\n"), Inline("\n"), Inline("乙"))),
        ("***甲***", (Inline("甲", ("em", "strong")),)),
        ("*甲 _乙_*", (Inline("甲 乙", ("em",)),)),
    ],
)
def test_runs_of_one_style_are_one_inline(source: str, inlines: tuple[Inline, ...]) -> None:
    [block] = blocks(source)
    assert block == Block("paragraph", inlines)


def test_a_list_knows_its_order_and_where_it_starts() -> None:
    [ordered, bullets] = blocks("3. 甲\n4. 乙\n\n- 丙\n")
    assert (ordered.kind, ordered.ordered, ordered.start) == ("list", True, 3)
    assert (bullets.ordered, bullets.start) == (False, 1)
    assert [item.line for item in ordered.children] == ["甲", "乙"]


def test_an_item_carries_its_first_paragraph_and_then_its_children() -> None:
    [block] = blocks("- **甲**\n\n  乙\n\n  - 丙\n")
    [item] = block.children
    assert item.line == "甲"
    assert [child.kind for child in item.children] == ["paragraph", "list"]


def test_a_table_is_rows_of_cells_and_its_head_is_marked() -> None:
    [table] = blocks("| 甲 | 乙 |\n| --- | --- |\n| 一 |  |\n")
    assert [[cell.line for cell in row.children] for row in table.children] == [["甲", "乙"], ["一", ""]]
    assert [[cell.header for cell in row.children] for row in table.children] == [[True, True], [False, False]]


def test_code_keeps_its_lines_and_nothing_in_it_is_markup() -> None:
    [fence, indented] = blocks("```\n**a**\n  b\n```\n\n文\n\n    **c**\n")[::2]
    assert fence == Block("code", (Inline("**a**\n  b"),))
    assert indented == Block("code", (Inline("**c**"),))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("甲\n\n乙\n", ["甲", "乙"]),
        ("1. **先登录**\n\n   用邮箱。\n\n2. 再付款\n", ["先登录\n用邮箱。", "再付款"]),
        ("- 甲\n  - 乙\n    - 丙\n- 丁\n", ["甲", "乙", "丙", "丁"]),
        ("| 甲 | 乙 |\n| - | - |\n| 一 | 二 |\n", ["甲 乙", "一 二"]),
        ("> 引用\n>\n> 两段\n", ["引用", "两段"]),
        ("甲\n\n---\n\n乙\n", ["甲", "乙"]),
        ("<div>甲<p>乙</p></div>\n", ["甲乙"]),
        ("- ```\n  code\n  ```\n", ["code"]),
        ("- 甲\n\n  - 乙\n\n  丙\n", ["甲", "乙", "丙"]),
        ("- 甲\n\n  一\n\n  - 乙\n\n  一\n\n- 丁\n", ["甲\n一", "乙", "一", "丁"]),
        ("- ```\n  code\n  ```\n\n  甲\n", ["code", "甲"]),
        ("- > 引用\n\n  甲\n", ["引用", "甲"]),
        ("<!-- 说明 -->\n", []),
        ("", []),
    ],
)
def test_a_passage_is_what_can_stand_alone(source: str, expected: list[str]) -> None:
    assert passages(source) == expected


@given(st.text(alphabet="甲乙ab \n-*1.|>#`~[]()<>\t&;", max_size=80))
def test_passages_are_the_lines_of_the_text_in_order(source: str) -> None:
    text, spans = plain_text(blocks(source))
    assert "\n".join(text[span.start : span.end] for span in spans) == text
    assert all(text[span.start : span.end].strip() for span in spans)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>甲 <b>乙</b>\n 丙</p>", "甲 乙 丙"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("甲<script>alert(1)</script><style>p{}</style>乙", "甲乙"),
        ("<!-- 说明 -->", ""),
    ],
)
def test_the_text_of_html_is_what_a_reader_sees(html: str, text: str) -> None:
    assert plain_html(html) == text

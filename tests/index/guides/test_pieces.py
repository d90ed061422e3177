from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.guides.pieces import Line, Piece, cut

FRAGMENTS = [
    "# ", "## 标题", "- ", "1. ", "> ", "**", "__", "[", "]", "(", ")", "![", "](", "https://a.example/x", "【", "】",
    " | ",
    "｜", " - ", "```", "~~~", "\n", "\n\n", "\r\n", "<a href='x'>", "</a>", "<img src=x>", "---", "===", "续费", "\t",
    "[文](https://a.example)", "    ", "Q: ", "{#a}", "\\", "*", "_", "|", "\u2028", "\x0c", "𠮷", "\U0001f600",
]  # fmt: skip
MARKDOWN = st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join)
REPEATED = [
    "[", "![", "[a](", "]", "【", "**", "*a*", "__", "<a ", "<a>", "<img ", "http://", "https://a[", " - ", "| ",
    "[[x](",
    "> ", "# ", "1. ", " ", "[a](http://b)",
]  # fmt: skip


def sources(lines: tuple[Line, ...]) -> str:
    return "".join(line.source for line in lines)


def kinds(source: str) -> list[str]:
    return [line.kind for line in cut(source)]


def pieces(source: str) -> list[tuple[str, str]]:
    [line] = cut(source)
    return [(piece.kind, piece.text) for piece in line.pieces]


@given(st.text())
def test_the_pieces_of_any_text_joined_are_the_text(source: str) -> None:
    assert sources(cut(source)) == source


@given(MARKDOWN)
def test_the_pieces_of_markdown_joined_are_the_markdown(source: str) -> None:
    assert sources(cut(source)) == source


@given(MARKDOWN)
def test_no_piece_is_empty(source: str) -> None:
    assert all(piece.text for line in cut(source) for piece in line.pieces)


@pytest.mark.parametrize("unit", REPEATED)
def test_a_long_line_of_one_repeated_mark_is_cut_to_its_end(unit: str) -> None:
    source = unit * (4_000 // len(unit)) + "http尾](x)"
    assert sources(cut(source)) == source


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("# 标题", "heading"),
        ("###### 最小的标题", "heading"),
        ("####### 七个不是标题", "paragraph"),
        ("#没有空格", "paragraph"),
        ("- 一项", "list"),
        ("  * 一项", "list"),
        ("12) 一步", "list"),
        ("2.5 元", "paragraph"),
        ("| 甲 | 乙 |", "table"),
        ("---", "rule"),
        ("* * *", "rule"),
        ("====", "rule"),
        (" \t", "blank"),
        ("> 引用", "paragraph"),
        ("一句话", "paragraph"),
    ],
)
def test_a_line_has_a_kind(line: str, kind: str) -> None:
    assert kinds(f"第一行\n{line}\n")[1] == kind


def test_only_a_first_line_that_is_all_bold_is_a_title() -> None:
    assert kinds("\n**标题**\n\n**不是标题**\n") == ["blank", "title", "blank", "paragraph"]
    assert kinds("**半句**话\n") == ["paragraph"]


def test_what_stands_in_a_fence_is_code_until_a_fence_of_that_kind_closes_it() -> None:
    assert kinds("````\n```\n# 不是标题\n~~~\n# 也不是\n````\n# 标题\n") == ["code"] * 6 + ["heading"]
    assert kinds("~~~\n```\n# 不是标题\n~~~\n# 标题\n") == ["code"] * 4 + ["heading"]


@pytest.mark.parametrize("line", ["```x``` 行内", "``` a`b", "``不够", "~~不够"])
def test_what_only_looks_like_a_fence_opens_none(line: str) -> None:
    assert kinds(f"{line}\n后面\n") == ["paragraph", "paragraph"]


@pytest.mark.parametrize("line", ["``` python", "```python", "~~~ a`b", "``` ~~~"])
def test_a_fence_may_say_what_stands_in_it_where_it_opens_only(line: str) -> None:
    assert kinds(f"{line}\n{line} x\n甲\n{line[:3]}  \n后面\n") == ["code"] * 4 + ["paragraph"]


@pytest.mark.parametrize("closing", ["```", "  ```\t", "`````"])
def test_a_fence_is_closed_by_marks_alone(closing: str) -> None:
    assert kinds(f"```\n``` x\n{closing}\n后面\n") == ["code"] * 3 + ["paragraph"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("- 甲\n\n  ```\n  - 码\n  ```\n后面\n", ["list", "blank", "code", "code", "code", "paragraph"]),
        ("1. 甲\n      ```\n      - 码\n      ```\n   后面\n", ["list", "code", "code", "code", "paragraph"]),
        ("- ```\n  - 码\n  ```\n  后面\n", ["code", "code", "code", "paragraph"]),
        ("- 甲\n  ```\n  - 码\n\n后面\n", ["list", "code", "code", "code", "paragraph"]),
        (" ```\n码\n ```\n后面\n", ["code", "code", "code", "paragraph"]),
        ("- 甲\n\n乙\n\n ```\n码\n ```\n", ["list", "blank", "paragraph", "blank", "code", "code", "code"]),
    ],
)
def test_a_fence_may_stand_in_a_list_and_ends_with_it(source: str, expected: list[str]) -> None:
    assert kinds(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("甲\n\n    码\n\n    - 码\n乙\n", ["paragraph", "blank", "code", "blank", "code", "paragraph"]),
        ("\t码\n    ```\n乙\n", ["code", "code", "paragraph"]),
        ("甲\n    还是甲\n    ```\n乙\n", ["paragraph"] * 4),
        ("- 甲\n\n    还是甲\n\n乙\n\n    码\n", ["list", "blank", "paragraph", "blank", "paragraph", "blank", "code"]),
        ("　　两个空格\n", ["paragraph"]),
    ],
)
def test_what_is_indented_below_an_empty_line_is_code_outside_of_lists(source: str, expected: list[str]) -> None:
    assert kinds(source) == expected


@pytest.mark.parametrize("underline", ["====", "---", "-", " =  "])
def test_a_line_that_is_underlined_is_a_heading(underline: str) -> None:
    assert kinds(f"标题\n{underline}\n") == ["setext", "rule"]
    assert kinds(f"**标题**\n{underline}\n**标题**\n") == ["setext", "rule", "paragraph"]


@pytest.mark.parametrize(
    "above", ["", "# 标题\n", "> 引用\n", "- 一项\n  接着\n", "```\n```\n", "    码\n", "| 甲 |\n"]
)
def test_a_rule_below_what_is_no_paragraph_underlines_nothing(above: str) -> None:
    assert kinds(f"{above}---\n")[-1] == "rule"
    assert "setext" not in kinds(f"{above}---\n")


def test_a_rule_has_no_text() -> None:
    assert [line.text for line in cut("甲\n---\n\n* * *\n")] == ["甲", "", "", ""]


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x0b", "\x0c", "\x1c", "\x85"])
def test_only_a_line_feed_ends_a_line(end: str) -> None:
    assert [line.source for line in cut(f"甲{end}# 乙\n丙")] == [f"甲{end}# 乙\n", "丙"]


@pytest.mark.parametrize(
    ("source", "link"),
    [
        ("看[这里](https://a.example/x)吧", "[这里](https://a.example/x)"),
        ("图![说明](https://a.example/x.png)吧", "![说明](https://a.example/x.png)"),
        (
            "看[![图](https://a.example/i.png)](https://a.example)吧",
            "[![图](https://a.example/i.png)](https://a.example)",
        ),
        ("看<https://a.example/x>吧", "<https://a.example/x>"),
        ("看https://a.example/x，再说", "https://a.example/x"),
        ("看<a href='https://a.example'>这里</a>吧", "<a href='https://a.example'>这里</a>"),
        ("看【加群 [这里](https://a.example)】吧", "【加群 [这里](https://a.example)】"),
        (
            "看[甲 [乙](https://a.example) ![丙](https://a.example/i)]吧",
            "[甲 [乙](https://a.example) ![丙](https://a.example/i)]",
        ),
    ],
)
def test_a_link_with_the_brackets_around_it_is_one_piece(source: str, link: str) -> None:
    assert [text for kind, text in pieces(source) if kind == "link"] == [link]


@pytest.mark.parametrize("source", ["键[确定]旁", "见【注意】一栏", "数组 a[0](甲", "没有链接的 ![图]"])
def test_brackets_without_a_link_are_text(source: str) -> None:
    assert all(kind == "text" for kind, _ in pieces(source))


def test_marks_are_apart_from_the_words() -> None:
    assert pieces("> 1. **重点** | 站名\n") == [
        ("mark", "> 1. "),
        ("mark", "**"),
        ("text", "重点"),
        ("mark", "**"),
        ("mark", " | "),
        ("text", "站名"),
        ("mark", "\n"),
    ]


@pytest.mark.parametrize("mark", ["**", "__", "|", "｜", " | ", " ｜", " - ", "  – ", " — ", " · "])
def test_a_mark_is_found_in_the_middle_of_a_text(mark: str) -> None:
    assert pieces(f"甲{mark}乙") == [("text", "甲"), ("mark", mark), ("text", "乙")]


def test_the_text_of_a_line_is_its_words_and_links_without_marks() -> None:
    line = Line("list", (Piece("mark", "- "), Piece("text", "看 "), Piece("link", "[这里](x)"), Piece("mark", "\n")))
    assert line.text == "看 [这里](x)"
    assert line.source == "- 看 [这里](x)\n"


def test_the_lines_of_a_guide_stay_known_but_for_a_long_one() -> None:
    guide, long = "# 标题\n\n正文。\n", "正文。\n" * 6_000
    assert cut(guide) is cut("".join(guide))
    assert cut(long) == cut(long)
    assert cut(long) is not cut(long)

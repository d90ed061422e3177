from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Section
from index.guides.front_matter import LONGEST_TITLE, FrontMatter
from index.guides.markdown import parse_markdown
from index.stored import dump_section, load_section


def sections(body: str, *, title: str | None = None, guide_id: str = "shop/return") -> tuple[Section, ...]:
    return parse_markdown(guide_id, FrontMatter(title=title), body).sections


def outline(body: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(section.title, section.breadcrumb) for section in sections(body)]


@pytest.mark.parametrize(
    ("front", "body", "title"),
    [
        ("退货说明", "# 怎么退货\n\n正文。\n", "退货说明"),
        (None, "# 怎么退货\n\n正文。\n", "怎么退货"),
        (None, "## 怎么退货\n\n正文。\n", "怎么退货"),
        (None, "开头。\n\n## 怎么退货\n\n正文。\n", "怎么退货"),
        (None, "怎么退货\n====\n\n正文。\n", "怎么退货"),
        (None, "**怎么退货**\n\n正文。\n\n### 步骤\n\n一步。\n", "怎么退货"),
        (None, "**怎么退货**\n\n# 退货\n\n正文。\n", "退货"),
        (None, "正文。\n", "return"),
        (None, "- 一项\n", "return"),
    ],
)
def test_the_title_comes_from_front_matter_then_a_heading_then_a_bold_line_then_the_file(
    front: str | None, body: str, title: str
) -> None:
    assert parse_markdown("shop/return", FrontMatter(title=front), body).guide.title == title


def test_front_matter_goes_with_the_guide() -> None:
    front = FrontMatter("Returns", "en", "2026-01-02", "https://shop.example/r")
    guide = parse_markdown("shop/return", front, "正文。\n").guide
    assert (guide.id, guide.title, guide.lang, guide.updated, guide.url) == (
        "shop/return", "Returns", "en", "2026-01-02", "https://shop.example/r",
    )  # fmt: skip


def test_the_heading_that_is_the_title_is_not_told_twice() -> None:
    assert outline("# 退货\n\n正文。\n\n## 步骤\n\n一步。\n") == [("退货", ()), ("步骤", ("退货",))]
    assert [section.title for section in sections("# 退货\n\n正文。\n", title="退货")] == ["退货"]
    [other] = sections("# 退货\n\n正文。\n", title="换货")
    assert (other.title, other.breadcrumb) == ("退货", ("换货",))


def test_a_long_heading_is_the_title_only_if_all_of_it_is() -> None:
    long = "怎么退货" * 20
    assert [section.title for section in sections(f"# {long}一\n\n正文。\n", title=f"{long}二")] == [f"{long}一"]
    assert [section.title for section in sections(f"# {long}\n\n正文。\n", title=f"1. {long}")] == [f"1. {long}"]


def test_a_heading_without_words_is_not_another_without_words() -> None:
    assert [section.title for section in sections("# ？？？\n\n正文。\n", title="！！！")] == ["？？？"]


@pytest.mark.parametrize("question", ["**Q: 多久到？**", "Q: 多久到？"])
@pytest.mark.parametrize(
    ("below", "title"), [("", "return"), ("# 退货\n\n正文。\n", "退货"), ("## 其他\n\n正文。\n", "return")]
)
def test_a_question_that_opens_a_guide_is_not_its_title(question: str, below: str, title: str) -> None:
    body = f"{question}\nA: 一天。\n\n**Q: 要钱吗？**\nA: 不要。\n\n{below}"
    assert outline(body)[:2] == [("多久到？", (title,)), ("要钱吗？", (title,))]


@pytest.mark.parametrize(
    ("faq", "title", "text"),
    [
        ("### Q3: 财报\n\n本季收入。\n", "Q3: 财报", "本季收入。"),
        ("### Q: 用什么纸？\n\nA4: 可以。\n", "用什么纸？", "A4: 可以。"),
        ("### Q4: 用什么纸？\n\n**A4：** 可以。\n", "用什么纸？", "可以。"),
        ("### Q: 用什么纸？\n\n- A: 可以。\n- A: 普通纸。\n", "用什么纸？", "可以。\nA: 普通纸。"),
    ],
)
def test_a_number_is_kept_where_it_counts_no_questions(faq: str, title: str, text: str) -> None:
    asked = sections(f"# 退货\n\n正文。\n\n{faq}")[1]
    assert (asked.title, asked.text.strip()) == (title, text)


def test_headings_nest_into_breadcrumbs() -> None:
    body = "# 书\n\n序\n\n## 甲\n\n一\n\n#### 乙\n\n二\n\n### 丙\n\n三\n\n## 丁\n\n四\n"
    assert outline(body) == [
        ("书", ()),
        ("甲", ("书",)),
        ("乙", ("书", "甲")),
        ("丙", ("书", "甲")),
        ("丁", ("书",)),
    ]
    assert [section.level for section in sections(body)] == [1, 2, 3, 3, 2]


def test_a_heading_with_nothing_of_its_own_lives_in_the_breadcrumbs_below() -> None:
    assert outline("# 书\n\n## 甲\n\n### 乙\n\n二\n\n## 空\n") == [("乙", ("书", "甲")), ("空", ("书",))]


def test_text_before_any_heading_is_a_section_of_its_own() -> None:
    [opening, step] = sections("开头。\n\n## 步骤\n\n一步。\n", title="退货")
    assert (opening.title, opening.anchor, opening.text, opening.breadcrumb) == ("退货", "intro", "开头。", ())
    assert (step.title, step.breadcrumb, step.id) == ("步骤", ("退货",), "shop/return#步骤")


@pytest.mark.parametrize("heading", ["## {}", "{}\n---", "**{}**"])
def test_a_heading_that_is_too_long_is_text(heading: str) -> None:
    fits = "题" * LONGEST_TITLE
    assert fits in [title for title, _ in outline(f"{heading.format(fits)}\n\n正文。\n")]
    [section] = sections(f"{heading.format(fits + '题')}\n\n正文。\n")
    assert section.title == "return"
    assert fits + "题" in section.text.split("\n")[0]
    assert section.text.endswith("正文。")


def test_the_addresses_of_links_do_not_make_a_heading_long() -> None:
    assert outline(f"# 题[目](https://a.example/{'a' * 1_000})\n\n正文。\n") == [("题目", ())]


def test_a_heading_inside_a_quote_or_a_list_is_text() -> None:
    assert outline("# 书\n\n> ## 引\n\n- ## 项\n") == [("书", ())]
    assert sections("# 书\n\n> ## 引\n\n- ## 项\n")[0].text == "引\n项"


@pytest.mark.parametrize(
    "faq",
    [
        "### Q: 多久到？\n\nA: 一天。\n",
        "### 问：多久到？\n\n答：一天。\n",
        "### **Q1: 多久到？**\n\n**A1:** 一天。\n",
        "**Q: 多久到？**\nA: 一天。\n",
        "**Q: 多久到？**\n\nA: 一天。\n",
        "Q：多久到？\nA：一天。\n",
        "問：多久到？\n答：一天。\n",
    ],
)
def test_a_question_and_its_answer_are_a_section_without_their_marks(faq: str) -> None:
    opening, asked, after = sections(f"# 退货\n\n正文。\n\n{faq}\n### 其他\n\nA: 不是答案。\n")
    assert (asked.title, asked.text.strip(), asked.question) == ("多久到？", "一天。", True)
    assert asked.breadcrumb == ("退货",)
    assert "A:" not in asked.html
    assert [opening.question, after.question] == [False, False]
    assert after.text == "A: 不是答案。"


def test_questions_below_a_heading_stand_in_a_row() -> None:
    body = "# 退货\n\n## 常见问题\n\nQ: 多久到？\nA: 一天。\n\nQ: 要钱吗？\nA: 不要。\n也不用押金。\n"
    assert outline(body) == [("多久到？", ("退货", "常见问题")), ("要钱吗？", ("退货", "常见问题"))]
    assert sections(body)[1].text == "不要。也不用押金。"


def test_a_step_is_one_passage_with_what_belongs_to_it() -> None:
    body = "# 退货\n\n1. **先登录**\n\n   用邮箱。\n\n2. **再付款**：选卡。\n   - 信用卡\n   - 现金\n\n"
    body += "| 甲 | 乙 |\n| - | - |\n| 一 | 二 |\n"
    [section] = sections(body)
    passages = [section.text[span.start : span.end] for span in section.passages]
    assert passages == ["先登录\n用邮箱。", "再付款：选卡。", "信用卡", "现金", "甲 乙", "一 二"]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("先登录，\n再付款\n再等。", "先登录，再付款再等。"),
        ("先用 App\n登录", "先用 App 登录"),
        ("use the\napp", "use the app"),
        ("“先”\n（再）", "“先”（再）"),
        ("先**登录**\n再付款", "先登录再付款"),
        ("先\n**登录**", "先登录"),
        ("请**先**\n[~~再~~](https://a.example)", "请先再"),
        ("先<b>登录</b>\n再", "先登录再"),
        ("请**先**\n![图](https://a.example/i.png)再", "请先图再"),
        ("先**App**\n再", "先App 再"),
        ("先`a`\n*再*", "先a 再"),
    ],
)
def test_a_line_end_between_han_is_no_space(body: str, text: str) -> None:
    assert sections(body, title="退货")[0].text == text


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("請先登錄帳號，再選擇方案。", "zh-Hant"),
        ("请先登录账号，再选择方案。", "zh-Hans"),
        ("Sign in first.", "en"),
        ("先付款。", "zh-Hans"),
    ],
)
def test_each_section_has_the_language_it_is_written_in(text: str, lang: str) -> None:
    body = f"# 退货说明\n\n请先登录账号，这里说明怎么办。\n\n## 1\n\n{text}\n"
    assert [section.lang for section in sections(body)] == ["zh-Hans", lang]


def test_a_section_that_could_be_either_takes_the_language_of_its_guide() -> None:
    front = FrontMatter(title="先付款", lang="zh-Hant")
    assert parse_markdown("a", front, "先付款。\n").sections[0].lang == "zh-Hant"


@pytest.mark.parametrize(
    ("link", "href"),
    [
        ("exchange.md", "/guides/shop/exchange"),
        ("./exchange.markdown#步骤", "/guides/shop/exchange#步骤"),
        ("../pay.md", "/guides/pay"),
        ("%E4%BB%98%E6%AC%BE.md", "/guides/shop/%E4%BB%98%E6%AC%BE"),
        ("https://a.example/x", "https://a.example/x"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("tel:+8610000", "tel:+8610000"),
        ("#步骤", "#步骤"),
    ],
)
def test_a_link_leads_to_the_web_or_to_another_guide(link: str, href: str) -> None:
    [section] = sections(f"看[这里]({link})。\n")
    [block] = section.blocks
    got = next(inline.href for inline in block.inlines if inline.text == "这里")
    assert got is not None
    assert (got.replace("%E6%AD%A5%E9%AA%A4", "步骤"), section.text) == (href, "看这里。")
    assert f'href="{got}"' in section.html


NOWHERE = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "../../../etc/x.md", "/etc/x.md",
    "//evil.example/x.md", "c:x.md", "file.pdf",
]  # fmt: skip


@pytest.mark.parametrize("link", NOWHERE)
def test_a_link_that_leads_nowhere_keeps_its_words_only(link: str) -> None:
    [section] = sections(f"看[这里]({link})。\n")
    hrefs = {inline.href for block in section.blocks for inline in block.inlines}
    assert hrefs <= {None, ""}
    assert "这里" in section.text
    assert not re.search(r'href="[^"]', section.html)


REFUSED = [
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    "java&#115;cript:x",
    "data:text/html,x",
    "data:image/png;base64,AA",
    "vbscript:x",
    "file:///etc/x",
]


@pytest.mark.parametrize("address", REFUSED)
@pytest.mark.parametrize("link", ["[看]({})", "[看](<{}>)", "[看][x]\n\n[x]: {}", "![看]({})", "[![看]({0})]({0})"])
def test_a_link_with_a_dangerous_target_is_its_words(address: str, link: str) -> None:
    [section] = sections(f"先{link.format(address)}\n")
    assert section.text == "先看"
    assert {inline.href for block in section.blocks for inline in block.inlines} == {None}
    assert "href" not in section.html
    assert not re.search("script|data:|file:", section.html)


@given(
    st.lists(
        st.sampled_from(["[", "]", "(", ")", "<", ">", "!", "a", " ", "\n", "`", "\\", ":", "//", *REFUSED]),
        max_size=12,
    )
)
def test_no_target_is_dangerous(parts: list[str]) -> None:
    for section in sections("".join(parts), title="退货"):
        hrefs = [inline.href or "" for block in section.blocks for inline in block.inlines]
        targets = [*hrefs, *re.findall(r'(?:href|src)="([^"]*)"', section.html)]
        assert not any(re.match("(?:javascript|data|vbscript|file):", target, re.IGNORECASE) for target in targets)


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("mailto:a@a.example", "mailto:a@a.example"),
        ("#x", "#x"),
        ("renew.md#x", "/guides/shop/renew#x"),
        ("/guides/shop/renew#x", "/guides/shop/renew#x"),
        ("//evil.example/x", None),
        ("/\\\\evil.example/x", None),
        ("/admin", None),
        ("x", None),
    ],
)
def test_html_of_a_guide_leads_where_its_links_may_lead(href: str, kept: str | None) -> None:
    [section] = sections(f'一句<a href="{href}">看</a>话。\n', title="退货")
    assert re.findall('href="([^"]*)"', section.html) == ([kept] if kept else [])
    assert "看" in section.html


@pytest.mark.parametrize("image", ['<img src="{}" alt="图">', "![图]({})"])
@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("https://a.example/x.png", True),
        ("HTTPS://a.example/x.png", True),
        ("http://a.example/x.png", False),
        ("//evil.example/x.png", False),
        ("/x.png", False),
        ("x", False),
    ],
)
def test_only_images_of_the_web_that_are_encrypted_are_shown(image: str, source: str, kept: bool) -> None:
    [section] = sections(f"一句{image.format(source)}话。\n", title="退货")
    assert re.findall('src="([^"]*)"', section.html) == ([source] if kept else [])
    assert 'alt="图"' in section.html


ACTIVE = re.compile(r"<(script|iframe|form|input|svg|style)|<[^>]*(javascript:|data:|\son\w+=|style=)", re.IGNORECASE)


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>看</a>",
        "<iframe src='https://evil.example'></iframe>",
        "<p style='position:fixed' onclick='x()'>看</p>",
        "<svg><script>alert(1)</script></svg>",
        "![图](javascript:alert(1))",
        "![图](data:image/svg+xml;base64,AAAA)",
        "<form action='https://evil.example'><input name=q></form>",
    ],
)
@pytest.mark.parametrize("place", ["{}\n", "一句{}话。\n", "- {}\n", "# 题{}\n\n话\n"])
def test_no_markup_of_a_guide_can_act(markup: str, place: str) -> None:
    for section in sections(place.format(markup), title="退货"):
        assert not re.search(ACTIVE, section.html)
        assert "<script" not in section.title


def test_the_markup_says_what_the_text_says() -> None:
    [section] = sections("1. **先**登录\n\n| 甲 |\n| - |\n| 一 |\n\n```\na < b\n```\n")
    assert "<ol>" in section.html
    assert "<strong>先</strong>登录" in section.html
    assert "<td>一</td>" in section.html
    assert "a &lt; b" in section.html


def test_an_anchor_of_its_own_is_kept_and_not_shown() -> None:
    [section] = sections("## 退货步骤 {#steps}\n\n一步。\n", title="退货")
    assert (section.title, section.anchor, section.id) == ("退货步骤", "steps", "shop/return#steps")


def test_equal_headings_have_anchors_of_their_own() -> None:
    body = "# 书\n\n序\n\n## 甲\n\n### 步骤\n\n一\n\n## 乙\n\n### 步骤\n\n二\n"
    assert [section.anchor for section in sections(body)] == ["intro", "步骤", "乙-步骤"]


HEADINGS = ["怎么退货", "第{n}步：付款", "{n}. 选方案", "常见问题", "Q: 多久到？", "{n}、Contact us"]
ORDERS = st.lists(st.sampled_from(HEADINGS), unique=True, min_size=1)


@given(ORDERS, ORDERS, st.integers(1, 9), st.sampled_from(["##", "###"]))
def test_anchors_survive_what_happens_to_other_sections(
    before: list[str], after: list[str], first: int, level: str
) -> None:
    """Sections are added, removed, moved, renumbered: those that stay keep their addresses."""

    def anchors(headings: list[str], first: int, text: str) -> dict[str, str]:
        parts = (f"{level} {heading.format(n=n)}\n\n{text}\n" for n, heading in enumerate(headings, first))
        found = sections("# 书\n\n序\n\n" + "\n".join(parts))[1:]
        return dict(zip(headings, (section.anchor for section in found), strict=True))

    old, new = anchors(before, 1, "正文。"), anchors(after, first, "改过的正文。")
    assert {heading: new[heading] for heading in old.keys() & new.keys()} == {
        heading: old[heading] for heading in old.keys() & new.keys()
    }


@given(st.text(alphabet="#甲乙Q:A： \n-*1.|>`[](){}^ab", max_size=120))
def test_any_text_gives_sections_with_ids_of_their_own(body: str) -> None:
    found = sections(body)
    assert len({section.id for section in found}) == len(found) > 0
    assert all(section.id == f"{section.guide_id}#{section.anchor}" for section in found)


@pytest.mark.parametrize("mark", [">", "- ", "1. "])
def test_deep_nesting_is_read(mark: str) -> None:
    assert sections(mark * 6 + "甲\n")[0].text == "甲"
    assert len(sections(mark * 3000 + "甲\n")) == 1


DEEP = {
    "bullets": "".join(f"{'  ' * n}- 第{n}层\n" for n in range(120)),
    "bullets in a row": "".join(f"{'- ' * n}第{n}层\n\n" for n in range(120)),
    "quotes": "".join(f"{'>' * n} 第{n}层\n\n" for n in range(120)),
    "quotes that close": "".join(f"{'>' * n} 第{n}层\n>\n" for n in range(119, -1, -1)),
    "both": "".join(f"{'> - ' * n}第{n}层\n\n" for n in range(120)),
    "emphasis": "".join(f"*第{n}层 " for n in range(120)) + "甲*" * 120,
    "links": "[" * 120 + "".join(f"第{n}层](b)" for n in range(120)),
}


@pytest.mark.parametrize("body", DEEP.values(), ids=DEEP.keys())
def test_nothing_of_what_is_nested_deeply_is_lost(body: str) -> None:
    [section] = sections(body, title="退货")
    assert set(re.findall(r"第\d+层", section.text)) == {f"第{n}层" for n in range(120)}
    assert load_section(dump_section(section)) == section


@pytest.mark.parametrize("unit", [("*a ", "b*"), ("**a *b ", "c* d**"), ("<div>", "</div>"), ("[", "]"), ("[", "](b)")])
def test_any_depth_of_what_stands_in_a_line_is_read(unit: tuple[str, str]) -> None:
    [section] = sections(unit[0] * 2000 + "甲" + unit[1] * 2000, title="退货")
    assert "甲" in section.text


def test_lists_of_a_dozen_levels_keep_their_form() -> None:
    [section] = sections("".join(f"{'  ' * n}- 第{n}层\n" for n in range(30)), title="退货")
    assert section.text.split("\n") == [f"第{n}层" for n in range(30)]
    assert section.html.count("<li>") == 30

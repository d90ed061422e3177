from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Removed
from index.guides.furniture import Furniture, find_furniture, strip_furniture
from index.guides.pieces import cut

GROUP = "[[加群+ @quanquan](https://ads.example/s/quanquan)]"
WITH_IMAGE = "[[加群+ @quanquan](https://ads.example/s/quanquan) ![Image](https://pics.example/a/b-1.png)]"
NAMES = "甲乙丙丁戊己庚辛壬癸"


def guides(pattern: str, count: int = 3) -> list[str]:
    """Guides that differ where `pattern` says {name}."""
    return [pattern.format(name=name) for name in NAMES[:count]]


def stripped(sources: list[str]) -> list[str]:
    furniture = find_furniture(sources)
    return [strip_furniture(source, furniture)[0] for source in sources]


def removed(sources: list[str]) -> list[list[str]]:
    furniture = find_furniture(sources)
    return [[piece.text for piece in strip_furniture(source, furniture)[1]] for source in sources]


@pytest.mark.parametrize("advertising", [GROUP, WITH_IMAGE, "【加群 [圈圈](https://ads.example/q)】"])
@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("# {name}怎么充值？AD\n\n{name}先登录。\n", "# {name}怎么充值？\n\n{name}先登录。\n"),
        ("**{name}怎么充值？AD**\n\n{name}先登录。\n", "**{name}怎么充值？**\n\n{name}先登录。\n"),
        ("**{name}怎么充值？**AD\n\n{name}先登录。\n", "**{name}怎么充值？**\n\n{name}先登录。\n"),
        ("# {name}\n\n{name}先登录。\n\nAD", "# {name}\n\n{name}先登录。\n\n"),
        ("# {name}\n\nAD\n\n{name}先登录。\n", "# {name}\n\n\n\n{name}先登录。\n"),
        ("# {name}\n\n{name}先AD登录。\n", "# {name}\n\n{name}先登录。\n"),
        ("# {name}\n\n- AD\n- {name}先登录。\n", "# {name}\n\n\n- {name}先登录。\n"),
        ("# {name}\n\n> **AD**\n\n{name}先登录。\n", "# {name}\n\n\n\n{name}先登录。\n"),
        ("# {name}\n\n{name}先登录。AD\n", "# {name}\n\n{name}先登录。\n"),
    ],
)
def test_repeated_advertising_goes_wherever_it_stands(pattern: str, left: str, advertising: str) -> None:
    sources = guides(pattern.replace("AD", advertising))
    assert stripped(sources) == guides(left)
    assert removed(sources) == [[advertising]] * 3


@pytest.mark.parametrize(
    "link",
    [
        "[下载应用](https://ads.example/app)",
        "![横幅](https://ads.example/banner.png)",
        "[![横幅](https://ads.example/i.png)](https://ads.example)",
        "https://ads.example/s/quanquan",
        "<https://ads.example/s/quanquan>",
        "<a href='https://ads.example'>圈圈</a>",
    ],
)
@pytest.mark.parametrize(
    "place", ["{name}先登录。\n\nLINK\n", "{name}先登录。LINK\n", "## {name}充值 LINK\n\n{name}先登录。\n"]
)
def test_a_repeated_link_that_stands_apart_goes(link: str, place: str) -> None:
    sources = guides("# {name}\n\n" + place.replace("LINK", link))
    assert removed(sources) == [[link]] * 3


@pytest.mark.parametrize(
    "place",
    ["{name}先打开LINK再登录。\n", "登录时看LINK，{name}也一样。\n", "{name}的说明见 LINK\n", "- {name}：打开LINK\n"],
)
def test_a_link_inside_a_sentence_stays_though_every_guide_has_it(place: str) -> None:
    sources = guides("# {name}\n\n" + place.replace("LINK", "[官网](https://www.example.com/)"), 5)
    assert stripped(sources) == sources


@pytest.mark.parametrize(
    ("footer", "lines"),
    [
        ("版权所有 转载请注明出处", ["版权所有 转载请注明出处"]),
        ("版权所有\n\n客服热线 一二三四\n\n周一到周五", ["版权所有", "客服热线 一二三四", "周一到周五"]),
        ("- 关于我们\n- 招聘\n- 隐私", ["关于我们", "招聘", "隐私"]),
        ("---\n\n更多内容请关注公众号", ["更多内容请关注公众号"]),
    ],
)
def test_a_footer_that_closes_every_guide_goes_line_by_line(footer: str, lines: list[str]) -> None:
    sources = guides("# {name}怎么充值\n\n先登录{name}再付款。\n\n" + footer + "\n")
    assert [[text for text in texts if text.strip("-")] for texts in removed(sources)] == [lines] * 3
    assert all(line not in left for left in stripped(sources) for line in lines)


def test_a_header_that_opens_every_guide_goes() -> None:
    sources = guides("本站唯一官方渠道\n\n# {name}怎么充值\n\n{name}先登录。\n")
    assert removed(sources) == [["本站唯一官方渠道"]] * 3
    below = guides("# {name}怎么充值\n\n本站唯一官方渠道\n\n{name}先登录。\n")
    assert removed(below) == [["本站唯一官方渠道"]] * 3


@pytest.mark.parametrize("separator", [" | ", " - ", "｜", " — ", " · "])
@pytest.mark.parametrize("title", ["# {name}怎么充值{end}", "**{name}怎么充值{end}**"])
def test_the_site_name_after_a_separator_leaves_the_title(separator: str, title: str) -> None:
    sources = guides(title.replace("{end}", f"{separator}圈圈通信") + "\n\n{name}先登录。\n")
    assert stripped(sources) == guides(title.replace("{end}", "") + "\n\n{name}先登录。\n")
    assert removed(sources) == [["圈圈通信"]] * 3


def test_what_stands_after_a_separator_in_one_title_only_stays() -> None:
    sources = [f"# {name}怎么充值 | {name}网\n\n{name}先登录。\n" for name in NAMES[:3]]
    assert stripped(sources) == sources


@pytest.mark.parametrize(
    "pattern",
    [
        "# {name}\n\n{name}的开头。\n\n## 总结\n\n{name}就这样。\n",
        "# {name}\n\n{name}的开头。\n\n1. 打开应用并登录账户\n2. 选{name}\n3. 完成{name}\n",
        "# {name}\n\n{name}的开头。\n\n具体的操作步骤如下：\n\n{name}做好。\n",
        "# {name}\n\n{name}的开头。\n\nA: 一般几分钟之内生效。\n\n{name}做好。\n",
        "# {name}\n\n{name}的开头。\n\n好的好的。\n\n{name}做好。\n",
        "# {name}\n\n```\nhelp --version --all\n```\n\n{name}做好。\n\n```\nhelp --version --all\n```\n",
        "# {name}\n\n{name}的开头。\n\n| 方式 | 时间 |\n| --- | --- |\n| {name} | 一天 |\n",
    ],
    ids=["heading", "step", "lead-in", "answer", "short", "code", "table"],
)
def test_what_repeats_for_a_reason_stays(pattern: str) -> None:
    sources = guides(pattern, 6)
    assert stripped(sources) == sources


def test_variants_of_one_guide_keep_what_they_share() -> None:
    shared = "".join(f"第{n}步请在手机上这样操作一遍。\n\n" for n in "一二三四五六七")
    sources = [
        f"# {system}怎么装\n\n{system}的开头。\n\n{shared}{system}装好了。\n" for system in ("安卓", "苹果", "鸿蒙")
    ]
    assert stripped([*sources, "# 别的\n\n别的开头。\n", "# 其他\n\n其他开头。\n"])[:3] == sources


def test_variants_count_once_but_advertising_still_goes() -> None:
    shared = "".join(f"第{n}步请在手机上这样操作一遍。\n\n" for n in "一二三四五六七")
    variants = [f"# {system}怎么装\n\n{shared}{system}装好了。\n\n{GROUP}\n" for system in ("安卓", "苹果", "鸿蒙")]
    other = f"# 别的\n\n别的开头。\n\n{GROUP}\n"
    assert removed([*variants, other]) == [[GROUP]] * 4
    assert removed(variants) == [[]] * 3


@pytest.mark.parametrize(
    ("total", "repeating", "goes"),
    [(1, 1, False), (2, 2, True), (3, 2, True), (3, 1, False), (10, 3, False), (10, 4, True)],
)
def test_a_link_goes_if_a_third_of_the_guides_and_two_at_least_have_it(total: int, repeating: int, goes: bool) -> None:
    sources = [f"# {name}\n\n{name}先登录。\n\n" + GROUP * (i < repeating) for i, name in enumerate(NAMES[:total])]
    assert removed(sources) == [[GROUP] if goes and i < repeating else [] for i in range(total)]


@pytest.mark.parametrize(
    ("total", "repeating", "goes"),
    [(2, 2, True), (3, 2, False), (3, 3, True), (10, 3, False), (10, 4, True)],
)
def test_a_footer_goes_if_a_third_of_the_guides_and_three_have_it(total: int, repeating: int, goes: bool) -> None:
    footer = "版权所有 转载请注明出处"
    sources = [f"# {name}\n\n{name}先登录。\n\n" + footer * (i < repeating) for i, name in enumerate(NAMES[:total])]
    assert removed(sources) == [[footer] if goes and i < repeating else [] for i in range(total)]


@pytest.mark.parametrize(
    ("total", "repeating", "goes"),
    [(2, 2, True), (3, 2, False), (3, 3, True), (10, 4, False), (10, 5, True)],
)
def test_a_paragraph_in_the_middle_goes_if_half_of_the_guides_have_it(total: int, repeating: int, goes: bool) -> None:
    note = "扫码关注公众号领取优惠。"
    sources = [
        f"# {name}\n\n{name}开头。\n\n{note * (i < repeating)}\n\n{name}结尾。\n"
        for i, name in enumerate(NAMES[:total])
    ]
    assert removed(sources) == [[note] if goes and i < repeating else [] for i in range(total)]


BODY = "# {name}怎么充值\n\n{name}先登录。\n\n"
FOOTER = "版权所有 转载请注明出处"


@pytest.mark.parametrize(
    "pattern",
    [
        "## 简介\n\n{name}先登录。\n",
        "# {name}\n\n## 简介\n\n{name}先登录。\n",
        "# {name}\n\n操作步骤：\n\n{name}先登录。\n",
        BODY + "1. 打开{name}\n2. 点击保存\n",
        BODY + "- 打开{name}\n- 点击保存\n  再等一会\n",
        BODY + "- 点击保存\n",
        BODY + "| {name} | 一天 |\n| 现金 | 两天 |\n",
        BODY + "Q: 要钱吗？{name}\nA: 不要。\n",
        BODY + "Q: 要钱吗？\n\nＡ1：不要。\n",
        BODY + "## 总结\n",
        BODY + "## 总结\n\n---\n",
        BODY + "## 总结\n\n{name}就这样。\n\n### 最后\n",
        BODY + "## 总结\n\n- 点击保存\n",
        BODY + "操作步骤：\n\n- 点击保存\n",
        BODY + "然后：\n",
        BODY + "---\n",
        BODY + "====\n\n***\n",
        BODY + "    help --all\n    help --version\n",
    ],
)
def test_what_opens_or_closes_guides_for_a_reason_stays(pattern: str) -> None:
    sources = guides(pattern, 5)
    assert stripped(sources) == sources


@pytest.mark.parametrize(
    ("footer", "lines"),
    [
        ("## 联系我们\n\n客服热线\n", ["联系我们", "客服热线"]),
        ("## 联系我们\n\n### 电话\n\n客服热线\n", ["联系我们", "电话", "客服热线"]),
        ("联系我们\n----\n\n客服热线\n", ["联系我们", "客服热线"]),
        (f"## 联系我们\n\n{GROUP}\n", ["联系我们", GROUP]),
        ("## 联系我们\n\n- 客服热线\n- 在线客服\n", ["联系我们", "客服热线", "在线客服"]),
        ("关注我们：\n\n- 客服热线\n- 在线客服\n", ["关注我们：", "客服热线", "在线客服"]),
        (f"{FOOTER}\n\n- 关于我们\n", [FOOTER, "关于我们"]),
        (f"- 关于我们\n\n{FOOTER}\n", ["关于我们", FOOTER]),
        (f"- 关于我们\n\n---\n\n{FOOTER}\n", ["关于我们", FOOTER]),
        ("| 电话 | 邮箱 |\n| - | - |\n| 客服 | 在线 |\n", ["电话邮箱", "--", "客服在线"]),
    ],
)
def test_a_footer_goes_as_a_whole(footer: str, lines: list[str]) -> None:
    sources = guides(BODY + footer, 4)
    assert removed(sources) == [lines] * 4
    assert {
        left.removeprefix(body).strip("\n") for left, body in zip(stripped(sources), guides(BODY, 4), strict=True)
    } in ({""}, {"---"})


def test_a_heading_that_opens_guides_goes_with_all_that_stands_below_it() -> None:
    navigation = "## 导航\n\n- 首页\n- 帮助\n\n"
    assert removed(guides(navigation + BODY)) == [["导航", "首页", "帮助"]] * 3
    assert removed(guides("# {name}\n\n" + navigation + "{name}\n\n" + BODY)) == [[]] * 3


def test_a_footer_stays_where_it_does_not_stand_at_an_edge() -> None:
    footer = "## 联系我们\n\n客服热线\n"
    inside = f"# 丁\n\n丁的开头。\n\n{footer}\n丁的结尾。\n"
    assert removed([*guides(BODY + footer), inside]) == [["联系我们", "客服热线"]] * 3 + [[]]


def test_the_name_of_the_site_goes_from_the_ends_of_headings_only() -> None:
    sources = guides("# {name}怎么充值 | 帮助中心\n\n{name}先登录。\n\n## 帮助中心\n\n{name}在这里。\n")
    assert removed(sources) == [["帮助中心"]] * 3
    assert all("\n## 帮助中心\n" in left for left in stripped(sources))


def test_a_footer_stays_as_the_end_of_a_heading_and_as_a_link() -> None:
    link = "[客服热线](https://a.example)"
    other = f"# 丁 | 客服热线\n\n看{link}。\n\n{link}\n\n丁的结尾。\n"
    assert removed([*guides(BODY + "客服热线\n"), other]) == [["客服热线"]] * 3 + [[]]


@pytest.mark.parametrize("underline", ["====", "---", "-"])
def test_a_title_that_is_underlined_loses_the_name_of_the_site(underline: str) -> None:
    sources = guides("{name}怎么充值 | 圈圈通信\n" + underline + "\n\n{name}先登录。\n")
    assert stripped(sources) == guides("{name}怎么充值\n" + underline + "\n\n{name}先登录。\n")


def test_a_bold_title_below_advertising_loses_the_name_of_the_site() -> None:
    sources = [*guides("# {name} | 圈圈通信\n\n{name}先登录。\n"), f"{GROUP}\n\n**丁 | 圈圈通信**\n", GROUP]
    assert stripped(sources)[3] == "\n\n**丁**\n"


@pytest.mark.parametrize("code", ["    {}\n", "\t{}\n", "- ```\n  {}\n  ```\n", "1. 看\n\n   ```\n   {}\n   ```\n"])
def test_code_is_left_alone_and_advertising_below_it_goes(code: str) -> None:
    sources = guides(BODY + "\n" + code.format("help --version --all") + "\n" + GROUP + "\n\n{name}做好。\n", 4)
    assert removed(sources) == [[GROUP]] * 4


def test_what_was_removed_names_its_line() -> None:
    source = f"# 标题{GROUP}\n\n正文。\n\n{GROUP}"
    assert strip_furniture(source, Furniture(links=frozenset({GROUP})))[1] == (Removed(1, GROUP), Removed(5, GROUP))


def test_advertising_in_a_code_block_is_an_example_and_stays() -> None:
    sources = guides("# {name}\n\n```\n" + GROUP + "\n```\n\n{name}先登录。\n")
    assert stripped(sources) == sources


LINES = st.sampled_from([
    "# 总结", "## 步骤 | 站名", "**标题 - 站名**", GROUP, f"说明{GROUP}结束", f"完成。{GROUP}", "版权所有", "1. 打开",
    "- 一项", "  接着", "    代码", "具体如下：", "Q: 问", "A: 答", "===",
    "> 引用", "| 甲 | 乙 |", "---", "```", "", "看[这里](https://a.example)。", "图![图](https://a.example/i)",
])  # fmt: skip
GUIDE = st.lists(LINES, max_size=12).map("\n".join)


@given(st.lists(GUIDE, min_size=1, max_size=4))
def test_lines_keep_their_numbers(sources: list[str]) -> None:
    furniture = find_furniture(sources)
    for source in sources:
        assert strip_furniture(source, furniture)[0].count("\n") == source.count("\n")


@given(st.lists(GUIDE, min_size=1, max_size=4))
def test_stripping_twice_strips_no_more(sources: list[str]) -> None:
    furniture = find_furniture(sources)
    for source in sources:
        once = strip_furniture(source, furniture)[0]
        assert strip_furniture(once, furniture) == (once, ())


def letters(text: str) -> Counter[str]:
    return Counter(character for character in text if character.isalpha())


def check_balance(source: str, furniture: Furniture) -> None:
    kept, taken = strip_furniture(source, furniture)
    for number, (before, after) in enumerate(zip(source.split("\n"), kept.split("\n"), strict=True), 1):
        out = letters("".join(piece.text for piece in taken if piece.line == number))
        assert letters(before) == letters(after) + out


@given(st.lists(GUIDE, min_size=1, max_size=4))
def test_what_was_kept_and_what_was_removed_make_the_line(sources: list[str]) -> None:
    for source in sources:
        check_balance(source, find_furniture(sources))


@given(GUIDE, st.data())
def test_the_balance_holds_whatever_is_called_furniture(source: str, data: st.DataObject) -> None:
    texts = sorted(
        {piece.text.strip() for line in cut(source) for piece in line.pieces} | {line.text for line in cut(source)}
    )
    some = st.frozensets(st.sampled_from(sorted({*texts, "版权所有"} - {""})))
    check_balance(source, data.draw(st.builds(Furniture, some, some, some, some)))


def test_a_single_guide_has_no_furniture() -> None:
    assert find_furniture([f"# 标题{GROUP}\n\n正文。\n\n{GROUP}\n"]) == Furniture()


def test_no_guides_have_no_furniture() -> None:
    assert find_furniture([]) == Furniture()

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from index.documents import Block, Document, Section
from index.errors import NoGuidesError
from index.guides.collection import Collection, collect
from index.guides.front_matter import FrontMatter
from index.guides.markdown import parse_markdown

WriteGuides = Callable[[Mapping[str, str | bytes]], Path]
GROUP = "[[加群+ @quanquan](https://ads.example/s/quanquan) ![Image](https://pics.example/1.png)]"
GIVEN = os.environ.get("HELPWIDGET_TEST_GUIDES")


def reasons(collection: Collection) -> dict[str, str]:
    return {error.path: error.reason for error in collection.skipped}


def test_a_folder_becomes_documents_in_the_order_of_their_paths(write_guides: WriteGuides) -> None:
    collection = collect(write_guides({"b.md": "# 乙\n\n二", "a/c.md": "# 丙\n\n三"}))
    assert [(document.guide.id, document.guide.title) for document in collection.documents] == [
        ("a/c", "丙"),
        ("b", "乙"),
    ]
    assert (collection.removed, collection.skipped) == ((), ())


def test_what_was_removed_is_told_by_file_and_line(write_guides: WriteGuides) -> None:
    front = "---\nlang: zh-Hans\n---\n"
    guides = {f"{n}.md": f"{front}# 怎么买{n}{GROUP}\n\n第{n}种。\n\n{GROUP}" for n in "ab"}
    removed = collect(write_guides(guides)).removed
    assert [(path, piece.line, piece.text) for path, piece in removed] == [
        ("a.md", 4, GROUP), ("a.md", 8, GROUP), ("b.md", 4, GROUP), ("b.md", 8, GROUP),
    ]  # fmt: skip


def test_the_title_in_the_front_matter_loses_its_furniture_too(write_guides: WriteGuides) -> None:
    guides = {f"{n}.md": f"---\ntitle: 怎么买{n} | 圈圈通信\n---\n{n}这样买。\n" for n in "abc"}
    documents = collect(write_guides(guides)).documents
    assert [document.guide.title for document in documents] == ["怎么买a", "怎么买b", "怎么买c"]


@pytest.mark.parametrize("title", [f"'{GROUP}'", '"\\u2028"', "|\n  ", "''"])
def test_a_title_that_says_nothing_gives_way_to_the_heading(write_guides: WriteGuides, title: str) -> None:
    guides = {f"{n}.md": f"---\ntitle: {title}\n---\n# 怎么买{n}\n\n{n}这样买。\n" for n in "ab"}
    collection = collect(write_guides(guides))
    assert [document.guide.title for document in collection.documents] == ["怎么买a", "怎么买b"]
    taken = [("a.md", 1, GROUP), ("b.md", 1, GROUP)] if GROUP in title else []
    assert [(path, piece.line, piece.text) for path, piece in collection.removed] == taken


def test_a_title_of_several_lines_is_one(write_guides: WriteGuides) -> None:
    [document] = collect(write_guides({"a.md": "---\ntitle: |\n  怎么\n  # 买\n---\n这样买。\n"})).documents
    assert (document.guide.title, document.sections[0].text) == ("怎么 # 买", "这样买。")


def test_what_opens_a_guide_stands_below_the_title_of_its_front_matter(write_guides: WriteGuides) -> None:
    guides = {f"{n}.md": f"---\ntitle: 怎么买{n}\n---\n官方渠道\n\n{n}这样买。\n" for n in "abc"}
    removed = collect(write_guides(guides)).removed
    assert [(path, piece.line, piece.text) for path, piece in removed] == [
        ("a.md", 4, "官方渠道"), ("b.md", 4, "官方渠道"), ("c.md", 4, "官方渠道"),
    ]  # fmt: skip


def test_no_field_of_a_section_carries_advertising(write_guides: WriteGuides) -> None:
    guides = {f"{n}.md": f"**怎么买{n}{GROUP}**\n\n{n}这样买。\n\n### 步骤{GROUP}\n\n{n}先登录。{GROUP}" for n in "abc"}
    for section in sections(collect(write_guides(guides))):
        assert not re.search("quanquan|ads.example|pics.example", everything(section))


def test_a_guide_that_cannot_be_used_is_named_and_the_others_are_indexed(write_guides: WriteGuides) -> None:
    guides = {
        "a.md": "# 甲\n\n一",
        "b.md": b"\xff",
        "c.md": "---\nlang: xx\n---\n丙",
        "d.md": "---\n---\n",
        "e.md": "---\n***\n",
    }
    collection = collect(write_guides(guides))
    assert [document.guide.id for document in collection.documents] == ["a"]
    assert set(reasons(collection)) == {"b.md", "c.md", "d.md", "e.md"}
    assert reasons(collection)["e.md"] == "holds no text of its own"


def test_a_guide_that_is_all_furniture_is_named(write_guides: WriteGuides) -> None:
    guides = {f"{n}.md": f"# {n}\n\n{n}这样买。\n\n{GROUP}" for n in "abc"} | {
        "d.md": GROUP,
        "e.md": f"---\ntitle: '{GROUP}'\n---\n- {GROUP}\n",
    }
    collection = collect(write_guides(guides))
    assert reasons(collection) == dict.fromkeys(["d.md", "e.md"], "holds no text of its own")


def test_a_guide_that_is_nested_too_deeply_for_the_parser_is_named(
    write_guides: WriteGuides, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(guide_id: str, front: FrontMatter, body: str) -> Document:
        return parse(guide_id, front, body) if guide_id == "a" else parse_markdown(guide_id, front, body)

    monkeypatch.setattr("index.guides.collection.parse_markdown", parse)
    collection = collect(write_guides({"a.md": "# 甲\n", "b.md": "# 乙\n"}))
    assert [document.guide.id for document in collection.documents] == ["b"]
    assert reasons(collection) == {"a.md": "nests images or links too deeply; take some apart"}


def test_a_guide_of_too_many_sections_is_named(write_guides: WriteGuides, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.guides.collection.MOST_SECTIONS", 2)
    guides = {"a.md": "# 甲\n\n甲。\n\n## 一\n\n一。\n", "b.md": "# 乙\n\n乙。\n\n## 一\n\n一。\n\n## 二\n\n二。\n"}
    collection = collect(write_guides(guides))
    assert [document.guide.id for document in collection.documents] == ["a"]
    assert reasons(collection) == {"b.md": "has 3 sections, more than 2; split it"}


def test_a_guide_that_is_a_footer_is_named(write_guides: WriteGuides) -> None:
    footer = "## 联系我们\n\n- 客服热线\n- 在线客服\n\n版权所有\n"
    guides = {f"{n}.md": f"# {n}\n\n{n}这样买。\n\n{footer}" for n in "abc"} | {"d.md": footer}
    assert reasons(collect(write_guides(guides))) == {"d.md": "holds no text of its own"}


@pytest.mark.parametrize(
    ("guides", "says"),
    [
        ({}, "no guides here; guides are files that end in .md or .markdown"),
        ({"a.txt": "甲"}, "no guides here"),
        ({"a.md": b"\xff"}, "a.md:1: not UTF-8"),
        ({"a.md": "", "b.md": ""}, "a.md: is empty (and 1 more)"),
    ],
)
def test_where_nothing_is_left_the_reason_is_told(
    write_guides: WriteGuides, guides: dict[str, str | bytes], says: str
) -> None:
    folder = write_guides(guides)
    with pytest.raises(NoGuidesError, match=re.escape(says)) as caught:
        collect(folder)
    assert str(folder) in str(caught.value)
    assert "\n" not in str(caught.value)


def sections(collection: Collection) -> list[Section]:
    return [section for document in collection.documents for section in document.sections]


def everything(section: Section) -> str:
    parts = [section.id, section.title, *section.breadcrumb, section.text, section.html]
    return "\n".join([*parts, *(words for block in section.blocks for words in _words(block))])


def _words(block: Block) -> list[str]:
    own = [part for inline in block.inlines for part in (inline.text, inline.href or "")]
    return own + [words for child in block.children for words in _words(child)]


@pytest.mark.skipif(not GIVEN, reason="HELPWIDGET_TEST_GUIDES names no folder of guides")
def test_the_given_guides_carry_no_advertising() -> None:
    collection = collect(Path(GIVEN or ""))
    for document in collection.documents:
        assert "esim1088" not in document.guide.title
        for section in document.sections:
            assert not re.search(r"esim1088|t\.me|postimg", everything(section), re.IGNORECASE)
    assert {path for path, _ in collection.removed} == {f"{document.guide.id}.md" for document in collection.documents}

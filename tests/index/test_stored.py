from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.documents import Document, Guide
from index.guides.front_matter import FrontMatter
from index.guides.markdown import parse_markdown
from index.stored import StoredGuide, dump_guides, dump_section, load_guides, load_section
from widget.cli import SAMPLE

BODIES = st.lists(
    st.sampled_from(
        [
            "# 书",
            "## Q: 多久到？",
            "A: 一天。",
            "3. **先**登录",
            "   - ~~旧~~ `码`",
            "| 甲 | 乙 |\n| - | - |\n| 一 |  |",
        ]
    )
    | st.text(max_size=20),
    max_size=8,
).map("\n\n".join)


@given(BODIES)
def test_a_section_comes_back_as_it_was(body: str) -> None:
    for section in parse_markdown("甲/a", FrontMatter(), body.replace("\0", "")).sections:
        assert load_section(dump_section(section)) == section


def test_the_sections_of_the_sample_guides_come_back_as_they_were() -> None:
    for path in SAMPLE.glob("*.md"):
        for section in parse_markdown(path.stem, FrontMatter(), path.read_text("utf-8")).sections:
            assert load_section(dump_section(section)) == section


def test_guides_come_back_with_the_ids_and_languages_of_their_sections_in_order() -> None:
    front = FrontMatter("退货", "zh-Hans", "2026-01-02", "/help/b")
    documents = (
        parse_markdown("b", front, "请登录。\n\n## 換貨說明\n\n請拍照。\n"),
        Document(Guide("a", "甲", "en"), ()),
    )
    assert load_guides(dump_guides(documents)) == {
        "b": StoredGuide(
            Guide("b", "退货", "zh-Hans", "2026-01-02", "/help/b"), ("b#intro", "b#換貨說明"), ("zh-Hans", "zh-Hant")
        ),
        "a": StoredGuide(Guide("a", "甲", "en"), (), ()),
    }
    assert list(load_guides(dump_guides(documents))) == ["b", "a"]

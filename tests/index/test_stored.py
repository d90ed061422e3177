from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from index.analysis.normalizer import fold
from index.documents import Guide
from index.guides.front_matter import FrontMatter
from index.guides.markdown import parse_markdown
from index.stored import (
    FoldedSection,
    dump_folds,
    dump_guides,
    dump_section,
    load_folds,
    load_guides,
    load_quotable,
    load_section,
    stored_guide,
)
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
        assert load_quotable(dump_section(section), str) == (section.heading, section.text, section.passages)


def test_what_sections_have_in_common_is_there_once() -> None:
    known: dict[str, str] = {}
    stored = map(
        dump_section, parse_markdown("a", FrontMatter(title="甲"), "# 甲\n\n## 乙\n\n丙\n\n## 丁\n\n戊\n").sections
    )
    headings = [load_quotable(data, lambda text: known.setdefault(text, text)).heading for data in stored]
    assert len(headings) == 2
    assert len({id(heading.guide_id) for heading in headings}) == len({id(heading.lang) for heading in headings}) == 1
    assert len({id(heading.breadcrumb[0]) for heading in headings}) == 1


@given(BODIES | st.sampled_from(["# 軟體\n\n程式，ＬＥＢ卡 ﷺ e\u0301", "麼 😀 𠮷", "plain"]))
def test_folded_texts_come_back_with_their_way_to_the_original(body: str) -> None:
    for section in parse_markdown("甲/a", FrontMatter(), body.replace("\0", "")).sections:
        folds = load_folds(dump_folds(FoldedSection(fold(section.title), fold(section.text))))
        for folded, text in ((folds.title, section.title), (folds.text, section.text)):
            assert folded.text == fold(text).text
            for start in range(len(folded.text)):
                assert folded.original(start, start + 1) == fold(text).original(start, start + 1)


def test_the_sections_of_the_sample_guides_come_back_as_they_were() -> None:
    for path in SAMPLE.glob("*.md"):
        for section in parse_markdown(path.stem, FrontMatter(), path.read_text("utf-8")).sections:
            assert load_section(dump_section(section)) == section


def test_guides_come_back_with_what_is_known_of_their_sections_in_order() -> None:
    shop = Guide("b", "退货", "zh-Hans", "2026-01-02", "/help/b")
    guides = [
        replace(stored_guide(shop, ("b#intro", "b#換貨說明"), ("zh-Hans", "zh-Hant"), (False, True)), names=("退货",)),
        stored_guide(Guide("a", "甲", "en"), (), (), ()),
    ]
    loaded = load_guides(dump_guides(guides))
    assert list(loaded.items()) == [("b", guides[0]), ("a", guides[1])]
    assert loaded["b"].sections == ("b#intro", "b#換貨說明")
    assert loaded["b"].languages == ("zh-Hans", "zh-Hant")
    assert loaded["b"].frequent == (False, True)
    assert (loaded["b"].count, loaded["a"].count) == (2, 0)
    assert loaded["a"].sections == loaded["a"].languages == loaded["a"].frequent == ()

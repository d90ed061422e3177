"""Nothing of a guide's own text is lost: its sections, and the furniture taken out, hold every letter of it in order.

What a reader sees is computed apart from the code under test: Markdown rendered to HTML, its tags taken off.
Marks are no text: those of headings and lists, the Q: and A: of a FAQ, and an anchor in braces.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from html import unescape
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from index.documents import Document, Section
from index.guides.collection import collect
from index.guides.front_matter import FrontMatter
from index.guides.furniture import find_furniture, strip_furniture
from index.guides.markdown import parse_markdown
from widget.cli import SAMPLE

GIVEN = os.environ.get("HELPWIDGET_TEST_GUIDES")
FOLDERS = [
    pytest.param(SAMPLE, id="sample"),
    pytest.param(
        Path(GIVEN or ""),
        id="given",
        marks=pytest.mark.skipif(not GIVEN, reason="HELPWIDGET_TEST_GUIDES names no folder of guides"),
    ),
]


def letters(text: str) -> str:
    """The letters, digits and Han characters of a text."""
    return "".join(character for character in text if character.isalnum())


def visible(markdown: str) -> str:
    """What a reader sees of Markdown, its marks left out."""
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown)
    html = re.sub(r"\s*\{#[\w.-]+\}\s*(?=</h\d>)", "", html)
    question, answer = r"\s*(?:Q|问|問)\s*\d*\s*[:：]", r"\s*(?:A|答)\s*\d*\s*[:：]"
    html = re.sub(rf"(<h\d>(?:<\w+>)*){question}((?:.(?!</h))*.</h\d>\s*<p>(?:<\w+>)*){answer}", r"\1\2", html)
    html = re.sub(rf"(<h\d>(?:<\w+>)*){question}", r"\1", html)
    html = re.sub(
        rf"(<p>|\n)((?:<strong>)?){question}([^\n]*)((?:</p>)?\n(?:<p>)?(?:<strong>)?){answer}", r"\1\2\3\4", html
    )
    html = re.sub(r'<img [^>]*?alt="([^"]*)"[^>]*>', r"\1", html)
    return letters(unescape(re.sub(r"<[^>]*>", "", html)))


def told(sections: Sequence[Section]) -> str:
    """What the sections of a guide say from its start to its end, each heading once."""
    said: list[str] = []
    path: tuple[str, ...] = ()
    for section in sections:
        here = (*section.breadcrumb, section.title)
        known = next((i for i, pair in enumerate(zip(path, here, strict=False)) if pair[0] != pair[1]), len(path))
        said += [*here[min(known, len(here) - 1) :], section.text]
        path = here
    return letters(" ".join(said))


def interleaves(whole: str, own: str, furniture: Sequence[str]) -> bool:
    """Tell whether `whole` is `own` with the pieces of furniture put in, all in their orders and with nothing else."""
    ways = {(0, 0)}  # letters of `own` and pieces of furniture that make whole[:position]
    waiting: dict[int, set[tuple[int, int]]] = {}
    for position, letter in enumerate(whole):
        ways |= waiting.pop(position, set())
        for at, piece in list(ways):
            if piece < len(furniture) and whole.startswith(furniture[piece], position):
                waiting.setdefault(position + len(furniture[piece]), set()).add((at, piece + 1))
        ways = {(at + 1, piece) for at, piece in ways if at < len(own) and own[at] == letter}
    return (len(own), len(furniture)) in ways | waiting.get(len(whole), set())


def is_whole(document: Document, front_title: str | None, body: str, furniture: Sequence[str]) -> bool:
    """Tell whether a document holds all of a guide; a title comes before the text that stands above it."""
    own = told(document.sections)
    named = letters(front_title or document.guide.title)
    taken = [text for text in (visible(piece) for piece in furniture) if text]
    seen = visible(body)
    return any(interleaves(whole, own, taken) for whole in (seen, named + seen, named + seen.replace(named, "", 1)))


def read(path: Path) -> tuple[str | None, str]:
    """The title of a guide's front matter and its body."""
    source = path.read_text("utf-8")
    found = re.match(r"---\n(.*?)\n---\n", source, re.DOTALL)
    values: dict[str, Any] = yaml.safe_load(found[1]) if found else {}
    return values.get("title"), source[found.end() :] if found else source


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_guides_of_a_folder_are_whole(folder: Path) -> None:
    collection = collect(folder)
    assert len(collection.documents) == len(list(folder.glob("**/*.md"))) > 0
    for document in collection.documents:
        path = folder / f"{document.guide.id}.md"
        taken = [piece.text for name, piece in collection.removed if name == f"{document.guide.id}.md"]
        assert is_whole(document, *read(path), taken), path


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_lost_or_an_added_letter_would_be_seen(folder: Path) -> None:
    collection = collect(folder)
    document = collection.documents[0]
    title, body = read(folder / f"{document.guide.id}.md")
    taken = [piece.text for name, piece in collection.removed if name == f"{document.guide.id}.md"]
    assert not is_whole(document, title, f"{body}\n\n漏", taken)
    assert not is_whole(document, title, body.replace("续", "", 1).replace("續", "", 1), taken)
    assert not is_whole(document, title, body, [*taken, "多"])


LETTERS = "续费手机卡网號碼应用abcXYZ0189𠮷é，。！"
NUMBERED = "№"
"""Stands for a number that no other place of the guide has."""


def words(alphabet: str = LETTERS + "、（）“”:+-_*`~|[]()#!&\\ ") -> st.SearchStrategy[str]:
    """Words with something in them that the rest of the guide does not have."""
    return st.text(alphabet, min_size=1, max_size=12).map(f"字{{}}{NUMBERED}".format)


def _nested(texts: list[str]) -> str:
    return "\n".join(f"{'  ' * depth}- {text}" for depth, text in enumerate(texts))


def _steps(texts: list[str]) -> str:
    return "\n".join(f"{n}. **{text}**\n\n   {text}。\n" for n, text in enumerate(texts, 3))


def _table(texts: list[str]) -> str:
    cells = [text.replace("|", "") for text in texts]
    return "| 列 | 名 |\n| --- | --- |\n" + "\n".join(f"| {cell} | {cell} |" for cell in cells)


def blocks() -> st.SearchStrategy[str]:
    """A block of Markdown of any kind."""
    several = st.lists(words(), min_size=1, max_size=3)
    heading = st.builds("{} {}".format, st.sampled_from(["#", "##", "###", "####"]), words())
    return st.one_of(
        heading,
        heading.map("{} {{#own}}".format),
        words(LETTERS).map("### Q: {}".format),
        words(LETTERS).map("### Q: {0}\n\nA: {0}".format),
        words(LETTERS).map("**问：{0}**\n答：{0}".format),
        words(LETTERS).map("Q: {0}\n\nA: {0}\n\n再说{0}".format),
        words().map("**{}**".format),
        several.map("\n".join),
        several.map("  \n".join),
        several.map(_nested),
        several.map(_steps),
        several.map(_table),
        several.map(lambda texts: "\n".join(f"> {text}" for text in texts)),
        several.map(lambda texts: "\n".join(["```", *texts, "```"])),
        words().map("看[{0}](https://a.example)和![{0}](https://a.example/i.png)".format),
        words().map("<div>{}</div>".format),
        st.just("---"),
    )


def _number(body: str) -> str:
    numbers = count(100)
    return re.sub(NUMBERED, lambda _: str(next(numbers)), body)


GUIDE = st.lists(blocks(), min_size=1, max_size=7).map("\n\n".join).map(_number)


@settings(max_examples=150)
@given(GUIDE)
def test_any_guide_is_whole(body: str) -> None:
    assert is_whole(parse_markdown("a", FrontMatter(), body), None, body, [])


@given(GUIDE)
def test_a_guide_with_a_title_in_its_front_matter_is_whole(body: str) -> None:
    assert is_whole(parse_markdown("a", FrontMatter(title="另一个标题"), body), "另一个标题", body, [])


REPEATED = [
    "[[加群+ @quanquan](https://ads.example/s) ![Image](https://ads.example/i.png)]",
    "[下载](https://ads.example/app)",
    "版权所有 转载请注明出处",
    "- 关于我们",
]


def _with(body: str, repeated: list[str], title: str) -> str:
    return "\n\n".join([f"# {title}{REPEATED[0]}", *repeated, body, *repeated])


def check_whole(bodies: Sequence[str]) -> None:
    furniture = find_furniture(bodies)
    for body in bodies:
        own, removed = strip_furniture(body, furniture)
        document = parse_markdown("a", FrontMatter(), own)
        assert is_whole(document, None, body, [piece.text for piece in removed])


@given(st.lists(GUIDE, min_size=2, max_size=4), st.lists(st.sampled_from(REPEATED), unique=True))
def test_guides_between_which_furniture_was_put_are_whole(bodies: list[str], repeated: list[str]) -> None:
    check_whole([_with(body, repeated, f"标题{n}") for n, body in enumerate(bodies)])

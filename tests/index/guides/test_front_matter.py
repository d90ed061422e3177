from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import GuideError
from index.guides.front_matter import LONGEST, LONGEST_TITLE, FrontMatter, is_web, split


def test_the_block_is_taken_off_and_the_lines_of_the_body_keep_their_numbers() -> None:
    source = "---\ntitle: 退货\nlang: zh-Hant\nupdated: 2026-01-02\nurl: /help/return\n---\n正文。\n"
    front, body = split(source, "a.md")
    assert front == FrontMatter("退货", "zh-Hant", "2026-01-02", "/help/return")
    assert body == "\n" * 6 + "正文。\n"


@pytest.mark.parametrize(
    "source",
    [
        "正文。\n",
        "---\n\n正文。\n",
        "正文。\n---\ntitle: 甲\n---\n",
        "---\n一句话\n---\n正文。\n",
        "---\n- 甲\n---\n",
        "----\ntitle: 甲\n----\n",
    ],
)
def test_what_is_no_block_of_keys_is_text(source: str) -> None:
    assert split(source, "a.md") == (FrontMatter(), source)


@pytest.mark.parametrize(
    ("written", "lang"),
    [
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("ZH_TW", "zh-Hant"),
        ("zh-hk", "zh-Hant"),
        ("zh-Hant", "zh-Hant"),
        ("en-GB", "en"),
    ],
)
def test_languages_have_many_names(written: str, lang: str) -> None:
    assert split(f"---\nlang: {written}\n---\n", "a.md")[0].lang == lang


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("2026", "2026"),
        ("no", "no"),
        ("'退货: 步骤'", "退货: 步骤"),
        ("  退货  ", "退货"),
        ("''", None),
        ("[甲, 乙]", None),
        ("", None),
    ],
)
def test_a_title_is_the_text_that_was_written(written: str, title: str | None) -> None:
    assert split(f"---\ntitle: {written}\n---\n", "a.md")[0].title == title


@pytest.mark.parametrize("url", ["/help/a", "https://shop.example/a", "http://shop.example/"])
def test_an_address_is_absolute_or_starts_at_the_root(url: str) -> None:
    assert split(f"---\nurl: {url}\n---\n", "a.md")[0].url == url


@pytest.mark.parametrize(
    ("block", "line", "says"),
    [
        ("title: 甲: 乙", 2, "not valid YAML"),
        ("title: 甲\nlang: [", 4, "not valid YAML"),
        ("title: &a [*a, *b]", 2, "not valid YAML"),
        ("lang: klingon", 1, "'klingon'"),
        ("url: javascript:alert(1)", 1, "javascript:alert(1)"),
        ("url: shop.example/a", 1, "shop.example/a"),
        ("url: https://[bad/", 1, "https://[bad/"),
        ("url: //evil.example/x", 1, "//evil.example/x"),
        ("url: /\\evil.example/x", 1, "evil.example/x"),
    ],
)
def test_what_cannot_be_used_names_the_file_and_the_line(block: str, line: int, says: str) -> None:
    with pytest.raises(GuideError) as caught:
        split(f"---\n{block}\n---\n正文。\n", "folder/a.md")
    assert (caught.value.path, caught.value.line) == ("folder/a.md", line)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "value",
    ["!!int abc", "!!float abc", "!!bool abc", "!!timestamp abc", "!!binary abc", "!own abc", "!!python/name:abc abc"],
)
def test_a_tag_means_nothing(value: str) -> None:
    assert split(f"---\ntitle: {value}\nx: {value}\n---\n", "a.md")[0].title == "abc"


def test_a_tag_makes_no_object(tmp_path: Path) -> None:
    made = tmp_path / "made"
    assert split(f"---\ntitle: !!python/object/apply:os.mkdir [{made}]\n---\n", "a.md")[0].title is None
    assert not made.exists()


def test_a_merge_key_is_a_key_like_others() -> None:
    assert split("---\nx: &x {title: 甲}\n<<: *x\n---\n", "a.md")[0].title is None


@pytest.mark.parametrize("key", ["title", "updated", "url", "lang"])
@pytest.mark.parametrize("half", ["ud800", "uDFFF"])
def test_half_a_character_is_refused_by_its_key(key: str, half: str) -> None:
    with pytest.raises(GuideError, match=f"^a.md:1: {key} .*half a character"):
        split(f'---\n{key}: "/a\\{half}b"\n---\n', "a.md")


@pytest.mark.parametrize("block", ['"\\U00110000": 甲', 'title: "\\UFFFFFFFF"', "%YAML 1." + "1" * 5000])
def test_a_character_that_there_is_not_is_refused(block: str) -> None:
    with pytest.raises(GuideError, match="front matter names a character or a YAML version that there is not"):
        split(f"---\n{block}\n---\n", "a.md")


def test_a_title_that_is_too_long_is_refused() -> None:
    fits = "题" * LONGEST_TITLE
    assert split(f"---\ntitle: {fits}\n---\n", "a.md")[0].title == fits
    with pytest.raises(GuideError, match="title has 201 characters, more than 200; shorten it"):
        split(f"---\ntitle: {fits}题\n---\n", "a.md")


def test_a_block_that_is_too_long_is_refused_unread() -> None:
    fits, longer = ("x: " + "a" * (LONGEST - 4 + more) + "\n" for more in (0, 1))
    assert split(f"---\n{fits}---\n正文。", "a.md") == (FrontMatter(), "\n\n\n正文。")
    with pytest.raises(GuideError, match="front matter has 20,001 characters, more than 20,000"):
        split(f"---\n{longer}---\n正文。", "a.md")


def test_endless_nesting_is_refused() -> None:
    with pytest.raises(GuideError, match="not valid YAML"):
        split("---\ntitle: " + "[" * 5000 + "\n---\n", "a.md")


@given(st.text(alphabet="-\n\r ab:甲#[]{}&*!|>'\"%@", max_size=60))
def test_any_head_is_a_block_or_text_or_refused_by_name(text: str) -> None:
    source = f"---\n{text}\n---\n正文。"
    try:
        _, body = split(source, "a.md")
    except GuideError:
        return
    assert body.count("\n") == source.count("\n")
    assert body.endswith("正文。")


@pytest.mark.parametrize(
    ("url", "web"),
    [
        ("https://a.example", True),
        ("http://a.example/x?y#z", True),
        ("HTTPS://a.example", True),
        ("https:", False),
        ("javascript://a.example", False),
        ("//a.example", False),
        ("a.example", False),
        ("http://[", False),
    ],
)
def test_the_web_is_http_and_https_with_a_host(url: str, web: bool) -> None:
    assert is_web(url) is web

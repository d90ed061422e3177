from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.normalizer import fold
from index.errors import SynonymFileError
from index.thesaurus import Thesaurus, dump_synonyms, load_synonyms, parse_synonyms, stored_synonyms

HERE = Path("own.txt")
MEMBER = st.text(st.sampled_from("续费充值缴abc 15"), min_size=1, max_size=6).filter(str.strip)


def found(thesaurus: Thesaurus, text: str) -> dict[str, tuple[str, ...]]:
    """What is found in a text, in its order, with its synonyms."""
    return {name.text: name.others for name in thesaurus.find(text)}


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("续费, 充值", [("续费", "充值")]),
        ("续费，充值、缴费", [("续费", "充值", "缴费")]),
        ("續費, ＡＰＰ, App", [("续费", "app")]),
        ("wechat pay,微信支付", [("wechat pay", "微信支付")]),
        ("# 说明\n\n续费, 充值 # 两个词\n  \n退款, 退费\n", [("续费", "充值"), ("退款", "退费")]),
        ("", []),
        ("# 续费, 充值", []),
    ],
)
def test_a_line_is_a_group_of_folded_words(text: str, groups: list[tuple[str, ...]]) -> None:
    assert parse_synonyms(text, HERE) == groups


@pytest.mark.parametrize("word", ["", "。", "！", "a\0b", "a\x1bb", "a\u202eb", "😀"])
def test_a_word_that_says_nothing_is_named_by_file_and_line(word: str) -> None:
    for line in (f"续费, {word}, 充值", f"{word}, 续费, 充值", f"续费, 充值, {word}"):
        with pytest.raises(SynonymFileError, match="no letter or digit, or a control character") as caught:
            parse_synonyms(f"\n{line}\n", HERE)
        assert (caught.value.path, caught.value.line) == (HERE, 2)
        assert repr(word) in str(caught.value)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_are_counted_as_editors_count_them(end: str) -> None:
    assert parse_synonyms(f"续费, 充值{end}退款, 退费{end}", HERE) == [("续费", "充值"), ("退款", "退费")]
    with pytest.raises(SynonymFileError, match=r"own\.txt:3: "):
        parse_synonyms(f"# 甲\u2028乙\x0c\x85{end}{end}续费{end}", HERE)


@pytest.mark.parametrize("line", ["续费", "续费, 续费", "續費, 续费", "App, ａｐｐ", "续费 充值", "续费 # , 充值"])
def test_a_group_of_fewer_than_two_words_is_named_by_file_and_line(line: str) -> None:
    with pytest.raises(SynonymFileError) as caught:
        parse_synonyms(f"# 第一行\n退款, 退费\n{line}\n", HERE)
    assert (caught.value.path, caught.value.line) == (HERE, 3)
    assert str(caught.value).startswith("own.txt:3: ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("怎么续费", {"续费": ("充值",)}),
        ("充值", {"充值": ("续费",)}),
        ("续费和充值", {"续费": ("充值",), "充值": ("续费",)}),
        ("用wechat pay续", {"wechat pay": ("微信支付",)}),
        ("app", {"app": ("应用",)}),
        ("我的app呢", {"app": ("应用",)}),
        ("apps", {}),
        ("app2", {}),
        ("whatsapp", {}),
        ("wechatpay", {}),
        ("续 费", {}),
        ("", {}),
    ],
)
def test_words_are_found_with_their_synonyms_where_they_stand_by_themselves(
    text: str, expected: dict[str, tuple[str, ...]]
) -> None:
    groups = (("续费", "充值"), ("wechat pay", "微信支付"), ("app", "应用"))
    assert found(Thesaurus(groups), text) == expected


def test_longer_words_are_found_before_those_inside_them() -> None:
    thesaurus = Thesaurus((("流量", "数据"), ("流量包", "数据包")))
    assert list(found(thesaurus, "买流量包")) == ["流量包", "流量"]


def test_a_word_of_two_groups_has_the_synonyms_of_both_once() -> None:
    thesaurus = Thesaurus((("账户", "账号", "帐户"), ("账户", "用户", "账号")))
    assert found(thesaurus, "账户") == {"账户": ("账号", "帐户", "用户")}


@given(st.lists(st.lists(MEMBER, min_size=2, max_size=4), max_size=5))
def test_groups_written_and_read_again_are_the_same(lines: list[list[str]]) -> None:
    groups = [tuple(dict.fromkeys(fold(word).text.strip() for word in line)) for line in lines]
    thesaurus = Thesaurus(tuple(group for group in groups if len(group) > 1))
    assert stored_synonyms(dump_synonyms(thesaurus)) == thesaurus


def test_the_packaged_groups_are_read_as_they_are_written() -> None:
    thesaurus = load_synonyms()
    assert stored_synonyms(dump_synonyms(thesaurus)) == thesaurus
    assert "充值" in found(thesaurus, "续费")["续费"]


def test_the_packaged_words_are_listed_as_they_are_folded(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = load_synonyms()
    monkeypatch.setattr("index.thesaurus.is_listed", lambda: False)
    assert listed == load_synonyms(), "one more is folded to another word; help: list it in folded_synonyms.tsv"


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a byte order mark"])
def test_a_sites_own_groups_join_the_packaged_ones(tmp_path: Path, start: bytes) -> None:
    own = tmp_path / "own.txt"
    own.write_bytes(start + "远游卡, 环球卡\n".encode())
    assert load_synonyms(own).groups == (*load_synonyms().groups, ("远游卡", "环球卡"))


@pytest.mark.parametrize("content", [None, b"\xff\xfe"], ids=["missing", "no UTF-8"])
def test_an_own_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    own = tmp_path / "own.txt"
    if content is not None:
        own.write_bytes(content)
    with pytest.raises(SynonymFileError) as caught:
        load_synonyms(own)
    assert caught.value.path == own
    assert str(caught.value).startswith(f"{own}: no such file" if content is None else f"{own}:1: not UTF-8")


def test_a_fault_in_an_own_file_is_named_with_its_line(tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("远游卡, 环球卡\n单独\n", "utf-8")
    with pytest.raises(SynonymFileError) as caught:
        load_synonyms(own)
    assert (caught.value.path, caught.value.line) == (own, 2)


@given(st.text(st.sampled_from("apwexl支 "), max_size=4))
def test_names_that_start_with_letters_are_those_of_all_that_do(start: str) -> None:
    thesaurus = Thesaurus((("wechat pay", "微信支付"), ("alipay", "支付宝"), ("a", "app", "软件", "wi-fi")))
    assert thesaurus.names == ("a", "alipay", "app", "pay", "wechat")
    assert thesaurus.names_starting(start) == tuple(name for name in thesaurus.names if name.startswith(start))

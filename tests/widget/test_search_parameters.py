from __future__ import annotations

from typing import Any
from unicodedata import normalize
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from index.query import clean
from tests.widget.conftest import ClientOf

QUESTION = "续费后多久生效"


def search(client: FlaskClient, q: str, **parameters: str | int | list[str]) -> Any:  # noqa: ANN401 - JSON
    """Give the answer to a question; anything but a 200 fails."""
    answer = client.get("/search", query_string={"q": q, **parameters})
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def ranking(client: FlaskClient, q: str) -> list[tuple[str, float]]:
    """Give ids and scores."""
    return [(hit["id"], hit["score"]) for hit in search(client, q, limit=50)["hits"]]


@pytest.mark.parametrize("target", ["/search", "/search?q=", "/search?q=%20%E3%80%80%09", "/search?q=%E2%80%8B"])
def test_an_empty_question_gives_no_hits(client: FlaskClient, target: str) -> None:
    answer = client.get(target).get_json()
    assert (answer["query"], answer["hits"], answer["estimatedTotalHits"]) == ("", [], 0)


def test_unknown_parameters_change_nothing(client: FlaskClient) -> None:
    known = search(client, QUESTION)
    more = search(client, QUESTION, utm_source="x", Limit="abc", sort="title", guides="roaming")
    assert [hit["id"] for hit in more["hits"]] == [hit["id"] for hit in known["hits"]]
    assert more["limit"] == known["limit"] == 10


@pytest.mark.parametrize("guides", [["roaming"], ["roaming", "leb-data"], ["leb-data", "leb-data", "nowhere"]])
def test_only_sections_of_the_named_guides_are_found(client: FlaskClient, guides: list[str]) -> None:
    every = {hit["guide"]["id"] for hit in search(client, "续费", limit=50)["hits"]}
    found = {hit["guide"]["id"] for hit in search(client, "续费", limit=50, guide=guides)["hits"]}
    assert found == set(guides) - {"nowhere"}
    assert found < every


@pytest.mark.parametrize("guide", ["nowhere", "", "roam", "*"])
def test_a_guide_that_is_not_there_has_no_hits(client: FlaskClient, guide: str) -> None:
    assert search(client, QUESTION, guide=guide)["hits"] == []


THREE_LANGUAGES = {
    "hans": "---\nlang: zh-Hans\n---\n# 续费说明\n\n这张卡 LEBARA 续费后几分钟生效。\n",
    "hant": "---\nlang: zh-Hant\n---\n# 續費說明\n\n這張卡 LEBARA 續費後幾分鐘生效。\n",
    "en": "---\nlang: en\n---\n# Renewal\n\nLEBARA cards work minutes after they are renewed.\n",
}


@pytest.mark.parametrize(
    ("lang", "guides"),
    [("zh-Hans", {"hans"}), ("zh-Hant", {"hant"}), ("zh", {"hans", "hant"}), ("en", {"en"})],
)
def test_only_sections_in_the_named_language_are_found(client_of: ClientOf, lang: str, guides: set[str]) -> None:
    site = client_of(THREE_LANGUAGES)
    assert {hit["guide"]["id"] for hit in search(site, "LEBARA")["hits"]} == {"hans", "hant", "en"}
    assert {hit["guide"]["id"] for hit in search(site, "LEBARA", lang=lang)["hits"]} == guides


@pytest.mark.parametrize(("limit", "offset"), [(1, 0), (3, 2), (50, 0), (10, 5), (1, 1000), (50, 1000)])
def test_limit_and_offset_cut_a_window_out_of_the_whole_ranking(client: FlaskClient, limit: int, offset: int) -> None:
    whole = [hit["id"] for start in (0, 50) for hit in search(client, "续费", limit=50, offset=start)["hits"]]
    window = search(client, "续费", limit=limit, offset=offset)
    assert [hit["id"] for hit in window["hits"]] == whole[offset : offset + limit]
    assert (window["limit"], window["offset"], window["estimatedTotalHits"]) == (limit, offset, len(whole))


def test_ten_hits_from_the_first_on_are_given_where_nothing_is_asked(client: FlaskClient) -> None:
    answer = search(client, "续费")
    assert (answer["limit"], answer["offset"], len(answer["hits"])) == (10, 0, 10)


@pytest.mark.parametrize("filling", ["续", "a", "\U00020000", "\U0001f389", "! "])
def test_two_hundred_code_points_are_accepted(client: FlaskClient, filling: str) -> None:
    text = (filling * 200)[:200]
    assert search(client, text)["query"] == text.strip()


@pytest.mark.parametrize(
    "typed",
    [
        "续费\u200b后多\u200d久生效",
        "\ufeff续费后多久生效\u2060",
        "\u202e续费后\u202c多久\u2066生效\u2069",
        "续费\x00后\x1b多久\x7f生效",
        "\t续费后多久生效\n",
        "　续费后多久生效　",
        "续费后多久生效" + "\u200b" * 300,
    ],
)
def test_characters_without_a_shape_are_cleaned_away(client: FlaskClient, typed: str) -> None:
    answer = search(client, typed)
    assert answer["query"] == QUESTION
    assert answer["hits"][0]["title"] == "续费后多久生效？"


def test_full_width_letters_are_read_as_letters(client: FlaskClient) -> None:
    answer = search(client, "ＬＥＢ卡　续费")
    assert answer["query"] == "LEB卡 续费"
    assert ranking(client, "ＬＥＢ卡　续费") == ranking(client, "LEB卡 续费") != []


@pytest.mark.parametrize("escape", ["%ff", "%ed%a0%80", "%c0%af", "%f8%88%80%80%80", "%", "%zz", "%e7%bb", "%00"])
def test_bytes_that_are_no_text_get_an_answer(client: FlaskClient, escape: str) -> None:
    alone = client.get(f"/search?q={escape}&guide={escape}")
    assert alone.status_code == 200
    assert alone.get_json()["hits"] == []
    among = client.get(f"/search?q={escape}{quote(QUESTION)}")
    assert among.status_code == 200
    assert among.get_json()["hits"][0]["title"] == "续费后多久生效？"


PHRASE = "国际漫游"


@pytest.mark.parametrize("quotes", ['""', "＂＂"])
def test_a_quoted_phrase_must_stand_in_the_section_literally(client: FlaskClient, quotes: str) -> None:
    def holds(hit: dict[str, Any]) -> bool:
        section = client.get(f"/sections/{quote(hit['id'])}").get_json()
        return PHRASE in section["title"] + section["text"]

    loose = search(client, PHRASE, limit=50)["hits"]
    strict = search(client, f"{quotes[0]}{PHRASE}{quotes[1]}", limit=50)["hits"]
    assert strict != []
    assert [hit["id"] for hit in strict] == [hit["id"] for hit in loose if holds(hit)]
    assert len(strict) < len(loose)


@pytest.mark.parametrize("quotes", ["“”", "「」", "『』", "«»", "《》"])
def test_chinese_quotation_marks_are_mere_punctuation(client: FlaskClient, quotes: str) -> None:
    assert ranking(client, f"{quotes[0]}{PHRASE}{quotes[1]}") == ranking(client, PHRASE) != []


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("[密码 TO 邮箱]", "密码 TO 邮箱"),
        ("[TO] 密码", "TO 密码"),
        ("id:密码", "id 密码"),
        ("密码* *邮箱 ?", "密码 邮箱"),
        ("密码~9", "密码 9"),
        ("密码^5", "密码 5"),
        ("(密码) OR (邮箱)", "密码 OR 邮箱"),
        ("+密码 -邮箱 && || !", "密码 邮箱"),
        ("{密码 TO 邮箱}", "密码 TO 邮箱"),
        ("/密码.*/", "密码"),
        ("密码 <<<>>> \\", "密码"),
        ("'密码", "密码"),
        ('"密码', "密码"),
    ],
)
def test_operators_of_query_languages_are_plain_text(client: FlaskClient, typed: str, plain: str) -> None:
    assert ranking(client, typed) == ranking(client, plain) != []


@pytest.mark.parametrize("typed", ["[TO]", "*", "*:*", "id:*", "~9", "[* TO *]", "?*", "AND OR NOT", "()", '""', "“”"])
def test_operators_alone_find_nothing(client: FlaskClient, typed: str) -> None:
    assert search(client, typed)["hits"] == []


def test_what_no_guide_says_finds_nothing(client: FlaskClient) -> None:
    assert search(client, "量子力学薛定谔方程 zzyzx")["hits"] == []


@settings(deadline=None)
@given(
    st.text(max_size=200) | st.text(st.sampled_from('续费密码 a9"“”「」*~[]():\\\u200b\u0301\U00020bb7'), max_size=200)
)
def test_any_text_is_answered_or_refused_for_its_length_alone(client: FlaskClient, text: str) -> None:
    answer = client.get("/search", query_string={"q": text})
    if len(clean(text)) > 200:
        assert (answer.status_code, answer.get_json()["param"]) == (400, "q")
    else:
        assert answer.status_code == 200
        assert answer.get_json()["query"] == clean(text)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_answered_or_refused(client: FlaskClient, raw: bytes) -> None:
    assert client.get(f"/search?q={quote(raw)}").status_code in {200, 400}


def without_letters(text: str) -> bool:
    """Tell whether a text holds no letter and no digit, in any form."""
    return not any(character.isalnum() for character in normalize("NFKC", text))


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["L", "N", "Cs"]), max_size=200).filter(without_letters))
def test_text_without_letters_finds_nothing(client: FlaskClient, text: str) -> None:
    answer = client.get("/search", query_string={"q": text})
    if answer.status_code == 200:
        assert answer.get_json()["estimatedTotalHits"] == 0


@pytest.mark.parametrize(("escaped", "read"), [("%F0", "�"), ("a%FFb", "a�b"), ("%E7%BB续", "�续"), ("%25F0", "%F0")])
def test_bytes_that_are_no_text_are_read_as_replacement_characters(
    client: FlaskClient, escaped: str, read: str
) -> None:
    assert client.get(f"/search?q={escaped}").get_json()["query"] == read

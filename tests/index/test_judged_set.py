from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import JudgedSetError
from index.judged_set import load_set

CORPUS = '{"id": "d1", "title": "续费", "text": "登录后续费。"}\n{"id": "d2", "text": "Top up here."}\n'
QUERIES = '{"id": "q1", "text": "怎么续费"}\n{"id": 2, "text": "top up"}\n'
QRELS = "q1\td1\t2\nq1\td2\t0\n2\td2\t1\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sound set of two documents and two queries."""
    (tmp_path / "corpus.jsonl").write_text(CORPUS, "utf-8")
    (tmp_path / "queries.dev.jsonl").write_text(QUERIES, "utf-8")
    (tmp_path / "qrels.dev.tsv").write_text(QRELS, "utf-8")
    return tmp_path


def test_a_set_gives_its_queries_and_judgements_by_their_ids(folder: Path) -> None:
    judged = load_set(folder)
    assert judged.queries == {"q1": "怎么续费", "2": "top up"}
    assert judged.qrels == {"q1": {"d1": 2, "d2": 0}, "2": {"d2": 1}}


def test_a_document_is_one_section_with_its_own_id(folder: Path) -> None:
    documents = load_set(folder).documents
    assert [document.guide.id for document in documents] == ["d1", "d2"]
    sections = [section for document in documents for section in document.sections]
    assert [(section.id, section.title, section.text) for section in sections] == [
        ("d1", "续费", "登录后续费。"),
        ("d2", "", "Top up here."),
    ]
    assert [section.text[span.start : span.end] for section in sections for span in section.passages] == [
        "登录后续费。",
        "Top up here.",
    ]


def test_a_variant_asks_the_same_documents_in_other_words(folder: Path) -> None:
    (folder / "queries.dev.pinyin.jsonl").write_text('{"id": "q1", "text": "zenme xufei"}\n', "utf-8")
    judged = load_set(folder, "pinyin")
    assert judged.queries == {"q1": "zenme xufei"}
    assert (judged.documents, judged.qrels) == (load_set(folder).documents, load_set(folder).qrels)


def test_empty_lines_say_nothing(folder: Path) -> None:
    for name, text in (("corpus.jsonl", CORPUS), ("queries.dev.jsonl", QUERIES), ("qrels.dev.tsv", QRELS)):
        (folder / name).write_text("\n" + text.replace("\n", "\n\n  \n"), "utf-8")
    assert len(load_set(folder).documents) == len(load_set(folder).queries) == len(load_set(folder).qrels) == 2


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("corpus.jsonl", "{"),
        ("corpus.jsonl", "[1]"),
        ("corpus.jsonl", "null"),
        ("corpus.jsonl", '{"id": "d3"}'),
        ("queries.dev.jsonl", '{"text": "充值"}'),
        ("qrels.dev.tsv", "q1 d1 1"),
        ("qrels.dev.tsv", "q1\td1"),
        ("qrels.dev.tsv", "q1\td1\t1\t1"),
        ("qrels.dev.tsv", "q1\td1\tmuch"),
    ],
)
def test_a_line_that_says_something_else_is_named_with_its_file(folder: Path, name: str, line: str) -> None:
    lines = (folder / name).read_text("utf-8").splitlines()
    (folder / name).write_text("\n".join([lines[0], "", line, *lines[1:]]), "utf-8")
    with pytest.raises(JudgedSetError) as caught:
        load_set(folder)
    assert (caught.value.path, caught.value.line) == (folder / name, 3)
    assert str(caught.value).startswith(f"{folder / name}:3: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.dev.jsonl", "qrels.dev.tsv"])
@pytest.mark.parametrize("content", [None, b"\xff\xfe"], ids=["missing", "no UTF-8"])
def test_a_file_that_cannot_be_read_is_named(folder: Path, name: str, content: bytes | None) -> None:
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_bytes(content)
    with pytest.raises(JudgedSetError) as caught:
        load_set(folder)
    assert caught.value.path == folder / name
    told = ": no such file" if content is None else ":1: not UTF-8"
    assert str(caught.value).startswith(f"{folder / name}{told}")


def test_a_missing_variant_is_named(folder: Path) -> None:
    with pytest.raises(JudgedSetError, match=r"queries\.dev\.typo\.jsonl: no such file"):
        load_set(folder, "typo")


def test_a_missing_folder_is_named_with_what_belongs_into_it(tmp_path: Path) -> None:
    with pytest.raises(JudgedSetError, match=r"none: no such folder; name one with corpus\.jsonl"):
        load_set(tmp_path / "none")

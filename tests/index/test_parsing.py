from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from index.parsing import PARSED_HERE, Known, cut_titles, parse_files, read_files, with_words

Given = TypeVar("Given")
Made = TypeVar("Made")
WriteGuides = Callable[[Mapping[str, str]], Path]
GUIDES = {f"{n}.md": f"# 第{n}篇\n\n正文{n}。\n" for n in range(5)}


def test_what_is_known_of_guides_gives_the_same_documents(write_guides: WriteGuides) -> None:
    folder = write_guides(GUIDES)
    files = read_files(folder)
    whole = parse_files(files, Known(), map)
    documents = {document.key: document for document in whole.collection.documents}
    again = parse_files(files, Known(documents, whole.statements), map)
    assert again.collection == whole.collection
    assert (len(whole.sections), len(again.sections)) == (5, 0)


def test_few_new_guides_are_parsed_here_and_many_are_spread(write_guides: WriteGuides) -> None:
    given: list[object] = []

    def spread(work: Callable[[Given], Made], items: Iterable[Given]) -> Iterator[Made]:
        some = list(items)
        given.extend(some)
        return map(work, some)

    few = parse_files(read_files(write_guides(GUIDES)), Known(), spread)
    assert given == []
    long = {"long.md": f"# 长\n\n{'一句话。' * (PARSED_HERE // 4)}\n"}
    many = parse_files(read_files(write_guides(long)), Known(), spread)
    assert len(given) == 2
    assert [document.digests for document in many.collection.documents[:-1]] == [
        document.digests for document in few.collection.documents
    ]


def test_titles_are_cut_where_they_are_not_cut_yet(write_guides: WriteGuides) -> None:
    titles = {"a.md": "# 续费指南\n\n正文。\n", "b.md": "# 登录\n\n正文。\n"}
    documents = parse_files(read_files(write_guides(titles)), Known(), map).collection.documents
    assert [document.words for document in documents] == [None, None]
    known = [replace(documents[0], words=("known",)), *documents[1:]]
    assert [document.words for document in with_words(known, map)] == [("known",), ("登录",)]
    others = [replace(document, words=("other",)) for document in known[1:]]
    assert [document.words for document in with_words(known, map, others)] == [("known",), ("other",)]
    assert cut_titles(["续费指南"]) == [("指南", "续费")]

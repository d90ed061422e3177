from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from index.contents import content_digest
from index.guides.collection import collect
from index.parsing import kept
from index.stored import StoredDocument
from index.thesaurus import Thesaurus, load_synonyms

GUIDES = {"a.md": "# 怎么退货\n\n先登录。\n", "b.md": "# 怎么换货\n\n先拍照。\n"}


def documents(folder: Path) -> list[StoredDocument]:
    return [kept(document).document for document in collect(folder).documents]


def test_equal_guides_have_equal_digests_wherever_they_lie(
    write_guides: Callable[[Mapping[str, str]], Path], tmp_path: Path
) -> None:
    folder = write_guides(GUIDES)
    first = documents(folder)
    other = documents(folder.rename(tmp_path / "elsewhere"))
    words = load_synonyms()
    assert content_digest(other, words) == content_digest(first, words)
    assert content_digest(first[:1], words) != content_digest(first, words)
    assert content_digest(first, Thesaurus(())) != content_digest(first, words)

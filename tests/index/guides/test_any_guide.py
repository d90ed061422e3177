"""Whatever bytes a guide is made of: it is indexed, or skipped and named, and none of the others suffers."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

from index.builder import build
from index.documents import Document
from index.generation import verify
from index.guides.collection import Collection, collect
from index.schema import fingerprint
from index.searcher import Searcher
from tests.conftest import amount

GUIDES = amount(600, 50_000)
BATCH = 50
"""Guides of a folder."""
EVERY = amount(6, 20)
"""Of the folders, each so-manieth is built and asked."""
GOOD = "# 退货\n\n三天内退款。\n"
PIECES = [
    b"# ", b"## ", b"###### ", b"#", b"\n", b"\n\n", b"\r\n", b"\r", b"---\n", b"---", b"===\n", b"...\n",
    b"title: ", b"- ", b"1. ", b"999999999. ", b"    ", b"\t", b"> ", b"```\n", b"~~~", b"`", b"``",
    b"**", b"__", b"*", b"_", b"~~", b"[", b"](", b")", b"![", b"<", b">", b"<!--", b"-->", b"<![CDATA[", b"<?",
    b"<script>", b"</div>", b"<div\n", b"&amp;", b"&#0;", b"&#xD800;", b"&#1114112;", b"&nbsp", b"\\", b"|",
    b"|-|\n", b"| a | b |\n", b"{#a}", b"{#", b"}", b"Q: ", b"A: ", "问：".encode(), "答：".encode(), b"Q3:",
    b"[a]: /x 'y'\n", b"[a]", b"http://x.example/", b"[^1]", b"javascript:x", b"\x00", b"\x0b", b"\x0c", b"\x1b[2J",
    b"\x85", b"\xff", b"\xfe", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf4\x90\x80\x80", b"\xe7\xbb", b"\xef\xbb\xbf",
    b"\xef\xbf\xbe", b"\xe2\x80\xae", b"\xe2\x80\xa8", b"\xe2\x80\x8b", "续费".encode(), "續費後".encode(),
    "退款。".encode(), "标题".encode(), b"xufei", "\U00020bb7".encode(), "👩‍👩‍👧".encode(),
    "e\u0301".encode() * 9, "ﷺ".encode() * 9, "㍿".encode(), "İ".encode(), "ＵＳＢ－Ｃ".encode(), b"a" * 300,
    b"> " * 60, b"- " * 60, b"[" * 60, b"*a " * 60, "的".encode() * 700,
]  # fmt: skip
FRONT = [
    b"title: a\n", b"title: [\n", b"title: {a: b}\n", b'title: "\\U00110000"\n', b"url: javascript:x\n",
    b"lang: \n", b"updated: 2026-13-40\n", b"%YAML " + b"9" * 5_000 + b".1\n", b"a: &a [*a]\n", b"<<: *b\n",
    b"!!python/object:x y\n", b"- a\n", b"? [a]\n", b": ", b"#\n", b"\t", b"title: \x00\n", b"title: |\n  ",
    b"[" * 900, "标题：退货\n".encode(),
]  # fmt: skip


def is_text(piece: bytes) -> bool:
    """Tell whether bytes are UTF-8."""
    return piece.decode("utf-8", "ignore").encode() == piece


TEXT = list(filter(is_text, PIECES))


def noise(chance: random.Random) -> bytes:
    """Give bytes that somebody may take for a guide: a text of known trouble or, now and then, no text at all."""
    size = chance.randrange(1, 30)
    parts = chance.choices(TEXT if chance.random() < 0.7 else [*PIECES, chance.randbytes(3)], k=size)
    front = b"---\n" + b"".join(chance.choices(FRONT, k=chance.randrange(4))) + b"---\n"
    return chance.choice([b"", b"", b"---\n", b"# ", front]) + b"".join(parts)


def folders(folder: Path) -> Iterator[list[str]]:
    """Write one folder of guides after the other; give the names that are in it."""
    chance = random.Random(11)  # noqa: S311 - choices to repeat, no secrets
    for _ in range(GUIDES // BATCH):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        names = [f"{number}.md" for number in range(BATCH)]
        for name in names:
            (folder / name).write_bytes(noise(chance))
        (folder / "good.md").write_text(GOOD, "utf-8")
        yield [*names, "good.md"]


def told(collection: Collection[Document]) -> list[str]:
    """Give the names of the guides that are documents and of those that were skipped."""
    skipped = [error.path for error in collection.skipped]
    return sorted([*(f"{document.guide.id}.md" for document in collection.documents), *skipped])


def test_any_bytes_are_a_guide_or_are_skipped_and_named(tmp_path: Path) -> None:
    indexed = 0
    for number, names in enumerate(folders(tmp_path / "guides")):
        collection = collect(tmp_path / "guides")
        assert told(collection) == sorted(names), number
        assert all("\n" not in str(error) and str(error).isprintable() for error in collection.skipped), number
        assert all(document.sections for document in collection.documents), number
        indexed += len(collection.documents)
        if number % EVERY == 0:
            check_index(tmp_path, len(collection.documents))
    assert GUIDES / 4 < indexed < GUIDES


def check_index(folder: Path, guides: int) -> None:
    """Build the guides, and ask for the good one and for all."""
    summary = build(folder / "guides", folder / "data")
    assert summary.guides == guides
    verify(summary.generation, fingerprint())
    searcher = Searcher.open(folder / "data")
    try:
        assert "good#intro" in {hit.section.id for hit in searcher.search("退货三天内退款", limit=50).hits}
        assert all(len(searcher.search(word).hits) <= 10 for word in ("续费", "标题", "a", "xufei", "的"))
    finally:
        searcher.close()

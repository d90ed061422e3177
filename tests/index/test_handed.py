from __future__ import annotations

from pathlib import Path

from index.handed import handed_file, let_go


def test_what_was_handed_over_goes_and_all_else_stays(tmp_path: Path) -> None:
    handed_file(tmp_path, "sections").write_bytes(b"1")
    stays = tmp_path / "words.postings"
    stays.write_bytes(b"2")
    let_go(tmp_path)
    assert list(tmp_path.iterdir()) == [stays]

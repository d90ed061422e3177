from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from index.handed import hand_over, handed, handed_file, is_handed, let_go
from index.impacts import write_postings
from index.postings import gather

CORPORA = st.lists(st.dictionaries(st.sampled_from("甲乙丙"), st.integers(1, 70_000), min_size=1), min_size=1)


@given(CORPORA)
def test_postings_come_as_they_were_handed_over(corpus: list[dict[str, int]]) -> None:
    postings = gather(corpus)
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_postings(folder, "characters", postings)
        hand_over(folder, "characters", postings.frequencies)
        came = handed(folder, "characters")
    assert list(came.keys) == list(postings.keys)
    for column in ("starts", "holders", "frequencies", "cells"):
        assert getattr(came, column).tolist() == getattr(postings, column).tolist()


def test_what_was_handed_over_goes_and_all_else_stays(tmp_path: Path) -> None:
    handed_file(tmp_path, "sections").write_bytes(b"1")
    stays = tmp_path / "words.terms"
    stays.write_bytes(b"2")
    assert [is_handed(file) for file in sorted(tmp_path.iterdir())] == [True, False]
    let_go(tmp_path)
    assert list(tmp_path.iterdir()) == [stays]

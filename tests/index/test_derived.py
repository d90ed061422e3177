from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from index.analysis.channels import CHANNELS
from index.errors import GenerationDamagedError
from index.generation import dump_manifest, live_generation, verify
from index.impacts import FILES
from index.schema import fingerprint
from index.searcher import Searcher

QUERIES = ("续费后多久生效", "續費後多久生效", "xufei", "lebra", "自动续", "忘记密马", "套餐 5G", "", "qqq")


@pytest.fixture
def data(sample_data: Path, tmp_path: Path) -> Path:
    """A data directory of its own with the sample guides."""
    return shutil.copytree(sample_data, tmp_path / "data")


def take(data: Path, *names: str) -> None:
    """Remove files of the live generation."""
    for name in names:
        (live_generation(data).path / name).unlink()


@pytest.mark.parametrize(
    "names",
    [["words.impacts"], ["bigrams.postings", "characters.postings"], sorted(FILES)],
)
def test_without_files_of_impacts_the_answers_are_the_same(data: Path, searcher: Searcher, names: list[str]) -> None:
    take(data, *names)
    derived = Searcher.open(data)
    assert (derived.is_derived, searcher.is_derived) == (True, False)
    for query in QUERIES:
        found, expected = derived.search(query), searcher.search(query)
        assert [(hit.section.id, hit.score) for hit in found.hits] == [
            (hit.section.id, hit.score) for hit in expected.hits
        ]
        assert found.parsed == expected.parsed
    derived.close()


def test_a_generation_that_never_had_these_files_is_served(data: Path) -> None:
    live = live_generation(data)
    take(data, *FILES)
    files = {name: digest for name, digest in live.manifest.files.items() if name not in FILES}
    (live.path / "manifest.json").write_bytes(dump_manifest(replace(live.manifest, files=files)))
    derived = Searcher.open(data)
    assert derived.search("续费后多久生效").hits
    derived.close()


def test_damage_is_still_refused_and_named(data: Path) -> None:
    take(data, "words.impacts")
    with pytest.raises(GenerationDamagedError, match=r"words\.impacts: is missing"):
        verify(live_generation(data), fingerprint())
    (live_generation(data).path / "words.postings").write_bytes(b"")
    with pytest.raises(GenerationDamagedError, match=r"words\.postings: differs"):
        Searcher.open(data)


def test_other_files_may_not_be_missing(data: Path) -> None:
    take(data, "guides.json")
    with pytest.raises(GenerationDamagedError, match=r"guides\.json: is missing"):
        Searcher.open(data)


def test_nothing_derived_is_left_on_the_disk(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    take(data, "words.impacts")
    derived = Searcher.open(data)
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
    derived.close()


def test_every_channel_is_derived(data: Path) -> None:
    take(data, "words.impacts")
    derived = Searcher.open(data)
    assert set(derived._reader.channels) == set(CHANNELS)
    derived.close()


def test_impacts_are_derived_without_a_temp_directory(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/proc/nowhere")
    monkeypatch.setattr("index.private_folder._IN_MEMORY", Path("/proc/nowhere"))
    before = sorted(data.iterdir())
    take(data, "words.impacts")
    derived = Searcher.open(data)
    assert derived.search("续费后多久生效").hits
    assert sorted(data.iterdir()) == before
    derived.close()

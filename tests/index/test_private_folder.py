from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from index import private_folder as module
from index.errors import TemporaryFolderError
from index.private_folder import make_private_folder, private_folder


@pytest.fixture
def no_temp_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave nothing but the data folder to write to."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    monkeypatch.setattr(module, "_IN_MEMORY", tmp_path / "nowhere")


def test_only_this_user_can_enter_it(tmp_path: Path) -> None:
    with private_folder(tmp_path) as folder:
        assert folder.stat().st_mode & 0o777 == 0o700


def test_without_a_temp_directory_it_is_made_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = tmp_path / "memory"
    memory.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    monkeypatch.setattr(module, "_IN_MEMORY", memory)
    assert make_private_folder(tmp_path).parent == memory


@pytest.mark.usefixtures("no_temp_directory")
def test_without_either_it_is_made_in_the_data_folder_and_removed_whatever_happens(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="stop"), private_folder(tmp_path) as folder:  # noqa: PT012
        assert folder.parent == tmp_path
        (folder / "file").touch()
        raise ValueError("stop")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("no_temp_directory")
def test_where_nothing_can_be_written_it_is_told_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(TemporaryFolderError, match="set TMPDIR to a folder that can be written"):
        make_private_folder(tmp_path / "nowhere")

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.widget.http_client import fetch
from tests.widget.test_serve import CONNECTIONS, started
from tests.widget.test_snapshot import until
from widget.held_folder import hold, remove_abandoned


@pytest.mark.skipif(not CONNECTIONS.exists(), reason="only Linux tells the children of a process")
def test_what_a_killed_service_left_is_removed_by_the_next_one_and_what_runs_is_let_be(
    sample_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with started("--data", str(sample_data)) as (process, address):
        assert fetch(address, "/livez").status == 200
        (left,) = tmp_path.iterdir()
        worker = Path(f"/proc/{Path(f'/proc/{process.pid}/task/{process.pid}/children').read_text().strip()}")
        os.kill(process.pid, signal.SIGKILL)
        process.wait(30)
        until(lambda: not worker.exists())
    assert left.exists()
    with started("--data", str(sample_data)) as (_, running):
        (first,) = tmp_path.iterdir()
        assert first != left
        with started("--data", str(sample_data)):
            assert first in tmp_path.iterdir()
        assert fetch(running, "/metrics").status == 200


def test_nothing_is_removed_but_own_folders_that_were_held(tmp_path: Path) -> None:
    kept = [tmp_path / f"helpwidget-{name}" for name in ("empty", "held", "open", "link")]
    for folder in kept[:3]:
        folder.mkdir(0o700)
    hold(kept[1])
    (kept[2] / "held").touch()
    kept[2].chmod(0o755)
    (tmp_path / "helpwidget-file").touch()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(0o700)
    (elsewhere / "held").touch()
    kept[3].symlink_to(elsewhere)
    abandoned = tmp_path / "helpwidget-abandoned"
    abandoned.mkdir(0o700)
    (abandoned / "held").touch()
    remove_abandoned(tmp_path)
    assert not abandoned.exists()
    assert all(folder.exists() for folder in [*kept, elsewhere / "held", tmp_path / "helpwidget-file"])


def test_what_killed_services_of_earlier_versions_left_is_removed(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait(30)
    contents = {
        "dead": [f"counter_{gone.pid}.db", f"histogram_{gone.pid}.db"],
        "alive": [f"counter_{gone.pid}.db", f"counter_{os.getpid()}.db"],
        "foreign": [f"counter_{gone.pid}.db", "letter.txt"],
        "empty": [],
    }
    for name, files in contents.items():
        folder = tmp_path / f"helpwidget-{name}"
        folder.mkdir(0o700)
        for file in files:
            (folder / file).touch()
    remove_abandoned(tmp_path)
    assert {folder.name for folder in tmp_path.iterdir()} == {
        f"helpwidget-{name}" for name in ("alive", "foreign", "empty")
    }

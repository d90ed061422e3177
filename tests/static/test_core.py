"""Runs the tests of the widget's core, which needs no browser, with the Node.js that Playwright brings along."""

from __future__ import annotations

import subprocess
from pathlib import Path

from playwright._impl._driver import compute_driver_executable

TESTS = sorted(str(path) for path in (Path(__file__).parent / "core").glob("*.test.js"))


def test_the_core_behaves() -> None:
    node, _ = compute_driver_executable()
    limit = "--test-timeout=60000"  # milliseconds; a test that waits for ever has failed
    run = subprocess.run([node, "--test", limit, *TESTS], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr

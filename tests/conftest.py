"""What all tests share: an index of the sample guides, and a real service on a free port."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from threading import Timer
from types import ModuleType

import pytest

from index.builder import build
from index.searcher import Searcher
from widget.cli import SAMPLE


def amount(short: int, full: int) -> int:
    """Give how often to try: `full` in `make soak`, which sets HELPWIDGET_SOAK, else `short`."""
    return full if os.environ.get("HELPWIDGET_SOAK") else short


def can_compile() -> bool:
    """Tell whether the loops can be compiled here: by a C compiler, with Python's headers."""
    headers = Path(sysconfig.get_path("include"), "Python.h")
    return bool(shutil.which("cc") or shutil.which("gcc")) and headers.exists()


def compiled_module(name: str) -> ModuleType:
    """Give compiled loops of `index`, made of their source as it is now; skip where nothing can be compiled."""
    if not can_compile():
        pytest.skip("there is no C compiler with Python's headers here: the compiled loops are not tested")
    module = import_module(f"index.{name}")
    compiled = Path(str(module.__file__))
    source = compiled.with_name(f"{name}.pyx")
    assert source.stat().st_mtime <= compiled.stat().st_mtime, "made of an older source: run make test"
    return module


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the sample guides. Nobody may change it."""
    data = tmp_path_factory.mktemp("sample")
    build(SAMPLE, data)
    return data


@pytest.fixture(scope="session")
def searcher(sample_data: Path) -> Iterator[Searcher]:
    """A searcher of the sample guides."""
    opened = Searcher.open(sample_data)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def service(sample_data: Path) -> Iterator[str]:
    """The address of a real service with the sample guides, such as http://127.0.0.1:40123"""
    with serving("serve", "--data", str(sample_data), "--workers", "2") as address:
        yield address


@contextmanager
def serving(*arguments: str, environment: dict[str, str] | None = None, inside: Sequence[str] = ()) -> Iterator[str]:
    """Run `helpwidget ARGUMENTS` on a free port, by the command `inside` if there is one.

    Give the address it prints, stop it at the end.
    """
    command = [*inside, str(Path(sys.executable).with_name("helpwidget")), *arguments, "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **(environment or {})})
    try:
        assert process.stdout is not None
        killer = Timer(60, process.kill)  # a service that says nothing must not hang the tests
        killer.start()
        said = next((line for line in process.stdout if line.startswith("Help widget: ")), None)
        killer.cancel()
        assert said is not None, f"{command} ended with {process.wait()} before it printed an address"
        yield said.removeprefix("Help widget: ").strip().rstrip("/")
    finally:
        process.terminate()
        process.communicate(timeout=30)

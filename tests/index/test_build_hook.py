"""The hook as an editable installation runs it: in a copy of the sources, with and without a compiler."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from unittest.mock import Mock

import pytest
from hatchling.bridge.app import Application

from index import array_loops
from index.build_hook import CompilingHook
from tests.conftest import can_compile

INDEX = Path(array_loops.__file__).parent
SOURCES = [INDEX / "compiled_loops.pyx", INDEX / "compiled_sorted_terms.pyx"]
"""Two of all: each takes seconds, and two tell as much. The wheel of `test_packaging` has all of them."""
READ = [*SOURCES, *INDEX.glob("*.pxd"), INDEX / "__init__.py"]
NAMES = {f"{source.stem}{sysconfig.get_config_var('EXT_SUFFIX')}" for source in SOURCES}
NAME = f"compiled_loops{sysconfig.get_config_var('EXT_SUFFIX')}"

pytestmark = [
    pytest.mark.skipif(not can_compile(), reason="there is no C compiler with Python's headers here"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of Cython and setuptools
]


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A folder with the sources of the loops."""
    (tmp_path / "index").mkdir()
    for source in READ:
        (tmp_path / "index" / source.name).write_bytes(source.read_bytes())
    return tmp_path


def found(folder: Path) -> set[str]:
    """Give what is in a folder beside the sources of the loops."""
    return {path.name for path in folder.iterdir()} - {source.name for source in READ}


def installed(sources: Path, app: Application) -> None:
    """Run the hook as an editable installation does."""
    hook = CompilingHook(str(sources), {}, Mock(), Mock(), str(sources), "wheel", app)
    hook.initialize("editable", {})
    hook.finalize("editable", {}, "")


def test_the_modules_are_put_beside_their_sources_and_work_there(sources: Path) -> None:
    installed(sources, Mock(Application))
    assert found(sources / "index") == NAMES
    code = f"""
import importlib.util, numpy as np
spec = importlib.util.spec_from_file_location("index.compiled_loops", {str(sources / "index" / NAME)!r})
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
print(module.highest(np.array([0.0, 2.0, 3.0]), np.arange(3), 2).tolist())
"""
    told = subprocess.run([sys.executable, "-c", code], cwd=INDEX.parent, capture_output=True, check=True, text=True)
    assert told.stdout == "[2, 1]\n"


def test_a_module_that_is_in_use_is_replaced_and_not_written_to(sources: Path) -> None:
    installed(sources, Mock(Application))
    with (sources / "index" / NAME).open("rb") as in_use:
        installed(sources, Mock(Application))
        assert os.fstat(in_use.fileno()).st_nlink == 0  # who runs it keeps it; the name is another file's


def test_where_compiling_fails_the_modules_of_older_sources_go(sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        (sources / "index" / name).write_bytes(b"older")
    monkeypatch.setenv("CC", "no-such-compiler")
    app = Mock(Application)
    installed(sources, app)
    assert not found(sources / "index")
    warnings = [warning for call in app.display_warning.call_args_list for warning in call.args]
    assert [warning.partition(" is not compiled, it will take longer")[0] for warning in warnings] == [
        source.stem for source in SOURCES
    ]

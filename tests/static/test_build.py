"""The built widget: made of the sources beside it, and small; the sources: small too, and in their places."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import subprocess
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static"
BUILT = STATIC / "help-widget.js"
SOURCES = sorted(
    path.relative_to(STATIC).as_posix()
    for pattern in ("main.js", "core/**/*.js", "core/**/*.css", "dom/**/*.js", "dom/**/*.css")
    for path in STATIC.glob(pattern)
)
LARGEST = 8_192  # bytes a visitor's browser loads, compressed


def test_the_built_file_names_the_sources_and_itself_as_they_are() -> None:
    digest = hashlib.sha256()
    for name in SOURCES:
        digest.update(name.encode() + b"\0" + (STATIC / name).read_bytes() + b"\0")
    first_line, _, script = BUILT.read_text(encoding="utf-8").partition("\n")
    digest.update(script.encode())
    expected = f"// {digest.hexdigest()[:8]}"
    assert first_line == expected, "static/help-widget.js was not built from its sources: run `make build-widget`"


@pytest.fixture
def node() -> str:
    """The Node.js that Playwright brings along, where what the build needs is installed too."""
    if not all((ROOT / "node_modules" / tool).is_dir() for tool in ("acorn", "esbuild", "eslint-scope", "terser")):
        pytest.skip("THE WIDGET WAS NOT BUILT AGAIN: no bundler is installed (npm ci); its digest was checked")
    executable, _ = compute_driver_executable()
    return executable


def test_building_again_gives_the_same_file(node: str, tmp_path: Path) -> None:
    again = tmp_path / "help-widget.js"
    run = subprocess.run([node, str(STATIC / "build.mjs"), str(again)], check=True, capture_output=True, text=True)
    assert again.read_bytes() == BUILT.read_bytes()
    assert not run.stderr, "names and order of another script: run `npm run squeeze`"


def test_the_build_renames_and_reorders_only_what_nobody_notices(node: str) -> None:
    tests = sorted(str(path) for path in (Path(__file__).parent / "build").glob("*.test.js"))
    assert tests
    run = subprocess.run([node, "--test", *tests], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_built_file_is_small_whichever_tool_compresses_it() -> None:
    node, _ = compute_driver_executable()
    measure = "console.log(require('zlib').gzipSync(require('fs').readFileSync(process.argv[1]), { level: 9 }).length)"
    by_node = int(subprocess.run([node, "-e", measure, str(BUILT)], check=True, capture_output=True).stdout)
    by_python = len(gzip.compress(BUILT.read_bytes(), 9, mtime=0))
    name = len(BUILT.name) + 1  # the gzip command puts the file's name in, and a zero
    assert max(by_node, by_python) + name <= LARGEST


def test_the_bundler_is_pinned_and_its_lock_names_no_registry() -> None:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    assert "dependencies" not in package
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in package["devDependencies"].values())
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert "resolved" not in lock
    assert "integrity" in lock


@pytest.mark.parametrize("name", [name for name in SOURCES if name.startswith("core/")])
def test_the_core_knows_no_page(name: str) -> None:
    code = re.sub(r"/\*.*?\*/|//.*", "", (STATIC / name).read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"\b(document|window|navigator|location|setTimeout)\b", code)
    assert not re.search(r"""from "\.\./""", code), "the core stands on nothing"


@pytest.mark.parametrize("name", [name for name in SOURCES if name.endswith(".js")])
def test_sources_are_short_and_put_no_text_in_as_markup(name: str) -> None:
    code = (STATIC / name).read_text(encoding="utf-8")
    assert code.count("\n") <= 250
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", code)

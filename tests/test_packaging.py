"""The wheel, built from what is tracked, installed into an empty environment and run from an empty folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from email.parser import HeaderParser
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen
from zipfile import ZipFile

import orjson
import pytest

from tests.conftest import can_compile

ROOT = Path(__file__).parents[1]
OUTSIDE = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "HELPWIDGET_", "COV"))}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tracked files."""
    copy = tmp_path_factory.mktemp("source")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)  # noqa: S607
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
    return copy


def built(source: Path, folder: Path, **environment: str) -> tuple[Path, str]:
    """Give a wheel of the source, and what building it said."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    around = OUTSIDE | {"PYTHONDONTWRITEBYTECODE": "1"} | environment
    done = subprocess.run(build, cwd=source, env=around, capture_output=True, check=True, text=True)
    [wheel] = folder.glob("*.whl")
    return wheel, done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel."""
    return built(source, tmp_path_factory.mktemp("dist"))[0]


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds the wheel, and sees the dependencies but not this checkout."""
    environment = tmp_path_factory.mktemp("environment") / "venv"
    venv.create(environment, symlinks=True)
    python = environment / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "install", "--no-deps", "--no-index", str(wheel)], env=OUTSIDE, check=True)
    [packages] = environment.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    return environment


def names(wheel: Path) -> set[str]:
    """Give the paths in a wheel."""
    with ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_carries_both_packages_whole(wheel: Path, source: Path) -> None:
    tracked = {path.relative_to(source).as_posix() for top in ("widget", "index") for path in (source / top).rglob("*")}
    files = {name for name in tracked if (source / name).is_file()}
    assert {"widget/cli.py", "index/searcher.py", "index/analysis/segmenter.py"} <= files
    assert files - names(wheel) == {"index/build_hook.py"}  # which the installer runs, and nothing else


@pytest.mark.parametrize(
    "pattern",
    [
        "widget/static/help-widget.js", "widget/sample/demo.html", "widget/sample/demo.css", "widget/sample/demo.js",
        "widget/sample/guide.html", "widget/sample/guide.css", "widget/sample/guides/unlimited.md",
        "index/analysis/data/*.txt",
    ],
)  # fmt: skip
def test_the_wheel_carries_what_is_served(wheel: Path, pattern: str) -> None:
    assert any(Path(name).match(pattern) for name in names(wheel))


def test_the_wheel_carries_five_sample_guides(wheel: Path) -> None:
    assert len([name for name in names(wheel) if Path(name).match("widget/sample/guides/*.md")]) == 5


def test_the_wheel_carries_the_built_widget(wheel: Path, source: Path) -> None:
    with ZipFile(wheel) as archive:
        assert archive.read("widget/static/help-widget.js") == (source / "static" / "help-widget.js").read_bytes()


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in names(wheel)}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"widget", "index"}


@pytest.mark.skipif(not can_compile(), reason="there is no C compiler with Python's headers here")
def test_the_wheel_carries_the_loops_compiled_for_this_platform(wheel: Path, source: Path) -> None:
    suffix = sysconfig.get_config_var("EXT_SUFFIX")
    assert {name for name in names(wheel) if name.endswith(suffix)} == {
        f"index/{path.stem}{suffix}" for path in (source / "index").glob("*.pyx")
    }
    assert not wheel.name.endswith("-any.whl")
    assert not [*source.rglob("*.so"), *source.rglob("*.c")]


def test_without_a_compiler_the_wheel_goes_without_and_says_so(source: Path, tmp_path: Path) -> None:
    wheel, said = built(source, tmp_path, CC="no-such-compiler")
    assert wheel.name.endswith("-py3-none-any.whl")
    assert not any(name.endswith(".so") for name in names(wheel))
    assert said.count("not compiled, searches will take longer: ") == len([*(source / "index").glob("*.pyx")])


def test_the_wheel_says_how_it_is_run_and_what_it_needs(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        [entry] = [name for name in archive.namelist() if name.endswith("/entry_points.txt")]
        assert "helpwidget = widget.cli:main" in archive.read(entry).decode()
        [metadata] = [name for name in archive.namelist() if name.endswith("/METADATA")]
        headers = HeaderParser().parsestr(archive.read(metadata).decode())
    assert headers["Name"] == "helpwidget"
    assert headers["Requires-Python"] == ">=3.11"
    assert headers["License-Expression"] == "MIT"
    needed = {need.split(";")[0].strip() for need in headers.get_all("Requires-Dist", []) if "extra" not in need}
    assert "whoosh-reloaded==2.7.5" in needed
    assert len(needed) > 8


def test_building_leaves_nothing_in_the_sources(wheel: Path, source: Path) -> None:
    assert wheel.is_file()
    assert [path.name for path in source.iterdir() if path.name in {"dist", "build"} or ".egg-info" in path.name] == []


@contextmanager
def serving(environment: Path, cwd: Path) -> Iterator[str]:
    """Serve from a folder with the installed command and a home of its own; give the address."""
    home = cwd.parent / "home"
    home.mkdir()
    process = subprocess.Popen(
        [str(environment / "bin" / "helpwidget"), "serve", "--port", "0"],
        cwd=cwd, env={**OUTSIDE, "HOME": str(home)}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        said = next((line for line in process.stdout if line.startswith("Help widget: ")), "")
        assert said, "it ended before it printed an address"
        yield said.removeprefix("Help widget: ").strip().rstrip("/")
    finally:
        process.terminate()
        process.communicate(timeout=30)


def get(address: str) -> bytes:
    """Give what a service answers."""
    with urlopen(address, timeout=30) as response:  # noqa: S310 - an address of our own
        body: bytes = response.read()
    return body


def test_the_environment_runs_the_installed_package_and_not_the_checkout(installed: Path, tmp_path: Path) -> None:
    script = "import index, widget, flask; print(widget.__file__); print(index.__file__); print(flask.__file__)"
    python = [str(installed / "bin" / "python"), "-c", script]
    ended = subprocess.run(python, cwd=tmp_path, env=OUTSIDE, capture_output=True, text=True, check=True)
    own, engine, dependency = map(Path, ended.stdout.split())
    assert own.is_relative_to(installed)
    assert engine.is_relative_to(installed)
    assert not dependency.is_relative_to(installed)


def test_the_installed_command_serves_the_sample_from_an_empty_folder(
    installed: Path, source: Path, tmp_path: Path
) -> None:
    cwd = tmp_path / "empty"
    cwd.mkdir()
    with serving(installed, cwd) as address:
        answer = orjson.loads(get(f"{address}/search?q={quote('续费后多久生效')}"))
        assert answer["hits"][0]["title"] == "续费后多久生效？"
        assert get(f"{address}/help-widget.js") == (source / "static" / "help-widget.js").read_bytes()
        assert b"help-widget" in get(f"{address}/")
        assert "续费后多久生效" in get(f"{address}/guides/unlimited").decode()
        assert get(f"{address}/demo.css") == (source / "widget" / "sample" / "demo.css").read_bytes()
    assert list(cwd.iterdir()) == []
    assert (tmp_path / "home" / ".local" / "share" / "helpwidget" / "live").is_file()

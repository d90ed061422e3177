"""Rules that hold for the repository as a whole."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted(path for top in ("index", "widget") for path in (ROOT / top).rglob("*.py"))
SERVED = sorted(
    path
    for path in [*(ROOT / "static").rglob("*"), *(ROOT / "widget" / "sample").rglob("*")]
    if path.suffix in {".js", ".mjs", ".css", ".html", ".md"}
)
LONGEST_FILE, LONGEST_FUNCTION = 250, 40
NAMELESS = {
    "utils",
    "util",
    "helpers",
    "helper",
    "manager",
    "managers",
    "common",
    "misc",
    "base",
    "shared",
    "core_utils",
}
DESCRIBED = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def shown(path: Path) -> str:
    """Give a path below the root."""
    return path.relative_to(ROOT).as_posix()


def make(*arguments: str) -> str:
    """Give what make prints."""
    ended = subprocess.run(
        ["make", "--no-print-directory", *arguments],  # noqa: S607
        cwd=ROOT, capture_output=True, text=True, check=True, env={**os.environ, "MAKEFLAGS": ""},
    )  # fmt: skip
    return ended.stdout


def test_make_lists_its_targets() -> None:
    listed = dict(line.split(maxsplit=1) for line in make("help").splitlines())
    assert {"serve", "test", "format", "build-widget", "lock", "clean"} <= listed.keys()
    assert make() == make("help")


def test_make_test_runs_linters_types_floors_and_tests_in_this_order() -> None:
    planned = make("--dry-run", "test")
    steps = ["ruff check .", "ruff format --check .", "mypy", "lint-imports", "-m pytest"]
    found = [planned.rfind(step) for step in steps]
    assert -1 not in found
    assert found == sorted(found)


def test_make_serve_sets_up_and_serves() -> None:
    planned = make("--dry-run", "--always-make", "serve")
    steps = ["-m venv", "--require-hashes", "helpwidget serve"]
    found = [planned.find(step) for step in steps]
    assert -1 not in found
    assert found == sorted(found)


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_shows_the_two_commands_before_anything_else(readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    places = [text.find(word) for word in ("make serve", "make test", "<script")]
    assert -1 not in places
    assert places == sorted(places)


def test_continuous_integration_runs_the_tests_of_a_user_and_nothing_else() -> None:
    script = ROOT / ".ci" / "run"
    lines = [line.strip() for line in script.read_text().splitlines() if line.strip() and not line.startswith("#")]
    assert os.access(script, os.X_OK)
    assert [line for line in lines if not re.match(r"(set|cd) ", line)] == ["exec make test"]


@pytest.mark.parametrize("path", [*SOURCES, *(ROOT / "index").glob("*.p[yx][xd]")], ids=shown)
def test_a_file_fits_into_a_reader_s_head(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE


def described(path: Path) -> Iterator[DESCRIBED]:
    """Give the functions and classes of a file."""
    return (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, DESCRIBED))


@pytest.mark.parametrize("path", SOURCES, ids=shown)
def test_no_function_is_longer_than_a_screen(path: Path) -> None:
    functions = [node for node in described(path) if not isinstance(node, ast.ClassDef)]
    lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def public(body: list[ast.stmt]) -> Iterator[DESCRIBED]:
    """Give the public functions and classes of a module or a class, and those of its public classes."""
    for node in body:
        if isinstance(node, DESCRIBED) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body)


@pytest.mark.parametrize("path", SOURCES, ids=shown)
def test_every_module_and_everything_public_in_it_says_what_it_is_for(path: Path) -> None:
    module = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(module)
    assert [node.name for node in public(module.body) if not ast.get_docstring(node)] == []


def test_a_module_s_name_says_what_is_inside() -> None:
    assert len(SOURCES) > 25
    parts = {part for path in SOURCES for part in path.relative_to(ROOT).with_suffix("").parts}
    assert parts & NAMELESS == set()


OWN_NAMES = {"www.w3.org"}  # the name of the SVG namespace, never fetched
RESERVED = re.compile(r"(^|\.)example(\.(com|net|org))?$")
FOREIGN = re.compile(r"(?:https?:|[\"'(=\s])//(?P<host>[\w-]+(?:\.[\w-]+)+)")


@pytest.mark.parametrize("path", SERVED, ids=shown)
def test_what_is_served_names_no_other_host(path: Path) -> None:
    hosts = {match["host"] for match in FOREIGN.finditer(path.read_text("utf-8"))}
    assert {host for host in hosts - OWN_NAMES if not RESERVED.search(host)} == set()


@pytest.mark.parametrize("path", SERVED, ids=shown)
def test_what_is_served_loads_nothing_from_elsewhere(path: Path) -> None:
    text = path.read_text("utf-8")
    loading = re.findall(r"(?:src|href|action|url\(|@import|import\(|from|fetch\()\s*[=(]?\s*[\"']?https?://\S+", text)
    assert loading == []


TRACKERS = re.compile(
    r"google-?analytics|googletagmanager|gtag\(|hotjar|matomo|piwik|segment\.(?:io|com)|mixpanel|plausible|hm\.baidu"
    r"|cnzz|umeng|sentry|fonts\.g(?:oogleapis|static)|sendBeacon|facebook|doubleclick",
    re.IGNORECASE,
)


@pytest.mark.parametrize("path", [*SERVED, *SOURCES], ids=shown)
def test_nobody_is_tracked(path: Path) -> None:
    assert TRACKERS.findall(path.read_text("utf-8")) == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-bench.lock"])
def test_every_dependency_is_pinned_with_its_digest(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text("utf-8").strip())
    assert len(entries) > 20
    pinned = re.compile(r"==[^\s;]+.*--hash=sha256:[0-9a-f]{64}", re.DOTALL)
    assert [entry for entry in entries if not pinned.search(entry)] == []


def test_what_a_lock_pins_is_installed_without_being_resolved_anew() -> None:
    """pip asks for the newest release of a package with an extra first, and stops where the lock has another."""
    planned = make("--dry-run", "--always-make", "bench").splitlines()
    installing = [line for line in planned if "pip install" in line and ".lock" in line]
    assert len(installing) > 1
    assert [line for line in installing if not {"--no-deps", "--require-hashes"} <= set(line.split())] == []


def test_a_dependency_whose_weaknesses_can_t_be_looked_up_fails_the_audit() -> None:
    """Otherwise pip-audit names it and says that no weaknesses are known."""
    (audit,) = (line for line in make("--dry-run", "audit").splitlines() if "/pip-audit " in line)
    assert {"--strict", "--require-hashes", "requirements.lock"} <= set(audit.split())


def test_the_threat_model_names_tests_that_are_there() -> None:
    rows = [line for line in (ROOT / "SECURITY.md").read_text("utf-8").splitlines() if line.startswith("| ")]
    for row in rows[1:]:
        named = re.findall(r"`(\S+\.py)`", row)
        assert named, row
        folder = Path(named[0]).parent
        assert [name for name in named if not (ROOT / name).is_file() and not (ROOT / folder / name).is_file()] == []


def test_the_floors_are_told_as_they_are_checked() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    told = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    assert "\n".join(contracts[0]["layers"]) in told

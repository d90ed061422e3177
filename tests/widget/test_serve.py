"""`helpwidget serve`: what it indexes, where it listens, how it stops."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from index.builder import build
from index.errors import GenerationError
from index.generation import live_generation
from tests.conftest import serving
from tests.widget.commands import HELPWIDGET, only_line, write_guides
from tests.widget.http_client import connect, fetch, read_answer, request_bytes
from tests.widget.test_snapshot import until

OWN = {"a": "# Own guide\n\nalpha words\n"}
CONNECTIONS = Path("/proc/net/tcp")


def test_without_guides_the_sample_is_indexed_once(tmp_path: Path) -> None:
    with serving("serve", "--data", str(tmp_path / "data")) as address:
        first = fetch(address, "/search?q=续费后多久生效").json
        assert first["hits"][0]["title"] == "续费后多久生效？"
        assert "/help-widget.js" in fetch(address, "/").body.decode()
    with serving("serve", "--data", str(tmp_path / "data")) as address:
        assert fetch(address, "/readyz").json["generation"] == first["generation"]


def test_the_tag_that_is_printed_embeds_the_file_that_is_served(sample_data: Path) -> None:
    with started("--data", str(sample_data)) as (process, address):
        assert process.stdout
        tag = re.fullmatch(
            r'Embed it: <script src="(\S+)" integrity="sha384-(\S+)" crossorigin="anonymous" defer></script>\n',
            process.stdout.readline(),
        )
        assert tag
        served = fetch(address, tag[1].removeprefix(address))
    assert served.status == 200
    assert base64.b64decode(tag[2]) == hashlib.sha384(served.body).digest()


def test_guides_are_indexed_only_when_they_changed_and_stay_without_naming_them_again(tmp_path: Path) -> None:
    folder, data = write_guides(tmp_path / "guides", OWN), tmp_path / "data"
    first = build(folder, data).generation.name
    with serving("serve", str(folder), "--data", str(data)) as address:
        assert fetch(address, "/readyz").json["generation"] == first
    with serving("serve", "--data", str(data)) as address:
        assert fetch(address, "/readyz").json["generation"] == first
        assert fetch(address, "/search?q=alpha").json["hits"][0]["title"] == "Own guide"
    write_guides(folder, {"a": "# Changed guide\n\nalpha words\n"})
    with serving("serve", str(folder), "--data", str(data)) as address:
        answer = fetch(address, "/search?q=alpha").json
        assert answer["generation"] != first
        assert answer["hits"][0]["title"] == "Changed guide"


def test_a_damaged_index_of_own_guides_is_never_replaced_by_the_sample(tmp_path: Path) -> None:
    data = tmp_path / "data"
    build(write_guides(tmp_path / "guides", OWN), data)
    manifest = live_generation(data).path / "manifest.json"
    manifest.write_text("{")
    assert refused("serve", "--data", str(data), "--port", "0").startswith("error: ")
    with pytest.raises(GenerationError):
        live_generation(data)


@pytest.mark.parametrize("broken", ["no folder", "an empty folder", "a synonym file"])
def test_where_an_index_can_t_be_built_the_one_that_is_there_is_served_and_called_degraded(
    tmp_path: Path, broken: str
) -> None:
    folder, data, synonyms = write_guides(tmp_path / "guides", OWN), tmp_path / "data", tmp_path / "synonyms.txt"
    first = build(folder, data).generation.name
    wanted = [str(tmp_path / "empty" if broken == "an empty folder" else folder)]
    (tmp_path / "empty").mkdir()
    if broken == "no folder":
        folder.rename(tmp_path / "renamed")
    elif broken == "a synonym file":
        synonyms.write_text("lonely\n")
        wanted += ["--synonyms", str(synonyms)]
    with started(*wanted, "--data", str(data)) as (process, address):
        assert process.stderr
        assert process.stderr.readline().startswith("error: ")
        ready = fetch(address, "/readyz").json
        assert (ready["generation"], ready["degraded"]) == (first, True)
        assert "could not be indexed" in ready["reason"]
        assert fetch(address, "/search?q=alpha").json["hits"][0]["title"] == "Own guide"
        second = build(write_guides(tmp_path / "new", {"a": "# New guide\n\nalpha\n"}), data).generation.name
        until(lambda: fetch(address, "/readyz").json["generation"] == second)
        assert not fetch(address, "/readyz").json["degraded"]


def test_without_guides_nothing_is_written_into_a_foreign_folder(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("somebody else's")
    assert refused("serve", "--data", str(tmp_path), "--port", "0").startswith("error: ")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_modules_in_the_folder_it_runs_in_are_not_taken_for_its_own(sample_data: Path, tmp_path: Path) -> None:
    for name in ("widget", "index", "flask"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('taken for another')")
    with started("--data", str(sample_data), cwd=tmp_path) as (_, address):
        assert fetch(address, "/livez").status == 200


def refused(*arguments: str) -> str:
    """Run a service that ought not to start; give the line it says."""
    process = subprocess.Popen([HELPWIDGET, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        said = next((line for line in process.stdout if line.startswith("Help widget: ")), None)
        assert said is None, "it serves"
    finally:
        process.terminate()
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 1
    return only_line(errors)


@contextmanager
def started(*arguments: str, cwd: Path | None = None) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run a service on a free port; give its process and its address."""
    command = [HELPWIDGET, "serve", "--port", "0", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=cwd)
    try:
        assert process.stdout is not None
        said = next((line for line in process.stdout if line.startswith("Help widget: ")), "")
        assert said, "it ended before it printed an address"
        yield process, said.removeprefix("Help widget: ").strip().rstrip("/")
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=30)


def rows() -> list[list[str]]:
    """Give the kernel's table of connections: 1 near end, 2 far end, 3 state, 4 queues, 9 inode."""
    return [line.split() for line in CONNECTIONS.read_text().splitlines()[1:]]


def was_read(server_port: int, client_port: int) -> bool:
    """Tell whether the server has taken from the kernel all that one client sent."""
    pair = (f":{server_port:04X}", f":{client_port:04X}")
    queues = {row[4] for row in rows() if (row[1][-5:], row[2][-5:]) in {pair, pair[::-1]}}
    return queues == {"00000000:00000000"}


def holds_listener(pid: int, port: int) -> bool:
    """Tell whether a process holds the socket that listens on a port."""
    listening = {f"socket:[{row[9]}]" for row in rows() if row[1].endswith(f":{port:04X}") and row[3] == "0A"}
    held = Path(f"/proc/{pid}/fd").iterdir()
    return any(path.is_symlink() and str(path.readlink()) in listening for path in held)


@pytest.mark.skipif(not CONNECTIONS.exists(), reason="only Linux tells the children of a process")
def test_the_environment_reaches_every_worker_and_options_win_over_it(
    sample_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HELPWIDGET_WORKERS", "1")
    monkeypatch.setenv("HELPWIDGET_ORIGINS", "https://shop.example")
    monkeypatch.setenv("HELPWIDGET_URL_TEMPLATE", "/h/{id}")
    with started("--data", str(sample_data), "--workers", "2") as (process, address):
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        until(lambda: len(children.read_text().split()) == 2)
        answer = fetch(address, "/search?q=续费", Origin="https://shop.example")
    assert answer.headers["access-control-allow-origin"] == "https://shop.example"
    assert answer.json["hits"][0]["guide"]["url"].startswith("/h/")


@pytest.mark.skipif(not CONNECTIONS.exists(), reason="only Linux tells what a server has read")
def test_the_service_ends_when_told_to_after_the_requests_in_flight(sample_data: Path) -> None:
    with started("--data", str(sample_data)) as (process, address):
        port = urlsplit(address).port or 0
        connection = connect(address)
        request = request_bytes("/search?q=续费后多久生效")
        connection.sendall(request[:-10])
        until(lambda: was_read(port, connection.getsockname()[1]))
        assert holds_listener(process.pid, port)
        process.terminate()
        until(lambda: not holds_listener(process.pid, port))
        connection.sendall(request[-10:])
        answer = read_answer(connection)
        assert (answer.status, answer.json["hits"][0]["title"]) == (200, "续费后多久生效？")
        assert process.wait(30) == 0
        with pytest.raises(ConnectionRefusedError):
            connect(address)

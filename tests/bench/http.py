"""What an answer costs the server over HTTP: `python -m tests.bench.http DATA`, with wrk asking.

Times on a shared machine drift, processor time of the servers less so: their CPU seconds are divided by the requests
they answered, the servers take turns, and ratios are medians over the rounds.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from time import sleep

import click
import orjson

from tests.bench import groonga
from tests.bench.load import targets

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
GUNICORN = [str(BIN / "gunicorn"), "-w", "1", "--threads", "4", "-k", "gthread", "--preload", "--no-control-socket"]
SCRIPT = """
local n = 0
local targets = {TARGETS}
request = function() n = n + 1; return wrk.format("GET", targets[n % #targets + 1]) end
"""
CONNECTIONS = 4
"""1-32, at once: as many as a worker has threads, so that nobody waits."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its port, the process that answers, and what wrk is to ask it, if anything."""

    port: int
    process: int
    script: Path | None

    def cpu(self) -> float:
        """Give the processor time of the process so far, in seconds."""
        fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def running(
    command: list[str], port: int, environment: Mapping[str, str], script: Path | None = None
) -> Iterator[Server]:
    """Run a server until it has been measured: what answers is its first worker, or itself where it has none."""
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    try:
        while not _answers(port):
            if process.poll() is not None:
                raise click.ClickException(f"{command[0]} on port {port} did not start; is the index of this version?")
            sleep(0.1)
        yield Server(port, int([*children.read_text().split(), process.pid][0]), script)
    finally:
        process.terminate()
        process.wait(30)


def _answers(port: int) -> bool:
    try:
        return bool(_get(HTTPConnection("127.0.0.1", port, timeout=5), "/search?q=a"))
    except OSError:
        return False


def _get(connection: HTTPConnection, target: str) -> int:
    connection.request("GET", target)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def asked(server: Server, seconds: int) -> float:
    """Have wrk ask for some seconds; give the server's processor time for a request, in microseconds."""
    before = server.cpu()
    told = _wrk(server, seconds)
    requests = int(re.search(r"(\d+) requests in", told)[1])  # type: ignore[index]
    if "Non-2xx" in told:
        raise click.ClickException(f"port {server.port} did not answer everything:\n{told}")
    return (server.cpu() - before) / requests * 1e6


def _wrk(server: Server, seconds: int) -> str:
    address = f"http://127.0.0.1:{server.port}/"
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}", "-s", str(server.script), address]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@contextmanager
def servers(data: Path, folder: Path) -> Iterator[Mapping[str, Server]]:
    """Run everything that is compared, groonga where it is installed; a folder takes its database and wrk's scripts."""
    serve = [str(BIN / "helpwidget"), "serve", "--data", str(data), "--workers", "1", "--port"]
    script = _script(folder / "questions.lua", targets())
    compared: dict[str, tuple[list[str], int, Mapping[str, str], Path]] = {
        "raw WSGI": ([*GUNICORN, "-b", "127.0.0.1:7101", "tests.bench.plain_apps:raw"], 7101, {}, script),
        "Flask hello": ([*GUNICORN, "-b", "127.0.0.1:7102", "tests.bench.plain_apps:hello"], 7102, {}, script),
        "/search, kept": ([*serve, "7103"], 7103, {}, script),
        "/search, not kept": ([*serve, "7104"], 7104, {"HELPWIDGET_CACHE": "0"}, script),
    }
    if program := shutil.which("groonga"):
        sections = groonga.database(program, data, folder / "groonga")
        asks = _script(folder / "groonga.lua", groonga.targets(data))
        compared["groonga"] = ([program, "--protocol", "http", "--port", "7105", "-s", str(sections)], 7105, {}, asks)
    with ExitStack() as stack:
        yield {name: stack.enter_context(running(*one)) for name, one in compared.items()}


def _script(path: Path, addresses: Sequence[str]) -> Path:
    """Write what wrk is to ask."""
    path.write_text(SCRIPT.replace("TARGETS", ", ".join(orjson.dumps(address).decode() for address in addresses)))
    return path


def statuses_and_p99(server: Server, rate: float, seconds: int) -> str:
    """Ask so often a second; tell how often each status came, and the 99th percentile of the 200s."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.bench.load", str(server.port), str(rate), str(seconds)]
    told = subprocess.run(command, capture_output=True, check=True, cwd=ROOT).stdout
    answers: list[tuple[str, float]] = orjson.loads(told)
    p99 = quantiles([took for status, took in answers if status == "200"], n=100)[-1]
    return f"{rate:.0f} a second: {dict(Counter(status for status, _ in answers))}, p99 of the 200s {p99:.1f} ms"


def capacity(server: Server, seconds: int) -> float:
    """Give how many requests a second a server answers at most."""
    return float(re.search(r"Requests/sec: *([0-9.]+)", _wrk(server, seconds))[1])  # type: ignore[index]


@click.command()
@click.argument("data", type=click.Path(path_type=Path, exists=True))
@click.option("--rounds", default=5, help="how often every server takes its turn")
@click.option("--seconds", default=3, help="of each turn")
@click.option("--times", default=10, help="the overload, as a multiple of what it can answer")
def main(*, data: Path, rounds: int, seconds: int, times: int) -> None:
    """Print what a request costs each server, and how late answers come when too many ask."""
    if not shutil.which("wrk"):
        raise click.ClickException("wrk is not installed")
    costs: dict[str, list[float]] = {}
    with servers(data.resolve(), data.resolve().parent) as running_servers:
        for turn in range(rounds + 1):
            for name, server in running_servers.items():
                cost = asked(server, seconds)
                if turn:  # the first fills what is filled once
                    costs.setdefault(name, []).append(cost)
        _print(costs)
        plain = running_servers["/search, not kept"]
        most = capacity(plain, seconds)
        for rate in (most / 20, most * times, most / 20):
            click.echo(statuses_and_p99(plain, rate, 5 * seconds))


def _print(costs: Mapping[str, list[float]]) -> None:
    click.echo("| CPU a request, us | median | to raw WSGI | to Flask hello |\n| --- | ---: | ---: | ---: |")
    for name, own in costs.items():
        ratios = (median(a / b for a, b in zip(own, costs[peer], strict=True)) for peer in ("raw WSGI", "Flask hello"))
        click.echo(f"| {name} | {median(own):.0f} | {' | '.join(f'{ratio:.2f}' for ratio in ratios)} |")


if __name__ == "__main__":
    main()

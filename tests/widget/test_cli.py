from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from socket import create_server
from threading import Event

import orjson
import pytest

from index.builder import build
from index.generation import live_generation
from tests.widget.commands import HELPWIDGET, Ended, only_line, run, run_all, write_guides
from tests.widget.http_client import fetch

FURNITURE = "[Buy cheap cards at the fair of the year](https://ads.example/)"
GUIDES = {
    "renew": f"{FURNITURE}\n\n# Renewing\n\nOpen the page of renewals.\n\n## How long it takes\n\nA few minutes.\n",
    "deep/roam": f"# Roaming\n\nWorks abroad.\n\n{FURNITURE}\n",
    "cards": f"# Cards\n\nThree sizes.\n\n{FURNITURE}\n",
}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders with every kind of guide that can't be used, and places where no index can be."""
    root = tmp_path_factory.mktemp("folders")
    write_guides(root / "good", GUIDES)
    mixed = write_guides(root / "mixed", GUIDES)
    (root / "empty").mkdir()
    write_guides(root / "others", {})
    (root / "others").mkdir()
    (root / "others" / "notes.txt").write_text("no guide")
    bad = root / "bad"
    bad.mkdir()
    for folder in (bad, mixed):
        (folder / "latin.md").write_bytes(b"# Caf\xe9\n")
        (folder / "broken.md").symlink_to("nowhere.md")
        (folder / "loop.md").symlink_to("loop.md")
        (folder / "outside.md").symlink_to(root / "others" / "notes.txt")
        (folder / "blank.md").write_text("\n \n")
        (folder / "yaml.md").write_text("---\ntitle: a: b\n---\ntext\n")
    (root / "broken.txt").write_text("续费, 充值\n单独\n", "utf-8")
    (root / "file").write_text("in the place of a folder")
    (root / "foreign").mkdir()
    (root / "foreign" / "letter.txt").write_text("somebody else's")
    return root


@pytest.fixture(scope="module")
def damaged(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory whose live generation was changed by a byte."""
    data = shutil.copytree(sample_data, tmp_path_factory.mktemp("damaged") / "data")
    with (live_generation(data).path / "guides.json").open("ab") as file:
        file.write(b" ")
    return data


ERRORS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "index of a missing folder": (("index", "{root}/none", "--data", "{root}/d1"), ("{root}/none", "no such folder")),
    "index of an empty folder": (
        ("index", "{root}/empty", "--data", "{root}/d3"),
        ("{root}/empty", "no guides"),
    ),
    "index without guides": (("index", "{root}/others", "--data", "{root}/d4"), ("{root}/others", "no guides", ".md")),
    "index of bad guides": (("index", "{root}/bad", "--data", "{root}/d5"), ("{root}/bad", ".md", "5 more")),
    "index into a file": (("index", "{root}/good", "--data", "{root}/file"), ("{root}/file", "--data")),
    "serve a missing folder": (("serve", "{root}/none", "--data", "{root}/d6", "--port", "0"), ("{root}/none",)),
    "serve nowhere": (("serve", "--data", "{root}/d7", "--host", "no.invalid"), ("no.invalid", "--host")),
    "search without an index": (("search", "x", "--data", "{root}/none"), ("{root}/none", "helpwidget index GUIDES")),
    "explain without an index": (("explain", "x", "--data", "{root}/none"), ("{root}/none", "helpwidget index GUIDES")),
    "verify without an index": (("verify", "--data", "{root}/none"), ("{root}/none", "helpwidget index GUIDES")),
    "search in a foreign folder": (("search", "x", "--data", "{root}/foreign"), ("{root}/foreign", "helpwidget index")),
    "verify a damaged index": (
        ("verify", "--data", "{damaged}"),
        ("guides.json", "helpwidget index GUIDES"),
    ),
    "search a damaged index": (("search", "x", "--data", "{damaged}"), ("guides.json", "helpwidget index GUIDES")),
    "search for too much": (("search", "x" * 201, "--data", "{sample}"), ("201", "200")),
    "index with broken synonyms": (
        ("index", "{root}/mixed", "--data", "{root}/d8", "--synonyms", "{root}/broken.txt"),
        ("{root}/broken.txt:2: ", "two different words"),
    ),
    "serve with missing synonyms": (
        ("serve", "{root}/mixed", "--data", "{root}/d9", "--port", "0", "--synonyms", "{root}/none.txt"),
        ("{root}/none.txt: no such file; name one that is there",),
    ),
    "index of nothing": (("index", "", "--data", "{root}/d10"), ("a path is empty; name a folder or a file",)),
    "index of a file": (
        ("index", "{root}/file", "--data", "{root}/d11"),
        ("{root}/file", "is a file; name the folder that holds the guides"),
    ),
    "evaluate a missing set": (("evaluate", "{root}/none"), ("{root}/none: no such folder", "corpus.jsonl")),
    "evaluate missing queries": (
        ("evaluate", "--queries", "{root}/none.tsv", "--data", "{sample}"),
        ("{root}/none.tsv: no such file; name one",),
    ),
    "explain an unknown section": (("explain", "x", "a#b", "--data", "{sample}"), ("'a#b'", "GUIDE#ANCHOR")),
}


@pytest.fixture(scope="module")
def places(folders: Path, damaged: Path, sample_data: Path) -> dict[str, str]:
    """What stands in braces in the table above."""
    return {"root": str(folders), "damaged": str(damaged), "sample": str(sample_data)}


@pytest.fixture(scope="module")
def failed(places: dict[str, str]) -> dict[str, Ended]:
    """What each command of the table gave."""
    return run_all({name: tuple(a.format(**places) for a in arguments) for name, (arguments, _) in ERRORS.items()})


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_is_one_line_that_names_the_cause_and_the_way_out(
    failed: dict[str, Ended], places: dict[str, str], name: str
) -> None:
    ended = failed[name]
    line = only_line(ended.stderr)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert line.startswith("error: ")
    expected = [words.format(**places) for words in ERRORS[name][1]]
    assert [words for words in expected if words not in line] == []


def test_a_port_that_is_taken_is_told_in_one_line(sample_data: Path) -> None:
    with create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run("serve", "--data", sample_data, "--port", str(port))
    assert ended.returncode == 1
    line = only_line(ended.stderr)
    assert line.startswith(f"error: 127.0.0.1:{port}: ")
    assert "--port" in line


WRONG_USAGE = [
    ("index",), ("frobnicate",), ("index", "a", "b"), ("search", "x", "--limit", "51"), ("serve", "--port", "65536"),
]  # fmt: skip


def test_wrong_usage_ends_with_two_and_shows_the_right_one() -> None:
    for name, ended in run_all({" ".join(arguments): arguments for arguments in WRONG_USAGE}).items():
        assert (name, ended.returncode, ended.stdout) == (name, 2, "")
        assert ended.stderr.startswith("Usage: helpwidget")


def test_help_names_every_command_and_setting() -> None:
    helped = run_all({"help": ("--help",), "serve": ("serve", "--help"), "version": ("--version",)})
    assert [ended.returncode for ended in helped.values()] == [0, 0, 0]
    listed = re.findall(r"^  (\w+)  ", helped["help"].stdout, re.MULTILINE)
    assert {"index", "serve", "search", "explain", "verify"} <= set(listed)
    named = {"HELPWIDGET_SYNONYMS", "HELPWIDGET_DATA", "HELPWIDGET_HOST", "HELPWIDGET_PORT", "HELPWIDGET_WORKERS"}
    assert named == set(re.findall(r"HELPWIDGET_\w+", helped["serve"].stdout))
    assert re.search(r"\d+\.\d+\.\d+", helped["version"].stdout)


@pytest.fixture(scope="module")
def mixed(folders: Path) -> tuple[Ended, Path]:
    """What `index` said about a folder of good and bad guides, and the data directory."""
    data = folders / "mixed-data"
    return run("index", folders / "mixed", "--data", data), data


def _python(code: str, **environment: str) -> str:
    """Give what a program prints."""
    command = [sys.executable, "-W", "ignore", "-c", code]
    environment = {**{k: v for k, v in os.environ.items() if not k.startswith("OPENBLAS")}, **environment}
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True, env=environment).stdout


def test_no_command_starts_threads_for_arithmetic_unless_asked_to() -> None:
    count = "import widget.cli, os; print(len(os.listdir('/proc/self/task')), os.environ['OPENBLAS_NUM_THREADS'])"
    assert _python(count) == "1 1\n"
    assert _python(count, OPENBLAS_NUM_THREADS="2").endswith(" 2\n")


def test_a_command_does_not_look_through_all_that_was_loaded_when_it_ends() -> None:
    """The collector looks once more at all that it is told of then."""
    ending = """
import atexit, gc, sys
import widget.cli
def tell():
    print("told of", len(gc.get_objects()))
tell()
atexit.register(tell)
sys.argv = ["helpwidget", "--help"]
widget.cli.main()
"""
    loaded, left = map(int, re.findall(r"told of (\d+)", _python(ending)))
    assert left < loaded / 10


def test_indexing_sums_up_what_was_made_and_shows_no_progress_bar_off_a_terminal(mixed: tuple[Ended, Path]) -> None:
    ended, data = mixed
    generation = live_generation(data)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.splitlines()[0] == f"{generation.name}: 3 guides, 4 sections"


def test_indexing_lists_the_furniture_by_file_and_line(mixed: tuple[Ended, Path]) -> None:
    lines = mixed[0].stdout.splitlines()
    start = lines.index("furniture removed: 3")
    assert [line.partition(": ")[0] for line in lines[start + 1 : start + 4]] == [
        "  cards.md:5",
        "  deep/roam.md:5",
        "  renew.md:1",
    ]
    assert all("fair of the year" in line for line in lines[start + 1 : start + 4])


def test_indexing_names_every_guide_it_skipped_with_the_reason(mixed: tuple[Ended, Path]) -> None:
    lines = mixed[0].stdout.splitlines()
    skipped = {line.strip() for line in lines[lines.index("guides skipped: 6") + 1 :]}
    reasons = {
        "latin.md:1: not UTF-8": "save it as UTF-8",
        "broken.md: a broken link to nowhere.md": "mend or remove",
        "loop.md: a loop of links": "remove it",
        "outside.md: this link leads outside the folder": "copy the guide",
        "blank.md: is empty": "",
        "yaml.md:2: front matter": "quotes",
    }
    assert len(skipped) == len(reasons)
    for start, advice in reasons.items():
        [line] = [line for line in skipped if line.startswith(start)]
        assert advice in line


def test_nothing_that_a_guide_holds_moves_the_cursor_of_a_terminal(tmp_path: Path) -> None:
    folder, data = tmp_path / "guides", ("--data", tmp_path / "data")
    folder.mkdir()
    (folder / "a.md").write_text("# 续费\x1b]0;x\x07\n\n续费后\x9b2J多久\u202e生效。\n", "utf-8")
    (folder / "b\nc.md").touch()
    said = [run("index", folder, *data), run("search", "续费", *data), run("explain", "续费\x1b[2J", *data)]
    assert "  b\\nc.md: is empty\n" in said[0].stdout
    assert r"续费\x1b]0;x\x07" in said[1].stdout
    assert r"续费后\x9b2J多久\u202e生效。" in said[1].stdout
    assert r"续费\x1b]0;x\x07" in said[2].stdout
    assert all(line.isprintable() for ended in said for line in ended.stdout.split("\n"))


def contents(data: Path) -> dict[str, bytes]:
    """Give the files of a data directory but the lock."""
    files = [path for path in data.rglob("*") if path.is_file() and path.name != "lock"]
    return {path.relative_to(data).as_posix(): path.read_bytes() for path in files}


def test_the_live_generation_stays_when_nothing_can_be_indexed(tmp_path: Path) -> None:
    folder = write_guides(tmp_path / "guides", {"a": "# Kept\n\nalpha\n"})
    build(folder, tmp_path / "data")
    before = contents(tmp_path / "data")
    (folder / "a.md").write_bytes(b"\xff\xfe")
    ended = run("index", folder, "--data", tmp_path / "data")
    assert ended.returncode == 1
    assert contents(tmp_path / "data") == before


def test_two_builds_at_once_never_mix(tmp_path: Path) -> None:
    one = write_guides(tmp_path / "one", {f"one-{n}": f"# One {n}\n\nalpha {n} first\n" for n in range(40)})
    two = write_guides(tmp_path / "two", {f"two-{n}": f"# Two {n}\n\nalpha {n} second\n" for n in range(40)})
    data = tmp_path / "data"
    both = run_all({"one": ("index", one, "--data", data), "two": ("index", two, "--data", data)})
    for ended in both.values():
        assert ended.returncode == 0 or "another build still runs" in only_line(ended.stderr)
    assert 0 in {ended.returncode for ended in both.values()}
    assert run("verify", "--data", data).returncode == 0
    guides = orjson.loads((live_generation(data).path / "guides.json").read_bytes())
    assert len(guides) == 40
    assert len({entry["guide"]["id"][:3] for entry in guides}) == 1


def test_a_build_waits_for_the_one_that_runs(folders: Path, tmp_path: Path) -> None:
    """The first build stands still half-way; the second would end within the second it is given."""
    data, half_way, go_on = tmp_path / "data", Event(), Event()

    def stand_still(done: int, _total: int) -> None:
        if done == 2:
            half_way.set()
            assert go_on.wait(60)

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(build, folders / "good", data, stand_still)
        try:
            assert half_way.wait(60)
            command = [HELPWIDGET, "index", str(folders / "mixed"), "--data", str(data)]
            second = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            with pytest.raises(subprocess.TimeoutExpired):
                second.wait(5)
            assert not (data / "live").exists()
        finally:
            go_on.set()
        assert first.result().guides == 3
        assert second.wait(60) == 0
    assert live_generation(data).name != first.result().generation.name


def test_verify_names_the_generation_and_counts_its_files(sample_data: Path) -> None:
    ended = run("verify", "--data", sample_data)
    generation = live_generation(sample_data)
    files, sections = len(generation.manifest.files), generation.manifest.sections
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == f"{generation.name}: {files} files intact, {sections} sections\n"


QUESTION = "续费后多久生效"


@pytest.fixture(scope="module")
def asked(sample_data: Path) -> dict[str, Ended]:
    """What `search` and `explain` say."""
    data = ("--data", str(sample_data))
    return run_all(
        {
            "text": ("search", QUESTION, "--limit", "3", *data),
            "json": ("search", QUESTION, "--limit", "3", "--json", *data),
            "bytes": ("search", os.fsdecode(b"\xff\xed\xa0\x80"), *data),
            "explain": ("explain", QUESTION, *data),
            "explain one": ("explain", QUESTION, "roaming#几天后复查", *data),
        }
    )


def test_search_as_json_is_what_the_service_answers(asked: dict[str, Ended], service: str) -> None:
    said = orjson.loads(asked["json"].stdout)
    answered = fetch(service, f"/search?q={QUESTION}&limit=3").json
    said.pop("processingTimeMs")
    answered.pop("processingTimeMs")
    assert said == answered
    assert len(said["hits"]) == 3


def test_search_shows_score_place_id_and_snippet_of_each_hit(asked: dict[str, Ended]) -> None:
    shown = asked["text"].stdout
    expected = "".join(
        f"{hit['score']:7.2f}  {' › '.join([*hit['breadcrumb'], hit['title']])}\n"
        f"         {hit['id']}\n         {hit['snippet']}\n"
        for hit in orjson.loads(asked["json"].stdout)["hits"]
    )
    assert shown == expected
    assert "LEBARA 无限流量卡续费说明 › 五、常见问题 › 续费后多久生效？" in shown.splitlines()[0]


def test_search_says_that_it_finds_nothing_in_bytes_that_are_no_text(asked: dict[str, Ended]) -> None:
    assert (asked["bytes"].returncode, asked["bytes"].stdout) == (0, "nothing found\n")


PART = re.compile(r" *(?P<points>\d+\.\d{3})  \w+ +.+ +[\d.]+  [a-z]+ +\d+\.\d\d")
SECTION = re.compile(r"(?P<total>\d+\.\d{3})  (?P<id>\S+#\S+)  (?P<title>.+)")


def explained(text: str) -> dict[str, tuple[float, list[float]]]:
    """Give each explained section's total and its parts."""
    _, _, *sections = text.rstrip().split("\n\n")
    found = {}
    for section in sections:
        head, _, _, *parts = section.split("\n")
        matches = [PART.fullmatch(part) for part in parts]
        total = SECTION.fullmatch(head)
        assert total is not None
        found[total["id"]] = (float(total["total"]), [float(match["points"]) for match in matches if match])
        assert None not in matches
    return found


def test_explain_shows_the_steps_of_understanding_before_the_terms(asked: dict[str, Ended]) -> None:
    steps, terms, *_ = asked["explain"].stdout.split("\n\n")
    assert [line.split() for line in steps.splitlines()[:2]] == [["typed", QUESTION], ["folded", QUESTION]]
    assert {row.split()[0] for row in terms.splitlines()} >= {"channel", "words", "bigrams", "characters"}


@pytest.mark.parametrize("name", ["explain", "explain one"])
def test_an_explained_score_is_the_sum_of_its_parts_and_the_score_of_the_search(
    asked: dict[str, Ended], service: str, name: str
) -> None:
    scores = {hit["id"]: hit["score"] for hit in fetch(service, f"/search?q={QUESTION}&limit=50").json["hits"]}
    sections = explained(asked[name].stdout)
    assert sections
    for section_id, (total, parts) in sections.items():
        assert len(parts) > 1
        assert total == pytest.approx(sum(parts), abs=0.0005 * (len(parts) + 1))
        assert total == pytest.approx(scores[section_id], abs=0.0006)


def test_explain_takes_the_best_sections_or_the_one_that_was_named(asked: dict[str, Ended]) -> None:
    best = [hit["id"] for hit in orjson.loads(asked["json"].stdout)["hits"]]
    assert list(explained(asked["explain"].stdout)) == best
    assert list(explained(asked["explain one"].stdout)) == ["roaming#几天后复查"]


def on_a_terminal(*arguments: str) -> tuple[int, str]:
    """Run a command whose stderr is a terminal; give its exit code and what the terminal got."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen([HELPWIDGET, *arguments], stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    shown = b""
    try:
        while chunk := os.read(ours, 4096):
            shown += chunk
    except OSError:  # the other end was closed
        pass
    finally:
        os.close(ours)
    return process.wait(60), shown.decode()


def test_a_progress_bar_counts_the_sections_on_a_terminal(folders: Path, tmp_path: Path) -> None:
    code, shown = on_a_terminal("index", str(folders / "good"), "--data", str(tmp_path / "data"))
    assert code == 0
    assert "Indexing" in shown
    assert "4/4" in shown

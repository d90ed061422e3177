"""The command line: helpwidget."""

from __future__ import annotations

import atexit
import gc
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path

import click
import orjson

from index.build_lock import PATIENCE
from index.errors import GenerationError, GenerationMissingError, HelpIndexError
from index.generation import live_generation, servable
from index.generation import verify as verify_generation
from index.impacts import FILES
from index.printable import printable
from index.publication import roll_back
from index.query import LONGEST_QUERY, clean
from index.schema import fingerprint
from index.searcher import Searcher
from widget.explanation import explained
from widget.payloads import Links, results_payload
from widget.server import run_service
from widget.settings import SettingError, Settings, read_settings

SAMPLE = Path(__file__).parent / "sample" / "guides"


class CommandError(Exception):
    """A command can't do its work; the message says why and what to do."""


def path(text: str) -> Path:
    """Give the path of an argument. Raises CommandError where it is empty, which would be the current folder."""
    if not text:
        raise CommandError("a path is empty; name a folder or a file")
    return Path(text)


def data_option(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command its settings as the first argument, and the option --data."""

    @click.option("--data", help="Folder of the index [HELPWIDGET_DATA].")
    @wraps(command)
    def with_settings(*args: object, data: str | None, **kwargs: object) -> None:
        given = {} if data is None else {"HELPWIDGET_DATA": data}
        command(read_settings({**os.environ, **given}), *args, **kwargs)

    return with_settings


synonyms_option = click.option(
    "--synonyms", type=path, help="The site's own words of one meaning [HELPWIDGET_SYNONYMS]."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="helpwidget")
def cli() -> None:
    """Turn a folder of guides into answers inside any web page."""


@cli.command()
@click.argument("guides", type=path)
@synonyms_option
@data_option
def index(settings: Settings, guides: Path, synonyms: Path | None) -> None:
    """Build the index of GUIDES, a folder of Markdown files, and publish it."""
    from widget.indexing import index_guides  # noqa: PLC0415 - what only a build needs would make every start wait

    index_guides(guides, read_settings(data=settings.data, synonyms=synonyms))


@cli.command()
@click.argument("guides", type=path, required=False)
@click.option("--host", help="Where to listen [HELPWIDGET_HOST, 127.0.0.1].")
@click.option("--port", type=click.IntRange(0, 65535), help="The port; 0 takes a free one [HELPWIDGET_PORT, 8000].")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes [HELPWIDGET_WORKERS, 1].")
@synonyms_option
@data_option
def serve(settings: Settings, guides: Path | None, **given: str | int | Path | None) -> None:
    """Index GUIDES if needed (without it: the sample guides, unless an index is there), then serve."""
    settings = read_settings(os.environ, data=settings.data, **given)
    _check_port(settings)
    run_service(settings, is_outdated=not _has_wanted_index(guides, settings))


@cli.command()
@click.argument("query")
@click.option("--limit", type=click.IntRange(1, 50), default=5, show_default=True, help="Sections at most.")
@click.option("--json", "as_json", is_flag=True, help="Print what the API would answer.")
@data_option
def search(settings: Settings, query: str, limit: int, *, as_json: bool) -> None:
    """Search the index for QUERY."""
    with _searcher(settings) as searcher:
        results = searcher.search(_short(query), limit=limit)
        if as_json:
            payload = results_payload(results, limit, 0, Links(settings.url_template))
            click.echo(orjson.dumps(payload, option=orjson.OPT_INDENT_2))
            return
        for hit in results.hits:
            click.echo(printable(f"{hit.score:7.2f}  {' › '.join([*hit.section.breadcrumb, hit.section.title])}"))
            click.echo(printable(f"         {hit.section.id}"))
            click.echo(printable(f"         {' '.join(hit.snippet.text.split())}"))
        if not results.hits:
            click.echo("nothing found")


@cli.command()
@click.argument("query")
@click.argument("section_id", required=False)
@data_option
def explain(settings: Settings, query: str, section_id: str | None) -> None:
    """Show the terms of QUERY, and where each point of the score of SECTION_ID (or of the best) comes from."""
    with _searcher(settings) as searcher:
        for line in explained(searcher.explain(_short(query), section_id)):
            click.echo(printable(line))


@cli.command()
@data_option
def verify(settings: Settings) -> None:
    """Check every file of the live index against its manifest."""
    generation = live_generation(settings.data)
    verify_generation(generation, fingerprint())
    manifest = generation.manifest
    click.echo(f"{generation.name}: {len(manifest.files)} files intact, {manifest.sections} sections")


@cli.command()
@data_option
def rollback(settings: Settings) -> None:
    """Make the newest intact index before the live one live again; running services take it up."""
    generation, before = roll_back(settings.data, fingerprint(), PATIENCE)
    manifest = generation.manifest
    click.echo(
        f"{generation.name} of {manifest.built} is live again: {manifest.guides} guides, {manifest.sections} sections"
    )
    click.echo(f"in place of {before or 'a damaged pointer'}")


@cli.command()
@click.argument("set_dir", type=path, required=False)
@click.option("--queries", type=path, help="Ask these of the live index.")
@click.option("--variant", help="Ask the queries of queries.dev.VARIANT.jsonl.")
@click.option("--against", type=path, help="Show what moved since this saved run.")
@click.option("--save", "save_to", type=path, help="Keep this run to compare with later.")
@click.option("--json", "as_json", is_flag=True, help="Print the measures and the run as JSON.")
@data_option
def evaluate(  # noqa: PLR0913, PLR0917 - a command takes all of its options
    settings: Settings, set_dir: Path | None, queries: Path | None, variant: str | None,
    against: Path | None, save_to: Path | None, *, as_json: bool,
) -> None:  # fmt: skip
    """Measure the search: by the judged queries of a FILE on the live index, or by SET_DIR, a corpus with queries."""
    from index.evaluation import load_run  # noqa: PLC0415 - it builds, see above
    from widget import evaluation  # noqa: PLC0415

    before = load_run(against) if against else None
    if set_dir and not queries:
        found = evaluation.of_set(set_dir, variant, settings.data)
    elif queries and not (set_dir or variant):
        found = evaluation.of_queries(queries, settings.data)
    else:
        raise click.UsageError("name either SET_DIR, perhaps with --variant, or --queries FILE")
    if save_to:
        evaluation.save(found, save_to)
    if as_json:
        click.echo(found.as_json())
        return
    for line in (*evaluation.measured(found), *(evaluation.moved(found, before) if before is not None else ())):
        click.echo(printable(line))


def _has_wanted_index(guides: Path | None, settings: Settings) -> bool:
    """Index the guides if needed; False: that failed, as is printed, but what was indexed before can be served."""
    if guides is None and _has_own_index(settings.data):
        return True
    from widget.indexing import ensure_indexed  # noqa: PLC0415 - as above

    try:
        ensure_indexed(guides or SAMPLE, settings)
    except HelpIndexError as error:
        with suppress(GenerationError):
            servable(settings.data, fingerprint(), FILES)
            click.echo(f"error: {error}", err=True)
            return False
        raise
    return True


def _has_own_index(data: Path) -> bool:
    """Tell whether an index of other guides than the sample is there; where none of it can be served, this raises."""
    try:
        generation = servable(data, fingerprint(), FILES)
    except GenerationMissingError:
        return False
    return generation.manifest.source != str(SAMPLE.resolve())


def _check_port(settings: Settings) -> None:
    """Raise CommandError where the address can't be listened on: gunicorn would only say so after five tries."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            where = f"{settings.host}:{settings.port}"
            raise CommandError(f"{where}: {error.strerror or error}; choose another with --port or --host") from error


@contextmanager
def _searcher(settings: Settings) -> Iterator[Searcher]:
    searcher = Searcher.open(settings.data)
    try:
        yield searcher
    finally:
        searcher.close()


def _short(query: str) -> str:
    length = len(clean(query))
    if length > LONGEST_QUERY:
        raise CommandError(f"the query has {length} characters; at most {LONGEST_QUERY} are read")
    return query


def main() -> None:
    """Run the command line; an error is one line and exit code 1."""
    atexit.register(gc.freeze)  # else all that was loaded would be looked through once more at the end
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (HelpIndexError, SettingError, CommandError) as error:
        click.echo(printable(f"error: {error}"), err=True)
        sys.exit(1)

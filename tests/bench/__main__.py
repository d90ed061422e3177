"""The benchmark: `make bench`, or `python -m tests.bench --help`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from tests.bench.chart import chart
from tests.bench.corpora import judged_corpus, sample_corpus
from tests.bench.engines import AbsentError, Ask, Open, TokenisedCorpus
from tests.bench.engines.bm25s import open_bm25s
from tests.bench.engines.minisearch import open_minisearch
from tests.bench.engines.product import (
    generation,
    open_recipe,
    open_recipe_understood,
    open_words,
    open_words_by_arrays,
    open_words_ranked,
)
from tests.bench.engines.sqlite import open_sqlite
from tests.bench.engines.tantivy import open_tantivy
from tests.bench.engines.whoosh import open_whoosh
from tests.bench.engines.xapian import open_xapian
from tests.bench.measure import interleaved
from tests.bench.opening import opening
from tests.bench.prepare import prepared
from tests.bench.report import OWN, Results, SizeResults, table
from tests.bench.snippets import open_own_snippets, open_whoosh_highlights
from tests.bench.work import count

ENGINES: dict[str, Open] = {
    OWN: open_words,
    "words channel, by arrays": open_words_by_arrays,
    "words channel, ranked": open_words_ranked,
    "whole recipe": open_recipe,
    "whole recipe, ranking alone": open_recipe_understood,
    "bm25s with numba": open_bm25s,
    "tantivy": open_tantivy,
    "xapian": open_xapian,
    "SQLite FTS5": open_sqlite,
    "MiniSearch": open_minisearch,
    "Whoosh": open_whoosh,
}
SNIPPETS: dict[str, Open] = {"own": open_own_snippets, "whoosh.highlight": open_whoosh_highlights}


@click.command()
@click.option("--sizes", default="60,1000,10000", help="sections, with commas between")
@click.option("--rounds", default=5, help="how often every question is put to every engine")
@click.option("--engines", default=";".join(ENGINES), help="those to ask, with semicolons between")
@click.option("--folder", type=click.Path(path_type=Path, exists=True), help="a judged set to take the text from")
@click.option("--cache", type=click.Path(path_type=Path), default=Path(".bench"), help="where built indexes are kept")
@click.option("--out", type=click.Path(path_type=Path), help="a folder for bench.md and bench.svg")
def main(*, sizes: str, rounds: int, engines: str, folder: Path | None, cache: Path, out: Path | None) -> None:
    """Measure the search against its peers and print Markdown tables."""
    chosen = {name: opener for name, opener in ENGINES.items() if name in [OWN, *engines.split(";")]}
    corpora = (_corpus(int(size), folder, cache) for size in sizes.split(","))
    results = Results(tuple(_measured(corpus, chosen, rounds) for corpus in corpora), rounds)
    click.echo(table(results))
    if out:
        out.mkdir(parents=True, exist_ok=True)
        (out / "bench.md").write_text(table(results), "utf-8")
        (out / "bench.svg").write_text(chart(results), "utf-8")


def _corpus(size: int, folder: Path | None, cache: Path) -> TokenisedCorpus:
    source = judged_corpus(folder, size) if folder else sample_corpus(size)
    place = (cache / f"{folder.name if folder else 'sample'}-{size}").resolve()
    click.echo(f"{size} sections: {place}", err=True)
    return prepared(source, place)


def _measured(corpus: TokenisedCorpus, engines: Mapping[str, Open], rounds: int) -> SizeResults:
    times = interleaved(_opened(engines, corpus), corpus.questions, rounds)
    snippets = interleaved(_opened(SNIPPETS, corpus), corpus.questions, rounds)
    work = {OWN: count(corpus, whole=False), "whole recipe": count(corpus, whole=True)}
    opened = opening(generation(corpus.documents, corpus.folder), rounds)
    return SizeResults(len(corpus.tokens), times, snippets, work, opened)


def _opened(engines: Mapping[str, Open], corpus: TokenisedCorpus) -> dict[str, Ask]:
    """Give the engines that can be asked, and say which can't."""
    asks: dict[str, Ask] = {}
    for name, opener in engines.items():
        click.echo(f"  {name}", err=True)
        try:
            asks[name] = opener(corpus)
        except AbsentError as absent:
            click.echo(f"  left out: {absent}", err=True)
    return asks


if __name__ == "__main__":
    main()

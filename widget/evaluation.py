"""What `helpwidget evaluate` prints and saves: measures, by kind too, and what moved since an earlier run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import orjson

from index.errors import JudgedSetError
from index.evaluation import ask, ask_set
from index.judged_queries import load_queries
from index.judged_set import load_set
from index.measures import Measures, Move, Qrels, Run, measure, measure_kinds, moves
from index.searcher import Searcher
from widget.tables import aligned

_UNDEFINED = "–"
_COLUMNS = ("queries", "success@1", "success@3", "mrr@10", "recall@10", "zero_results", "refused")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Queries by their ids, the kinds and judgements they have, and what each found."""

    queries: Mapping[str, str]
    qrels: Qrels
    kinds: Mapping[str, str]
    run: Run

    def as_json(self) -> bytes:
        """Give the measures, those by kind, and the run, as JSON."""
        kinds = measure_kinds(self.run, self.qrels, self.kinds)
        whole = {**measure(self.run, self.qrels), **({"kinds": kinds} if kinds else {}), "run": self.run}
        return orjson.dumps(whole, option=orjson.OPT_INDENT_2)


def of_set(folder: Path, variant: str | None, data: Path) -> Evaluation:
    """Index the corpus of a judged set in a private folder, if need be in `data`, and ask its queries.

    Raises HelpIndexError.
    """
    judged = load_set(folder, variant)
    return Evaluation(judged.queries, judged.qrels, {}, ask_set(judged, data))


def of_queries(path: Path, data: Path) -> Evaluation:
    """Ask the judged queries of a file of the live index of a data directory. Raises HelpIndexError."""
    with closing(Searcher.open(data)) as searcher:
        judged = load_queries(path, frozenset(searcher.section_ids))
        return Evaluation(judged.queries, judged.qrels, judged.kinds, ask(searcher, judged.queries))


def save(evaluation: Evaluation, path: Path) -> None:
    """Write an evaluation where `--against` can read it. Raises JudgedSetError."""
    try:
        path.write_bytes(evaluation.as_json())
    except OSError as error:
        raise JudgedSetError(path, None, f"can't be written ({error.strerror or error}); name another file") from error


def measured(evaluation: Evaluation) -> Iterator[str]:
    """Give the measures of all queries, one a line, then a table of those by kind, if there are kinds."""
    for name, value in measure(evaluation.run, evaluation.qrels).items():
        yield f"{name:<14}{value:8.0f}" if name == "queries" else f"{name:<14}{value:8.4f}"
    kinds = measure_kinds(evaluation.run, evaluation.qrels, evaluation.kinds)
    if kinds:
        yield ""
        rows = [(kind, *(_cell(measures, name) for name in _COLUMNS)) for kind, measures in kinds.items()]
        yield from aligned([("kind", *_COLUMNS), *rows], right=range(1, len(_COLUMNS) + 1))


def _cell(measures: Measures, name: str) -> str:
    if name not in measures:
        return _UNDEFINED
    return f"{measures[name]:.0f}" if name == "queries" else f"{measures[name]:.3f}"


def moved(evaluation: Evaluation, before: Run) -> Iterator[str]:
    """Give a table of the queries whose outcome is another one than in the run before, the worse ones first."""
    found = sorted(moves(before, evaluation.run, evaluation.qrels), key=lambda move: move.better)
    asked = sum(query in before for query in evaluation.run)
    better = sum(move.better for move in found)
    yield ""
    yield f"moved: {len(found)} of {asked}, {better} better, {len(found) - better} worse"
    yield from aligned([_row(move, evaluation.queries[move.query]) for move in found], right={2})
    if asked < len(evaluation.run):
        yield f"not asked before: {len(evaluation.run) - asked}"


def _row(move: Move, text: str) -> tuple[str, str, str, str]:
    return "better" if move.better else "worse", text, _outcome(move, move.before), f"→ {_outcome(move, move.after)}"


def _outcome(move: Move, outcome: int | None) -> str:
    if outcome is None:
        return _UNDEFINED
    return str(outcome) if move.answered else "found"

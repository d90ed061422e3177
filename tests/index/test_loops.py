"""Both forms of the loops, by arrays and compiled, against plain sums."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import array_loops, loops, snippet
from index.cells import CELLS, EVERYWHERE
from index.evidence import Known, Part
from index.impacts import Columns, TermPostings
from index.parsed_query import Alternative, Group
from index.searcher import Searcher
from tests.conftest import compiled_module

COUNT = 40
SECTIONS = range(COUNT)
KINDS = (np.int32, np.float64, np.uint32)
OTHER = (1, 1000.0, EVERYWHERE)
LEVELS = st.sampled_from([0.0, 0.0, 0.1, 0.5, 0.5 + 1e-12, 2.0, 30.0])


@pytest.fixture(scope="module")
def compiled() -> ModuleType:
    """The compiled loops. They are missing only where nothing can be compiled."""
    return compiled_module("compiled_loops")


@pytest.fixture(params=["array_loops", "compiled_loops"], scope="module")
def form(request: pytest.FixtureRequest) -> ModuleType:
    """One of the two forms."""
    return array_loops if request.param == "array_loops" else request.getfixturevalue("compiled")


def part(holdings: Mapping[int, tuple[float, int]], weight: float) -> Part:
    """Give a part of these sections, with an impact and cells in each; others' postings stand before and after."""
    sections = sorted(holdings)
    rows = [OTHER, *((section, *holdings[section]) for section in sections), OTHER]
    columns = (np.array(column, kind) for column, kind in zip(zip(*rows, strict=True), KINDS, strict=True))
    return Alternative("费"), TermPostings(Columns(*columns), 1, 1 + len(sections)), weight


HOLDINGS = st.dictionaries(
    st.sampled_from(SECTIONS), st.tuples(st.floats(0.01, 20), st.integers(1, EVERYWHERE)), min_size=1
)
PARTS = st.lists(st.builds(part, HOLDINGS, st.sampled_from([1.0, 0.5, 0.35])), min_size=1, max_size=3)
KNOWN = st.lists(PARTS, max_size=6).map(
    lambda found: [(Group("words", "费", ()), parts) for parts in sorted(found, key=lambda parts: len(parts) > 1)]
)
SOME = st.lists(st.sampled_from(SECTIONS), min_size=1, unique=True).map(lambda sections: np.array(sections, np.intp))


def each(one: Part) -> dict[int, tuple[float, int]]:
    """Give the points and the cells that a part gives each of its sections."""
    _, postings, weight = one
    columns = (column.tolist() for column in (postings.sections, postings.impacts, postings.cells))
    return {section: (impact * weight, bits) for section, impact, bits in zip(*columns, strict=True)}


HOLDERS = {"余额": 0, "续费": 1, "充值": 2, "套餐": 3}
TYPED = st.lists(st.builds(Alternative, st.sampled_from(sorted(HOLDERS)), st.sampled_from([1.0, 0.6])), max_size=4)


def channels_of(holders: Mapping[str, int]) -> Mapping[str, object]:
    """Give what stands in for channels where so many sections hold each term."""
    columns = part(dict.fromkeys(SECTIONS, (1.0, 1)), 1.0)[1].columns
    postings = {term: TermPostings(columns, 1, 1 + count) for term, count in holders.items()}
    return {"words": SimpleNamespace(postings_of=postings.__getitem__)}


@given(st.lists(TYPED, max_size=5))
def test_groups_are_told_apart_by_how_many_alternatives_sections_hold(
    form: ModuleType, typed: list[list[Alternative]]
) -> None:
    groups = [Group("words", f"{number}", tuple(some)) for number, some in enumerate(typed)]
    alone, several, unknown = form.look_up(groups, channels_of(HOLDERS), {"words": 0.5})
    held = {group: [one for one in group.alternatives if HOLDERS[one.term]] for group in groups}
    assert unknown == [group for group in groups if not held[group]]
    for found, wanted in ((alone, {1}), (several, {2, 3, 4})):
        assert [group for group, _ in found] == [group for group in groups if len(held[group]) in wanted]
        for group, parts in found:
            assert [one for one, _, _ in parts] == held[group]
            assert [postings.holders for _, postings, _ in parts] == [HOLDERS[one.term] for one in held[group]]
            assert [weight for _, _, weight in parts] == [one.weight * 0.5 for one in held[group]]


def test_compiled_loops_refuse_what_is_no_group(compiled: ModuleType) -> None:
    for spoilt in (
        None,
        "费",
        ("words",),
        ("words", "费", None),
        ("words", "费", (None,)),
        ("words", "费", (("续费",),)),
    ):
        with pytest.raises((TypeError, IndexError)):
            compiled.look_up([spoilt], channels_of(HOLDERS), {"words": 0.5})


def plain_score(known: Known, section: int) -> float:
    """Give the sum of what the best part of each group gives a section."""
    return sum(max(each(one).get(section, (0.0, 0))[0] for one in parts) for _, parts in known)


@given(KNOWN, SOME)
def test_a_score_is_what_the_best_part_of_each_group_gives(form: ModuleType, known: Known, some: np.ndarray) -> None:
    scores = form.score(known, COUNT)
    assert scores.tolist() == pytest.approx([plain_score(known, section) for section in SECTIONS])
    assert form.points_in(known, some).tolist() == pytest.approx(scores[some].tolist())


@given(KNOWN, SOME, st.data())
def test_what_is_held_in_all_and_in_one_stretch(
    form: ModuleType, known: Known, some: np.ndarray, data: st.DataObject
) -> None:
    row = st.lists(st.floats(0, 1), min_size=len(known), max_size=len(known))
    shares = [data.draw(row), data.draw(row)]
    in_all, in_one = form.held(known, some, np.array(shares, float).reshape(2, len(known)))
    for column, section in enumerate(some.tolist()):
        cells = [
            int(np.bitwise_or.reduce([each(one).get(section, (0.0, 0))[1] for one in parts])) for _, parts in known
        ]
        for number, share in enumerate(shares):
            stretches = [
                sum(share[group] for group, bits in enumerate(cells) if bits >> cell & 0b11) for cell in range(CELLS)
            ]
            assert in_one[number, column] == pytest.approx(max(stretches))
            assert in_all[number, column] == pytest.approx(
                sum(share[group] for group, bits in enumerate(cells) if bits)
            )


def sorted_whole(scores: Sequence[float], most: int) -> list[int]:
    """Give the first places of all positive scores, sorted."""
    found = [place for place, score in enumerate(scores) if score > 0]
    return sorted(found, key=lambda place: (-scores[place], place))[:most]


@given(st.lists(LEVELS, max_size=600), st.integers(0, 300))
def test_the_highest_are_the_first_of_all_sorted(form: ModuleType, scores: list[float], most: int) -> None:
    assert form.highest(np.array(scores, float), most).tolist() == sorted_whole(scores, most)


@pytest.mark.parametrize("most", [1, 10, 50, 128, 129, 1_050, 10**6])
@pytest.mark.parametrize("share", [0.0, 0.0002, 0.3, 1.0])
def test_of_many_scores_too(form: ModuleType, most: int, share: float) -> None:
    random = np.random.default_rng(7)
    scores = np.round(random.random(30_011), 3) * (random.random(30_011) < share)
    assert form.highest(scores, most).tolist() == sorted_whole(scores.tolist(), most)


Loop = Callable[[ModuleType, Known], object]
LOOPS: Sequence[Loop] = [
    lambda form, known: form.score(known, COUNT),
    lambda form, known: form.points_in(known, np.arange(3)),
    lambda form, known: form.held(known, np.arange(3), np.ones((1, len(known)))),
]


@pytest.mark.parametrize("several", [False, True], ids=["alone", "several"])
@pytest.mark.parametrize("section", [-1, COUNT, 2**31 - 1])
def test_compiled_loops_write_to_no_section_that_there_is_not(
    compiled: ModuleType,
    section: int,
    several: bool,
) -> None:
    parts = [part({section: (1.0, 1)}, 1.0), part({1: (1.0, 1)}, 1.0)][: 1 + several]
    with pytest.raises(IndexError, match=f"section {section} of {COUNT}"):
        compiled.score([(Group("words", "费", ()), parts)], COUNT)


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("column", [0, 1, 2])
def test_compiled_loops_refuse_columns_of_another_kind_or_length(compiled: ModuleType, loop: Loop, column: int) -> None:
    term, sound, weight = part({1: (1.0, 1), 2: (1.0, 1), 3: (1.0, 1)}, 1.0)
    values = sound.columns[column]
    for spoilt in (
        values.astype(np.int8), values.astype(values.dtype.newbyteorder()), values[:2], np.repeat(values, 2)[::2],
        values.reshape(-1, 1), None,
    ):  # fmt: skip
        columns = Columns(*sound.columns[:column], spoilt, *sound.columns[column + 1 :])
        with pytest.raises((TypeError, ValueError)):
            loop(compiled, [(Group("words", "费", ()), [(term, TermPostings(columns, 0, 2), weight)])])


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 1), (0, 6), (6, 6), (-(2**40), 2**40)])
def test_compiled_loops_read_no_postings_that_there_are_not(
    compiled: ModuleType, loop: Loop, start: int, end: int
) -> None:
    term, sound, weight = part({1: (1.0, 1), 2: (1.0, 1), 3: (1.0, 1)}, 1.0)
    with pytest.raises(IndexError, match=f"postings {start} to {end} of 5"):
        loop(compiled, [(Group("words", "费", ()), [(term, TermPostings(sound.columns, start, end), weight)])])


@pytest.mark.parametrize("loop", LOOPS)
def test_compiled_loops_refuse_what_is_no_part(compiled: ModuleType, loop: Loop) -> None:
    sound = part({1: (1.0, 1)}, 1.0)
    columns = (sound[1].columns[:2], 0, 1)
    for spoilt in (sound[:2], (None, columns, 1.0), (None, tuple(sound[1])[:2], 1.0), (None, None, 1.0), None):
        with pytest.raises((TypeError, IndexError)):
            loop(compiled, [(Group("words", "费", ()), [spoilt])])  # type: ignore[list-item] # that is what is tried


@pytest.mark.parametrize(
    "call",
    [
        lambda form: form.highest(np.ones(4, np.float32), 2),
        lambda form: form.highest(np.ones(8)[::2], 2),
        lambda form: form.highest(None, 2),
        lambda form: form.points_in([], np.arange(3, dtype=np.int32)),
        lambda form: form.points_in(None, np.arange(3)),
        lambda form: form.held([], np.arange(3, dtype=np.int32), np.ones((1, 0))),
        lambda form: form.held([], np.arange(3), np.ones((1, 0), np.float32)),
        lambda form: form.held([], np.arange(3), np.ones((1, 1))),
        lambda form: form.score(None, 3),
    ],
)
def test_compiled_loops_refuse_arguments_of_another_kind(
    compiled: ModuleType, call: Callable[[ModuleType], object]
) -> None:
    with pytest.raises((TypeError, ValueError)):
        call(compiled)


def test_searches_take_the_compiled_loops_where_there_are_any() -> None:
    for chosen, names in ((loops, ["loops", "token_loops"]), (snippet, ["matches", "excerpts", "passages"])):
        compiled = {name: value for of in names for name, value in vars(compiled_module(f"compiled_{of}")).items()}
        assert all(getattr(chosen, name) is compiled[name] for name in chosen.__all__)


QUESTIONS = ["怎么续费", "wechat zhifu", "ziffu", "續費後多久生效", "lebara 没有信号", "天气"]
BLOCKED = """
import sys
from pathlib import Path
missing = sys.argv[2].split()
sys.modules |= dict.fromkeys(missing)
from index import array_loops, excerpts, loops, snippet, token_loops
from index.analysis import channels
from index.searcher import Searcher
assert (channels.tokens_of.__module__ == "index.analysis.cuts") == ("index.compiled_cuts" in missing)
assert (loops.score is array_loops.score) == ("index.compiled_loops" in missing)
assert (loops.groups is token_loops.groups) == ("index.compiled_token_loops" in missing)
assert (snippet.make_snippet is excerpts.make_snippet) == ("index.compiled_excerpts" in missing)
searcher = Searcher.open(Path(sys.argv[1]))
for question in sys.argv[3:]:
    print([(hit.section.id, hit.snippet, hit.title_matches) for hit in searcher.search(question).hits])
"""


COMPILED = sorted(f"index.{path.stem}" for path in Path(array_loops.__file__).parent.glob("*.pyx"))


@pytest.mark.parametrize("missing", [" ".join(COMPILED), *COMPILED])
def test_without_compiled_loops_the_same_is_found(sample_data: Path, searcher: Searcher, missing: str) -> None:
    for module in set(COMPILED) - set(missing.split()):
        compiled_module(module.removeprefix("index."))
    command = [sys.executable, "-W", "ignore", "-c", BLOCKED, str(sample_data), missing, *QUESTIONS]
    told = subprocess.run(
        command, capture_output=True, check=True, text=True, cwd=Path(array_loops.__file__).parents[1]
    )
    found = [
        [(hit.section.id, hit.snippet, hit.title_matches) for hit in searcher.search(question).hits]
        for question in QUESTIONS
    ]
    assert told.stdout.splitlines() == list(map(repr, found))
    assert found[0]

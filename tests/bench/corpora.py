"""Corpora of any size and questions to them: made from the sample guides, or from a judged set in a folder.

Made text keeps the sentences of its source and puts other words into them, drawn from the segmenter's dictionary by
how often they are used, so that words are as unevenly spread as in real text. Each guide has a subject: words of its
own that come back all over it. The same size gives the same corpus, everywhere and always.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate
from pathlib import Path
from random import Random

from index.analysis.channels import outermost, words
from index.documents import Block, Document, Guide, Inline, Section, Span
from index.guides.collection import collect
from index.judged_queries import load_queries
from index.judged_set import load_set

REPOSITORY = Path(__file__).parents[2]
SAMPLE = REPOSITORY / "widget" / "sample" / "guides"
QUESTIONS = REPOSITORY / "tests" / "qrels" / "sample.tsv"
QUERIES = 100
"""20-500: questions of a corpus. More: steadier medians, longer runs."""
_SEED = 20261121
_SECTIONS_PER_GUIDE = 20
_SUBJECT_WORDS = 40
_FROM_SUBJECT = 0.35
_FROM_ANYWHERE = 0.4
_DICTIONARY_WORDS = 60_000
_OPEN_CLASSES = "nva"
_HAN_WORD = re.compile("[\u4e00-\u9fff]{2,4}")
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]*")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents and questions to them. `name` says where the text comes from."""

    name: str
    documents: tuple[Document, ...]
    queries: tuple[str, ...]

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections of all documents, in their order."""
        return tuple(section for document in self.documents for section in document.sections)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words of one class, and the running sum of how often each is used."""

    words: tuple[str, ...]
    sums: tuple[float, ...]

    def draw(self, random: Random) -> str:
        """Give a word, common ones more often."""
        return self.words[bisect(self.sums, random.random() * self.sums[-1])]


Template = tuple[tuple[str, str], ...]
"""A sentence in pieces: each a text and the class of words that may stand there instead, empty if none may."""
Subject = Mapping[str, Vocabulary]


def sample_corpus(size: int) -> Corpus:
    """Give a corpus of `size` sections with the sentences and questions of the sample guides."""
    sections = [section for document in collect(SAMPLE).documents for section in document.sections]
    random = Random(f"{_SEED} {size}")  # noqa: S311 - not for secrets
    sentences = [_template(text) for section in sections for text in _SENTENCE.findall(section.text)]
    titles = [_template(section.title) for section in sections]
    questions = [_template(text) for text in _questions({section.id for section in sections})]
    documents: list[Document] = []
    subjects = [_subject(random) for _ in range(-(-size // _SECTIONS_PER_GUIDE))]
    for number, subject in enumerate(subjects):
        count = min(_SECTIONS_PER_GUIDE, size - number * _SECTIONS_PER_GUIDE)
        bodies = [
            (_filled(random.choice(titles), subject, random), _text(sentences, subject, random)) for _ in range(count)
        ]
        documents.append(_document(f"guide-{number}", _filled(random.choice(titles), subject, random), bodies))
    queries = [_filled(random.choice(questions), random.choice(subjects), random) for _ in range(QUERIES)]
    return Corpus("the sample guides' sentences", tuple(documents), tuple(queries))


def judged_corpus(folder: Path, size: int) -> Corpus:
    """Give a corpus of `size` sections and the questions of a judged set; sentences are recombined where it is smaller.

    A section made of others keeps to one of them for half of its sentences.
    """
    judged = load_set(folder)
    random = Random(f"{_SEED} {size}")  # noqa: S311 - not for secrets
    originals = [section for document in judged.documents for section in document.sections]
    pools = [sentences for section in originals if (sentences := _SENTENCE.findall(section.text))]
    everything = [sentence for pool in pools for sentence in pool]
    bodies = [(section.title, section.text) for section in originals[:size]]
    while len(bodies) < size:
        pool = random.choice(pools)
        count = max(1, min(len(pool), 12))
        text = "".join(random.choice(pool if random.random() < 0.5 else everything) for _ in range(count))
        bodies.append((random.choice(originals).title, text))
    documents = tuple(_document(f"d{number}", title, [(title, text)]) for number, (title, text) in enumerate(bodies))
    queries = random.sample(list(judged.queries.values()), min(QUERIES, len(judged.queries)))
    return Corpus(folder.name, documents, tuple(queries))


def _questions(known: Container[str]) -> list[str]:
    kinds = load_queries(QUESTIONS, known).kinds
    return [query for query, kind in kinds.items() if kind in ("question", "keyword")]


@cache
def _dictionary() -> Mapping[str, Vocabulary]:
    """Give the dictionary's commonest words of the open classes, by class, with their frequencies."""
    rows: list[tuple[int, str, str]] = []
    for line in files("jieba").joinpath("dict.txt").read_text("utf-8").splitlines():
        word, often, kind = line.split(" ")
        if kind[0] in _OPEN_CLASSES and _HAN_WORD.fullmatch(word):
            rows.append((int(often), word, kind[0]))
    commonest = sorted(rows, reverse=True)[:_DICTIONARY_WORDS]
    return {kind: _vocabulary([(word, often) for often, word, k in commonest if k == kind]) for kind in _OPEN_CLASSES}


def _vocabulary(counts: Sequence[tuple[str, float]]) -> Vocabulary:
    return Vocabulary(tuple(word for word, _ in counts), tuple(accumulate(often for _, often in counts)))


@cache
def _classes() -> Mapping[str, str]:
    return {word: kind for kind, vocabulary in _dictionary().items() for word in vocabulary.words}


def _template(text: str) -> Template:
    pieces: list[tuple[str, str]] = []
    position = 0
    for token in outermost(list(words(text))):
        if token.start < position:
            continue
        pieces.append((text[position : token.start], ""))
        pieces.append((text[token.start : token.end], _classes().get(token.term, "")))
        position = token.end
    return (*pieces, (text[position:], ""))


def _subject(random: Random) -> Subject:
    """Give words that one guide is about: rarer ones more often than in speech, each again and again."""
    return {
        kind: _vocabulary([(random.choice(vocabulary.words), 1 / rank) for rank in range(1, _SUBJECT_WORDS + 1)])
        for kind, vocabulary in _dictionary().items()
    }


def _filled(template: Template, subject: Subject, random: Random) -> str:
    return "".join(_piece(text, kind, subject, random) for text, kind in template)


def _piece(text: str, kind: str, subject: Subject, random: Random) -> str:
    if not kind:
        return text
    chance = random.random()
    if chance < _FROM_SUBJECT:
        return subject[kind].draw(random)
    return _dictionary()[kind].draw(random) if chance < _FROM_SUBJECT + _FROM_ANYWHERE else text


def _text(sentences: Sequence[Template], subject: Subject, random: Random) -> str:
    return "".join(_filled(random.choice(sentences), subject, random) for _ in range(random.randint(3, 9)))


def _document(name: str, title: str, bodies: Sequence[tuple[str, str]]) -> Document:
    sections = tuple(_section(name, number, title, text) for number, (title, text) in enumerate(bodies))
    return Document(Guide(name, title, "zh-Hans"), sections)


def _section(guide: str, number: int, title: str, text: str) -> Section:
    return Section(
        id=f"{guide}#{number}", guide_id=guide, anchor=str(number), level=2, title=title, breadcrumb=(),
        lang="zh-Hans", text=text, passages=(Span(0, len(text)),), blocks=(Block("paragraph", (Inline(text),)),),
        html="",
    )  # fmt: skip

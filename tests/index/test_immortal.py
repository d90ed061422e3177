"""What lasts as long as the process is counted no more where Python can do that; all else is, and goes as before."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

import index.immortal
from tests.conftest import compiled_module

ROOT = Path(index.immortal.__file__).parents[1]
CAN_MARK = (3, 12) <= sys.version_info < (3, 14) and not sysconfig.get_config_var("Py_GIL_DISABLED")
OBJECTS = """
import json, os, sys, threading
from functools import wraps
from index.immortal import make_immortal

class Kind:
    def __init__(self): self.own = float("7.5")
    def method(self, other="by default"): return "a constant", self, super().__hash__()
    @property
    def told(self): return 1.25
    @staticmethod
    def apart(): pass

def decorated(function):
    @wraps(function)
    def other(*given): return function(*given)
    return other

def plain(): return json.loads(("one of several", 3.5))

def holding(held):
    def by_closure(): return held
    return by_closure

code = plain.__code__
lasting = {
    "class": Kind, "its bases": Kind.__mro__, "method": Kind.method, "property": Kind.__dict__["told"],
    "static method": Kind.__dict__["apart"], "default": Kind.method.__defaults__, "function": plain,
    "decorated function": decorated(plain), "method of a decorated class": decorated(Kind.method), "code": code,
    "constant": code.co_consts[-1], "number in a constant": code.co_consts[-1][1], "name": code.co_names[1],
    "lines of code": code.co_linetable, "module": json, "dictionary of a module": vars(json),
    "function of C": os.getpid, "method of a dictionary": dict.__dict__["get"],
}
going = {
    "instance": Kind(), "its number": Kind().own, "its bound method": Kind().method, "list": [1], "dictionary": {1: 2},
    "tuple of an instance": (Kind(),), "function that holds an instance": holding(Kind()),
    "lambda with an instance by default": lambda held=Kind(): held, "method of one dictionary": {}.get,
    "lock": threading.Lock(), "file": open(os.devnull),
}
going["cell of an instance"] = going["function that holds an instance"].__closure__[0]
going["function that holds itself"] = holding(None)
going["function that holds itself"].__closure__[0].cell_contents = going["function that holds itself"]

def is_counted(one):
    before = sys.getrefcount(one)
    more = [one] * 100
    return sys.getrefcount(one) == before + 100

lasting = {name: one for name, one in lasting.items() if is_counted(one)}  # some are immortal by themselves
marked = make_immortal(), make_immortal()
print(marked[0] > 0, marked[1], *(name for name, one in lasting.items() if is_counted(one)), sep=",")
print(*(name for name, one in going.items() if is_counted(one)), sep=",")
print(*lasting, sep=",")
print(*going, sep=",")
"""
INDEX = """
import gc, mmap, sys
from pathlib import Path
from index.immortal import make_immortal
from index.searcher import Searcher
from index.generation import Generation

def ask():
    searcher = Searcher.open(Path(sys.argv[1]))
    searcher.warm()
    found = [searcher.search(text) for text in ("怎么续费", "wechat zhifu", "ziffu", "續費後多久生效")]
    marked = make_immortal()
    searcher.close()
    return marked > 0

print(ask())
gc.collect()
gc.unfreeze()  # where a collection puts what is immortal
kinds = "Searcher", "Generation", "GenerationReader", "mmap", "memmap", "LoadedSection", "TermPostings", "Lexicon"
print(*(type(one).__name__ for one in gc.get_objects() if type(one).__name__ in kinds))
print(*(line for line in Path("/proc/self/maps").read_text().splitlines() if sys.argv[1] in line))
"""


def told_by(script: str, *given: object) -> list[str]:
    """Run a script in a process of its own, where marks stay; give what it printed, by line."""
    command = [sys.executable, "-W", "ignore", "-c", script, *map(str, given)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_what_lasts_is_counted_no_more_and_all_else_is() -> None:
    compiled_module("compiled_immortal")
    marked, counted, lasting, going = told_by(OBJECTS)
    assert marked.split(",") == (["True", "0"] if CAN_MARK else ["False", "0", *lasting.split(",")])
    assert counted == going


def test_without_what_is_compiled_nothing_is_marked() -> None:
    marked, counted, lasting, going = told_by(f"import sys\nsys.modules['index.compiled_immortal'] = None\n{OBJECTS}")
    assert marked == f"False,0,{lasting}"
    assert counted == going


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="only Linux tells what a process has mapped")
def test_an_index_that_was_there_when_things_were_marked_goes_when_it_is_closed(sample_data: Path) -> None:
    compiled_module("compiled_immortal")
    marked, objects, mapped = told_by(INDEX, sample_data)
    assert marked == str(CAN_MARK)
    assert (objects, mapped) == ("", "")

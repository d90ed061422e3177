"""Compiles the loops over postings, texts and rows while the package is installed, where a C compiler is at hand.

Run by the installer, imported by nothing. Where nothing can be compiled the package is installed all the same: it then
does in Python what the loops do.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from Cython.Build import cythonize
from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from setuptools import Distribution, Extension

_SOURCES = "index/*.pyx"
_OPTIONS = [
    "-O3",  # loops over many sections at once
    "-fno-plt",  # calls that go no detour over other places in memory
    "-g0",  # a third of the compiler's time and five sixths of the files would be for debuggers
]


class CompilingHook(BuildHookInterface[BuilderConfig]):
    """Adds the compiled modules to a wheel, or puts them beside their sources in an editable installation."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # Any: so hatchling types its build data
        """Compile, and tell hatchling of the result: a wheel with compiled modules is for one platform."""
        self._work = tempfile.TemporaryDirectory()
        for compiled in _compiled(Path(self.root), Path(self._work.name)):
            if version == "editable":
                _put(compiled, Path(self.root) / "index")
            elif compiled.exists():
                build_data["force_include"][str(compiled)] = f"index/{compiled.name}"
                build_data.update(pure_python=False, infer_tag=True)
            if not compiled.exists():
                name = compiled.name.partition(".")[0]
                self.app.display_warning(f"{name} is not compiled, it will take longer: is there a C compiler?")

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove what only the build needed."""
        self._work.cleanup()


def _put(compiled: Path, folder: Path) -> None:
    """Put the compiled module into a folder, or take away what an earlier source gave.

    The file is replaced, never written to: processes run what is in it.
    """
    target = folder / compiled.name
    if compiled.exists():
        shutil.copy(compiled, target.with_suffix(".new"))
        target.with_suffix(".new").replace(target)
    else:
        target.unlink(missing_ok=True)


def _compiled(root: Path, work: Path) -> list[Path]:
    """Give where the compiled modules are put, below `work`; one that can't be compiled isn't there."""
    extensions = [
        Extension(
            f"index.{source.stem}",
            [str(source)],
            include_dirs=[np.get_include()],
            extra_compile_args=_OPTIONS if os.name == "posix" else [],
            define_macros=[("NPY_NO_DEPRECATED_API", "NPY_1_7_API_VERSION")],  # what Cython asks of NumPy for itself
        )
        for source in sorted(root.glob(_SOURCES))
    ]
    modules = cythonize(extensions, build_dir=str(work), quiet=True)  # type: ignore[no-untyped-call] # of Cython's
    for module in modules:
        module.optional = True
    command = Distribution({"ext_modules": modules}).get_command_obj("build_ext")
    command.build_lib, command.build_temp = str(work / "built"), str(work)
    command.parallel = True  # on all processors
    command.ensure_finalized()
    command.run()
    return [Path(command.get_ext_fullpath(module.name)) for module in modules]

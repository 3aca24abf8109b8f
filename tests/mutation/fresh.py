"""Run tests in an interpreter of their own that reads one module from another file: `… MODULE SOURCE OPTION…`.

A default of a class acts where other modules make its objects as they are loaded; to see it, all must be loaded anew.
"""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from typing import Any

import pytest

from tests.mutation.sweep import small_examples


class Instead(MetaPathFinder):
    """Find one module in another file."""

    def __init__(self, module: str, source: str) -> None:
        self.module, self.source = module, source

    def find_spec(self, name: str, path: Any, target: Any = None) -> ModuleSpec | None:
        """Return where the module is, if it is the one."""
        if name != self.module:
            return None
        found = PathFinder.find_spec(name, path)
        if found is not None:
            found.loader = SourceFileLoader(name, self.source)
        return found


if __name__ == "__main__":
    sys.meta_path.insert(0, Instead(*sys.argv[1:3]))
    small_examples()
    sys.exit(pytest.main(["-x", *sys.argv[3:]]))

"""Every module imports without a warning, and the examples in its docstrings work as they stand."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import simcore

ROOT = Path(__file__).parent.parent
MODULES = [
    "simcore",
    *(m.name for m in walk_packages(simcore.__path__, "simcore.") if m.name != "simcore.__main__"),
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert doctest.testmod(import_module(name)).failed == 0

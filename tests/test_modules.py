"""Tests stand alone: what they share is in `support/`, and none imports another."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
MODULES = sorted(TESTS.rglob("*.py"))
OF_PYTEST = {path.stem for path in MODULES if path.name.startswith(("test_", "conftest"))}
IMPORT = re.compile(r"^ *(?:from|import) .*", re.MULTILINE)  # also in scripts that tests write


def imported(text: str) -> set[str]:
    """Return the test modules that a module's text imports."""
    return {word for line in IMPORT.findall(text) for word in re.findall(r"\w+", line)} & OF_PYTEST


def test_no_module_imports_a_test() -> None:
    found = {
        str(path.relative_to(TESTS)): names
        for path in MODULES
        if (names := imported(path.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize("line", ["from test_modules import a", "  import engine.test_modules"])
def test_such_an_import_is_noticed(line: str) -> None:
    assert imported(f"a = 1\n{line}\n") == {"test_modules"}


def test_helpers_are_in_support() -> None:
    outside = [path for path in MODULES if path.relative_to(TESTS).parts[0] != "support"]
    assert [path for path in outside if path.stem not in OF_PYTEST] == []


def test_names_of_modules_are_unique() -> None:
    names = Counter(path.stem for path in MODULES)
    del names["__init__"], names["conftest"]
    assert [name for name, count in names.items() if count > 1] == []

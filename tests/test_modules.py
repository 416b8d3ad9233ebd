"""Tests stand alone: what they share is in `support/`, and none imports another.

Modules of the package import each other in one direction, also where types alone are imported.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PACKAGE = TESTS.parent / "simcore"
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


def dotted(path: Path) -> str:
    """Return the name by which a module of the package is imported."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def imports(texts: Mapping[str, str]) -> dict[str, set[str]]:
    """Return which of these modules each of them names in an import, wherever it stands."""
    found: dict[str, set[str]] = {}
    for name, text in texts.items():
        names = set()
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                whole = {f"{node.module}.{alias.name}" for alias in node.names}
                names |= {one if one in texts else str(node.module) for one in whole}
        found[name] = names & texts.keys()
    return found


def test_no_imports_run_in_a_circle() -> None:
    texts = {dotted(path): path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
    assert len(texts) > 200
    TopologicalSorter(imports(texts)).prepare()


def test_a_circle_for_types_alone_is_noticed() -> None:
    texts = {
        "p.a": "from p import b",
        "p.b": "if TYPE_CHECKING:\n    from p.c import C",
        "p.c": "def f():\n    import p.a",
    }
    with pytest.raises(CycleError, match="cycle"):
        TopologicalSorter(imports(texts)).prepare()

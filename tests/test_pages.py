"""The pages of the tree name files that exist, and the glossary names what the code has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOP = ("benchmarks", "calibration", "scenarios", "simcore", "tests")
PAGES = sorted(
    page
    for page in [*ROOT.glob("*.md"), *ROOT.glob(".github/**/*.md"), *ROOT.glob("*/**/*.md")]
    if page.relative_to(ROOT).parts[0] in (*TOP, ".github", page.name)
)
REWRITTEN = ("simcore/engine/README.md", "simcore/scenario/README.md")  # until merged

LINK = re.compile(r"\]\((?!\w+:|#)([^)#]+)")
CODE = re.compile(r"`([^`\s]+)`")
FILE = re.compile(r"[\w.*-]+(?:/[\w.*-]+)*(?:/|\.(?:py|md|tsv|toml))|[\w.*-]+(?:/[\w.*-]+)+\.yaml")
FROM_ROOT = re.compile(rf"(?<![\w./-])(?:{'|'.join(TOP)})/[\w./*-]*[\w/]")  # also in commands
ROW = re.compile(r"^\|.*\| `([^`]+)`((?: `\w+`)*) \|$", re.MULTILINE)


def named(text: str) -> set[str]:
    """Return the files and folders that a page names: links, words of code, paths from the root."""
    words = {word for word in CODE.findall(text) if FILE.fullmatch(word)}
    return {*LINK.findall(text), *FROM_ROOT.findall(text), *words}


def missing(page: Path) -> list[str]:
    """Return what a page names and nobody finds: beside it, from the root or in the package.

    A bare name may be that of a file anywhere below a folder that the page stands in or names.
    """
    names = named(page.read_text(encoding="utf-8"))
    starts = (page.parent, ROOT, ROOT / "simcore")
    folders = [page.parent, *(ROOT / name for name in names if name.endswith("/"))]
    return [
        name
        for name in sorted(names)
        if not any(any(start.glob(name)) for start in starts)
        and ("/" in name or not any(any(folder.rglob(name)) for folder in folders))
    ]


def shown(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_a_page_names_what_exists(page: Path, request: pytest.FixtureRequest) -> None:
    if shown(page) in REWRITTEN:
        request.applymarker(pytest.mark.xfail(reason="being rewritten", strict=False))
    assert missing(page) == []


def test_a_missing_file_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "[a](no.md) `gone.py` `no/such/` `scenarios/none.yaml` `README.md` scenarios/no"
    )
    assert missing(page) == ["gone.py", "no.md", "no/such/", "scenarios/no", "scenarios/none.yaml"]


@cache
def words_below(path: str) -> frozenset[str]:
    """Return all words of the Python files at or below a path."""
    top = ROOT / path
    files = [top] if top.is_file() else top.rglob("*.py")
    return frozenset(w for file in files for w in re.findall(r"\w+", file.read_text("utf-8")))


def glossary() -> Iterator[tuple[str, list[str]]]:
    """Yield each row's path, and the names that are to be found there."""
    text = (ROOT / ".github" / "GLOSSARY.md").read_text(encoding="utf-8")
    for path, names in ROW.findall(text):
        yield path, re.findall(r"\w+", names)


def test_the_glossary_names_what_the_code_has() -> None:
    rows = list(glossary())
    assert len(rows) > 80
    assert [(path, n) for path, names in rows for n in names if n not in words_below(path)] == []

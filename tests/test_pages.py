"""The pages of the tree name files that exist, and quote and name what the code has."""

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
    for page in [*ROOT.glob("*.md"), *ROOT.glob("*/**/*.md")]
    if page.relative_to(ROOT).parts[0] in (*TOP, ".github", page.name)
)

LINK = re.compile(r"\]\((?!\w+:|#)([^)#]+)")
CODE = re.compile(r"`([^`\s]+)`")
FILE = re.compile(r"[\w.*-]+(?:/[\w.*-]+)*(?:/|\.(?:py|md|tsv|toml))|[\w.*-]+(?:/[\w.*-]+)+\.yaml")
FROM_ROOT = re.compile(rf"(?<![\w./-])(?:{'|'.join(TOP)})/[\w./*-]*[\w/]")  # also in commands
QUOTED = re.compile(r"^```\w+\n# ([\w./-]+\.\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ELLIPSIS = re.compile(r"^ *\.\.\.\n", re.MULTILINE)  # what a quotation leaves out
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
def test_a_page_names_what_exists(page: Path) -> None:
    assert missing(page) == []


def test_the_engine_says_what_each_of_its_files_is() -> None:
    folder = ROOT / "simcore" / "engine"
    page = (folder / "README.md").read_text(encoding="utf-8")
    files = {file.name for file in folder.rglob("*.py")} - {"__init__.py"}
    assert sorted(name for name in files if f"`{name}`" not in page) == []


def test_a_missing_file_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "[a](no.md) `gone.py` `no/such/` `scenarios/none.yaml` `README.md` scenarios/no"
    )
    assert missing(page) == ["gone.py", "no.md", "no/such/", "scenarios/no", "scenarios/none.yaml"]


def text_of(path: str) -> str:
    """Return the text of a file, "" where there is none."""
    file = ROOT / path
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def misquoted(page: Path) -> list[str]:
    """Return the passages in code blocks that the file named above them does not have."""
    return [
        f"{path}: {passage}"
        for path, quotation in QUOTED.findall(page.read_text(encoding="utf-8"))
        for passage in map(str.strip, ELLIPSIS.split(quotation))
        if passage not in text_of(path)
    ]


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_a_page_quotes_what_stands_in_a_file(page: Path) -> None:
    assert misquoted(page) == []


def test_the_recipe_of_a_step_quotes_its_five_places() -> None:
    text = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
    folders = {path.rpartition("/")[0] for path, _ in QUOTED.findall(text)}
    assert folders >= {
        f"simcore/{name}"
        for name in ("network/steps", "engine", "engine/kernels", "reference",
                     "scenario/network/steps")
    }  # fmt: skip


def test_a_wrong_quotation_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```python\n# simcore/text.py\nclass Label\n...\nclass Lable\n```\n")
    assert misquoted(page) == ["simcore/text.py: class Lable"]


def test_a_quotation_of_a_missing_file_is_noticed_and_so_are_those_behind_it(
    tmp_path: Path,
) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "```python\n# simcore/gone.py\nclass Gone\n```\n"
        "```python\n# simcore/text.py\nclass Lable\n```\n"
    )
    assert misquoted(page) == ["simcore/gone.py: class Gone", "simcore/text.py: class Lable"]


DEFINED = re.compile(
    r"(?:\b(?:class|def) |^ *(?:self\.)?)(\w+)(?:\[.*\])?(?=\(|:| [=:]| ?= )", re.MULTILINE
)


@cache
def defined_below(path: str) -> frozenset[str]:
    """Return what the Python files at or below a path define: classes, functions, fields."""
    top = ROOT / path
    files = [top] if top.is_file() else top.rglob("*.py")
    return frozenset(w for file in files for w in DEFINED.findall(file.read_text("utf-8")))


def glossary() -> Iterator[tuple[str, list[str]]]:
    """Yield each row's path, and the names that are to be found there."""
    text = (ROOT / ".github" / "GLOSSARY.md").read_text(encoding="utf-8")
    for path, names in ROW.findall(text):
        yield path, re.findall(r"\w+", names)


def test_the_glossary_names_what_the_code_has() -> None:
    rows = list(glossary())
    assert len(rows) > 80
    assert [(path, n) for path, names in rows for n in names if n not in defined_below(path)] == []


def test_the_glossary_says_a_term_once() -> None:
    text = (ROOT / ".github" / "GLOSSARY.md").read_text(encoding="utf-8")
    terms = re.findall(r"^\| ([^|(*]+?) (?:\([^|]*)?\|", text, re.MULTILINE)
    assert len(terms) > 80
    assert sorted({term for term in terms if terms.count(term) > 1}) == []

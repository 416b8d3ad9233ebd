"""A folder of results: read as it was saved, never half written."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from support.models import hospital
from support.played import played, results

from simcore.errors import RunError
from simcore.files import MARK, beside, sweep
from simcore.results.digest import digest
from simcore.results.results import Results, load_results


@pytest.fixture(scope="module")
def found() -> Results:
    return results(played(hospital(), warmup=0.0, run=1440.0, replications=2, log=True))


def everything(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_what_is_saved_is_read_back(found: Results, tmp_path: Path) -> None:
    found.save(tmp_path / "deep" / "out")
    assert everything(tmp_path / "deep") == ["out"]
    again = load_results(tmp_path / "deep" / "out")
    assert again.manifest == {**found.manifest, "results_hash": found.hash}
    assert again.hash == found.hash
    assert set(again.names) == set(found.names)
    for name in found.names:
        pd.testing.assert_frame_equal(again.table(name), found.table(name), check_dtype=False)
    assert again.resources["resource"].tolist() == found.resources["resource"].tolist()


def test_the_manifest_is_plain_json(found: Results, tmp_path: Path) -> None:
    found.save(tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["status"] == "complete"
    assert manifest["replications"] == 2
    assert manifest["quantile_relative_error"] == 1 / 64
    assert {"python", "numpy", "numba", "scipy", "pandas", "simcore"} <= set(manifest["versions"])


def test_an_older_result_is_replaced(found: Results, tmp_path: Path) -> None:
    found.save(tmp_path / "out")
    found.save(tmp_path / "out")
    assert everything(tmp_path) == ["out"]


OWN: dict[str, Callable[[Path], object]] = {
    "a table of one's own": lambda out: (out / "mine.parquet").write_bytes(b""),
    "a table that was changed": lambda out: (out / "waits.parquet").write_bytes(b"mine"),
    "a folder": lambda out: (out / "events.csv").mkdir(),
    "a link": lambda out: (out / "events.csv").symlink_to("waits.parquet"),
    "a table that was taken away": lambda out: (out / "waits.parquet").unlink(),
}


@pytest.mark.parametrize("name", OWN)
def test_what_is_not_ours_in_a_result_stays(name: str, found: Results, tmp_path: Path) -> None:
    found.save(tmp_path / "out")
    OWN[name](tmp_path / "out")
    before = everything(tmp_path / "out")
    with pytest.raises(RunError, match="not just a simcore result"):
        found.save(tmp_path / "out")
    assert everything(tmp_path / "out") == before


def test_a_link_to_a_result_is_not_replaced(found: Results, tmp_path: Path) -> None:
    found.save(tmp_path / "out")
    (tmp_path / "link").symlink_to(tmp_path / "out")
    with pytest.raises(RunError, match="not just a simcore result"):
        found.save(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()


def test_what_a_killed_run_left_is_removed_by_the_next(found: Results, tmp_path: Path) -> None:
    found.save(tmp_path / "out")
    left = tmp_path / f".out.killed{MARK}"
    (left / "new").mkdir(parents=True)
    (left / "new" / "waits.parquet").write_bytes(b"half")
    found.save(tmp_path / "out")
    assert everything(tmp_path) == ["out"]


def test_a_result_that_had_stepped_aside_comes_back(found: Results, tmp_path: Path) -> None:
    found.save(tmp_path / "out")
    left = tmp_path / f".out.killed{MARK}"
    left.mkdir()
    (tmp_path / "out").rename(left / "old")
    sweep(tmp_path / "out")
    assert everything(tmp_path) == ["out"]
    assert load_results(tmp_path / "out").names


def test_what_a_living_run_writes_is_left_alone(found: Results, tmp_path: Path) -> None:
    with beside(tmp_path / "out") as place:
        found.save(tmp_path / "out")
        assert place.exists()
    assert everything(tmp_path) == ["out"]


def test_an_empty_folder_is_filled(found: Results, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    found.save(tmp_path / "out")
    assert "manifest.json" in everything(tmp_path / "out")


def foreign_file(folder: Path) -> None:
    folder.write_text("mine", encoding="utf-8")


def foreign_folder(folder: Path) -> None:
    folder.mkdir()
    (folder / "thesis.docx").write_text("mine", encoding="utf-8")


def foreign_manifest(folder: Path) -> None:
    folder.mkdir()
    (folder / "manifest.json").write_text("{}", encoding="utf-8")


@pytest.mark.parametrize("make", [foreign_file, foreign_folder, foreign_manifest])
def test_what_is_not_a_result_is_left_alone(
    found: Results, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "out")
    with pytest.raises(RunError) as caught:
        found.save(tmp_path / "out")
    assert "choose another" in caught.value.text("en")
    assert "请换一个" in caught.value.text("zh")
    assert everything(tmp_path) == ["out"]


def test_a_result_with_a_note_beside_it_is_left_alone(found: Results, tmp_path: Path) -> None:
    found.save(tmp_path / "out")
    (tmp_path / "out" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(RunError):
        found.save(tmp_path / "out")
    assert (tmp_path / "out" / "notes.txt").exists()


class Broken(BaseException):
    """Like KeyboardInterrupt: not an Exception."""


def break_after(monkeypatch: pytest.MonkeyPatch, calls: int) -> None:
    """Let the writing of tables stop after so many of them."""
    write, done = pd.DataFrame.to_parquet, iter(range(calls))

    def to_parquet(self: pd.DataFrame, *args: Any, **rest: Any) -> None:
        if next(done, None) is None:
            raise Broken
        write(self, *args, **rest)

    monkeypatch.setattr(pd.DataFrame, "to_parquet", to_parquet)


def test_a_save_that_breaks_leaves_nothing(
    found: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_after(monkeypatch, 3)
    with pytest.raises(Broken):
        found.save(tmp_path / "out")
    assert everything(tmp_path) == []


def test_a_save_that_breaks_leaves_the_older_result(
    found: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found.save(tmp_path / "out")
    before = everything(tmp_path / "out")
    break_after(monkeypatch, 3)
    with pytest.raises(Broken):
        found.save(tmp_path / "out")
    assert everything(tmp_path) == ["out"]
    assert everything(tmp_path / "out") == before


def test_a_rename_that_breaks_puts_the_older_result_back(
    found: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found.save(tmp_path / "out")
    before, rename = everything(tmp_path / "out"), os.rename

    def second_fails(a: Path, b: Path) -> None:
        if Path(b).name == "out" and Path(a).name != "old":
            raise Broken
        rename(a, b)

    monkeypatch.setattr(os, "rename", second_fails)
    with pytest.raises(Broken):
        found.save(tmp_path / "out")
    assert everything(tmp_path) == ["out"]
    assert everything(tmp_path / "out") == before


def test_a_folder_that_is_no_result_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="not a simcore result"):
        load_results(tmp_path)


def test_the_sign_of_a_nan_is_no_difference() -> None:
    """A Parquet file does not keep it."""
    one, other = (pd.DataFrame({"x": [1.0, np.copysign(np.nan, sign)]}) for sign in (1.0, -1.0))
    assert one["x"].to_numpy().tobytes() != other["x"].to_numpy().tobytes()
    assert digest([("t", one)]) == digest([("t", other)])
    assert digest([("t", one)]) != digest([("t", one.fillna(0.0))])

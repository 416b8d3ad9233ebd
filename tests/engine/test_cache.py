"""Where compiled kernels are kept."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from simcore.engine.jit import cache_folder


def test_kernels_are_kept_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIMCORE_CACHE_DIR", str(tmp_path / "内核"))
    assert cache_folder().parent == tmp_path / "内核"


@pytest.mark.parametrize("open_to_all", [False, True])
def test_another_folder_takes_the_place_of_one_that_will_not_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_to_all: bool
) -> None:
    unfit = tmp_path / "unfit"
    if open_to_all:
        unfit.mkdir()
        unfit.chmod(0o777)
    else:
        unfit.write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("SIMCORE_CACHE_DIR", str(unfit))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    found = cache_folder()
    assert found.is_dir()
    assert found.parent.parent == tmp_path
    assert found.parent.name.startswith("simcore-")

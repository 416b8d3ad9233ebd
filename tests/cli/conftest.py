"""Shared by the tests of the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.terminal import QUEUE, Cli, Ended

from simcore.cli.main import main


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Run the command line with the given arguments, in English unless told otherwise."""
    monkeypatch.setenv("SIMCORE_LANG", "en")
    monkeypatch.setenv("COLUMNS", "80")

    def run(*args: object) -> Ended:
        code = main([str(a) for a in args])
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return run


@pytest.fixture
def queue(tmp_path: Path) -> Path:
    path = tmp_path / "queue.yaml"
    path.write_text(QUEUE, encoding="utf-8")
    return path

"""What the README shows works as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import simcore

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """Return the only fenced block of a language."""
    found = re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    assert len(found) == 1
    return str(found[0])


def test_python_example_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    example = block("python")
    assert len([line for line in example.splitlines() if line.strip()]) == 5
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    exec(compile(example, "README.md", "exec"), names)
    results = names["results"]
    assert isinstance(results, simcore.Results)
    assert 0.0 < results.resources.loc[0, "utilisation"] < 1.0
    assert "wait_mean_minutes" in capsys.readouterr().out


def test_yaml_example_is_a_scenario_that_runs(tmp_path: Path) -> None:
    file = tmp_path / "clinic.yaml"
    file.write_text(block("yaml"), encoding="utf-8")
    results = simcore.simulate(simcore.load_scenario(file), replications=1)
    assert results.manifest["status"] == "complete"


def test_commands_are_the_same_in_both_languages() -> None:
    english, chinese = README.split("\n## 中文说明\n")
    lines = re.findall(r"^python3\.11 -m venv .*$", english, re.MULTILINE)
    assert len(lines) == 2
    assert re.findall(r"^python3\.11 -m venv .*$", chinese, re.MULTILINE) == lines

"""Which files a scenario may name, and what is said of those that it may not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from simcore.cli.main import main
from simcore.errors import ScenarioError
from simcore.scenario.files.shipped import shipped_folder
from simcore.scenario.listing import list_scenarios
from simcore.scenario.load import load_scenario, parse_scenario

SECRET = "root:$6$abcdef:19000:0:99999:7:::\n"
CLINIC = """\
kind: network
name: t
time: {warmup: 0 d, run: 1 d}
replications: 1
resources: {doctor: {capacity: 1}}
sources: {walk_in: {arrivals: {rate: 1 / h}, pathway: visit}}
pathways: {visit: [{use: {resource: doctor, for: 5 min}}, {leave: home}]}
"""
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
RATES = "day,hour,rate\n" + "".join(f"{day},{hour},2\n" for day in DAYS for hour in range(24))
OUTSIDE = "the file lies outside the folders that this scenario reads from"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return the folder of a scenario; beside it stand one that is shared, and a secret."""
    for name, text in {
        "ours/base.yaml": CLINIC,
        "ours/tables/rates.csv": RATES,
        "common/base.yaml": CLINIC,
        "common/rates.csv": RATES,
        "shadow.yaml": SECRET,
        "shadow.csv": SECRET,
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "ours"


def scenario(folder: Path, text: str) -> Path:
    (folder / "mine.yaml").write_text(text, encoding="utf-8")
    return folder / "mine.yaml"


def rates_from(name: str) -> str:
    return f"{{walk_in: {{arrivals: {{csv: '{name}', rate: null}}}}}}"


def said(file: Path, **options: object) -> str:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(file, **options)  # type: ignore[arg-type]
    return caught.value.text() + caught.value.text("zh")


@pytest.mark.parametrize(
    "name", ["../shadow.yaml", "../common/base.yaml", "link.yaml", "up/base.yaml"]
)
def test_files_outside_are_not_extended(project: Path, name: str) -> None:
    (project / "link.yaml").symlink_to("../common/base.yaml")
    (project / "up").symlink_to("../common")
    text = said(scenario(project, f"extends: {name}\n"))
    assert f"{Path(name).name}: {OUTSIDE}" in text
    assert "--also-read" in text
    assert "abcdef" not in text


@pytest.mark.parametrize("name", ["../shadow.csv", "../common/rates.csv", "link.csv"])
def test_tables_outside_are_not_read(project: Path, name: str) -> None:
    (project / "link.csv").symlink_to("../shadow.csv")
    mine = scenario(project, f"extends: base.yaml\nsources: {rates_from(name)}\n")
    text = said(mine)
    assert OUTSIDE in text
    assert "abcdef" not in text
    base = load_scenario(project / "base.yaml")
    with pytest.raises(ScenarioError, match=OUTSIDE):
        base.with_({"sources.walk_in.arrivals": {"csv": name, "rate": None}})


def test_files_below_beside_shipped_and_allowed_are_read(project: Path) -> None:
    below = scenario(project, f"extends: base.yaml\nsources: {rates_from('tables/rates.csv')}\n")
    assert load_scenario(below)
    shared = "extends: ../common/base.yaml\n"
    assert load_scenario(scenario(project, shared), also_read=[project.parent / "common"])
    assert parse_scenario(shared, folder=project, also_read=[project.parent])
    shipped = os.path.relpath(shipped_folder() / "examples/mmc.yaml", project.resolve())
    assert load_scenario(scenario(project, f"extends: {shipped}\n"))
    assert load_scenario("shaoxing/2015-baseline.yaml")  # extends ../library


def test_a_scenario_that_is_a_link_reads_beside_itself_and_beside_what_it_leads_to(
    project: Path,
) -> None:
    (project.parent / "now.yaml").symlink_to(scenario(project, "extends: base.yaml\n"))
    assert load_scenario(project.parent / "now.yaml")


def test_what_is_allowed_once_may_be_changed_later(project: Path) -> None:
    mine = load_scenario(project / "base.yaml", also_read=[project.parent / "common"])
    changed = mine.with_({"sources.walk_in.arrivals": {"csv": "../common/rates.csv", "rate": None}})
    assert changed.model.sources["walk_in"]


@pytest.mark.parametrize("command", ["check", "show"])
def test_the_command_line_allows_a_folder(
    project: Path, command: str, capfd: pytest.CaptureFixture[str]
) -> None:
    file = scenario(project, "extends: ../common/base.yaml\n")
    assert main([command, str(file)]) == 2
    assert "--also-read" in capfd.readouterr().err
    assert main([command, str(file), "--also-read", str(project.parent / "common")]) == 0


def test_what_is_no_yaml_and_no_csv_is_not_quoted(project: Path) -> None:
    (project / "passwd").write_text(SECRET, encoding="utf-8")
    text = said(scenario(project, "extends: passwd\n"))
    assert "extends names a YAML file" in text
    assert "abcdef" not in text
    text = said(scenario(project, f"extends: base.yaml\nsources: {rates_from('passwd')}\n"))
    assert "which ends in .csv" in text
    assert "abcdef" not in text


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_pipes_devices_folders_and_circles_of_links_are_refused_at_once(project: Path) -> None:
    for name, make in {
        "pipe": os.mkfifo,
        "folder": os.mkdir,
        "device": lambda path: os.symlink("/dev/zero", path),
        "circle": lambda path: os.symlink(path, path),
    }.items():
        for end in ("yaml", "csv"):
            make(project / f"{name}.{end}")
        assert "cannot read this file" in said(project / f"{name}.yaml")
        everywhere = {"also_read": ["/"]}
        assert said(scenario(project, f"extends: {name}.yaml\n"), **everywhere)
        rates = f"extends: base.yaml\nsources: {rates_from(name + '.csv')}\n"
        assert "no such file" in (text := said(scenario(project, rates), **everywhere)) or (
            "cannot read this file" in text
        )
    assert "its links lead in a circle" in said(project / "circle.yaml")
    names = [listed.path.name for listed in list_scenarios(project)]
    assert names == ["base.yaml", "mine.yaml"]


def test_a_listing_reads_all_below_its_folder(project: Path) -> None:
    scenario(project, "extends: ../common/base.yaml\n")
    assert [listed.path.name for listed in list_scenarios(project)] == ["base.yaml"]
    assert len(list_scenarios(project.parent)) == 3

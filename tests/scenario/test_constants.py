"""Named constants: in expressions, in capacities, by --set."""

from __future__ import annotations

from pathlib import Path

import pytest

from simcore.errors import ScenarioError
from simcore.network.checks.check import check
from simcore.scenario.load import Scenario, load_scenario

CLINIC = """
kind: network
name: Clinic
time: {run: 1 d}
constants: {beds: 9, visit: 15 min, part: 20%}
resources: {a: {capacity: beds - 1}, b: {capacity: {"mon 08:00-09:00": beds / 3, otherwise: 1}}}
sources: {s: {arrivals: {rate: 1 / h}, pathway: p}}
pathways:
  p: [{use: {resource: a, for: visit * part}}, {use: {resource: b, for: visit}}, {leave: x}]
"""


def clinic(folder: Path, *settings: str) -> Scenario:
    file = folder / "clinic.yaml"
    file.write_text(CLINIC)
    return load_scenario(file, set_=settings)


def test_in_expressions_and_capacities(tmp_path: Path) -> None:
    network = clinic(tmp_path).model.to_network()
    assert check(network) == []
    assert network.constants == {"beds": "9", "visit": "15 min", "part": "20%"}
    assert [r.capacity.values for r in network.resources] == [(8,), (1, 3, 1)]


def test_by_setting(tmp_path: Path) -> None:
    network = clinic(tmp_path, "constants.beds=12").model.to_network()
    assert [r.capacity.values for r in network.resources] == [(11,), (1, 4, 1)]


@pytest.mark.parametrize(
    ("setting", "path", "message"),
    [
        ("constants.beds=9.5", "resources.a.capacity", "is not a whole number from 0"),
        ("constants.beds=0", "resources.a.capacity", "is not a whole number from 0"),
        ("constants.beds=9 +", "constants.beds", "stops too early"),
        ("constants.stay=9", "constants.stay", "cannot be called"),
        ("constants.visit=15", "pathways.p.0.use.for", "a time is expected"),
        ("resources.a.capacity=bedz", "resources.a.capacity", 'no attribute "bedz"'),
        ("resources.a.capacity=visit / 0 min", "resources.a.capacity", "no finite value"),
    ],
)
def test_wrong(tmp_path: Path, setting: str, path: str, message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        clinic(tmp_path, setting)
    assert (path, True) in [(p.path, message in p.message.en) for p in caught.value.problems]

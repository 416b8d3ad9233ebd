"""No order of the keys of a map changes a result: scenarios are played with all maps reversed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from simcore.play import simulate
from simcore.results.results import Results
from simcore.scenario.load import load_scenario, parse_scenario

ROOT = Path(__file__).parents[2] / "scenarios"
NETWORKS = sorted((*ROOT.glob("examples/*.yaml"), *ROOT.glob("published/*.yaml")))
REGIONS = sorted(ROOT.glob("shaoxing/2*.yaml"))
DIGITS = 9  # sums over resources are rounded in another order
MEASURES = ("indicator_values", "resources", "waits", "flows", "exits", "system")


def reversed_maps(value: Any) -> Any:
    """Return plain values with the keys of every map in the opposite order."""
    if isinstance(value, dict):
        return {key: reversed_maps(value[key]) for key in reversed(value)}
    return [reversed_maps(item) for item in value] if isinstance(value, list) else value


def rows(results: Results, name: str) -> list[str]:
    """Return the rows of a table in an order of their own; half-widths of a constant are noise."""
    found = results.table(name)
    found = found[sorted(c for c in found if not str(c).endswith("half_width"))]
    return sorted(map(str, found.map(_plain).to_numpy().tolist()))


def _plain(value: object) -> object:
    if isinstance(value, float | np.floating) and not pd.isna(value):
        return float(f"{value:.{DIGITS}g}")
    return None if value is None or value != value else value


def played_both_ways(file: Path, **how: Any) -> tuple[Results, Results]:
    """Return the results of a scenario as it is, and with its maps reversed."""
    document = load_scenario(file).document
    given = (parse_scenario(d, folder=file.parent) for d in (document, reversed_maps(document)))
    one, other = (simulate(scenario, replications=1, **how) for scenario in given)
    return one, other


@pytest.mark.parametrize("file", NETWORKS, ids=lambda file: file.stem)
def test_a_network(file: Path) -> None:
    one, other = played_both_ways(file, warmup="1 d", run="5 d")
    assert [name for name in MEASURES if rows(one, name) != rows(other, name)] == []


@pytest.mark.parametrize("file", REGIONS, ids=lambda file: file.stem)
def test_a_region(file: Path) -> None:
    one, other = played_both_ways(file, warmup="1 d", run="2 d", scale=0.01)
    assert one.manifest["patients"] > 100
    assert [name for name in MEASURES if rows(one, name) != rows(other, name)] == []

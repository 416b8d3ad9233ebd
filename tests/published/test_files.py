"""What holds for every published model: sources, names, both engines, and the public call."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.published.papers import FILES, load, play

import simcore
from simcore.scenario.files.layers import variant_names

SHORT = {"stroke-units": 90 * 1440.0, "nurse-visits": 1440.0}  # minutes, for the slow reference
each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def test_five_models_are_there() -> None:
    assert len(FILES) >= 5


@each_file
def test_every_number_has_its_source(file: Path) -> None:
    """Loading refuses a number that no line of `evidence` covers; none is an assumption here."""
    scenario = load(file.stem)
    assert scenario.document["evidence"]
    assert "assumption" not in scenario.document["evidence"].values()
    assert scenario.name.en != scenario.name.zh


@each_file
def test_every_variant_loads(file: Path) -> None:
    names = variant_names(load(file.stem).tree)
    assert names
    for name in names:
        assert load(file.stem, name).document != load(file.stem).document


@each_file
def test_the_public_call_says_the_same(file: Path) -> None:
    """`simulate` plays what the tests of this folder judge."""
    resources = simcore.simulate(file, replications=2).resources.set_index("resource")
    found = play(load(file.stem), 2)
    for name, row in resources.iterrows():
        for column, figure in (("busy_mean", "busy"), ("started", "started")):
            mean = sum(figures[f"{name}: {figure}"] for figures in found) / 2
            assert row[column] == pytest.approx(mean, rel=1e-12)


@each_file
def test_the_reference_on_simpy_agrees_exactly(file: Path) -> None:
    scenario = load(file.stem)
    short = {"run": min(scenario.run, SHORT.get(file.stem, 30 * 1440.0)), "warmup": 0.0}
    ours, reference = (
        simcore.simulate(scenario, replications=2, engine=engine, **short)
        for engine in ("numba", "simpy")
    )
    for table in ("resources", "waits", "stays", "flows"):
        assert ours.table(table).equals(reference.table(table)), table
    assert ours.resources["started"].sum() > 0

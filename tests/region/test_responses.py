"""How first contacts respond where waits stay as they are: the table in the page of calibration."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simcore.play import simulate
from simcore.region.choice import option
from simcore.region.demand import episodes_per_year
from simcore.region.layout import Layout
from simcore.region.population import CLASSES, joint_shares
from simcore.scenario.load import Scenario

PAGE = Path(__file__).parents[2] / "calibration" / "README.md"
PRICES = ("visit_cost", "test_cost", "admission_cost", "bed_day_cost")
NOBODY = {"none": "100%", "resident": "0%", "employee": "0%"}
BEDS = "policy.private.beds_per_1000"


def dearer(scenario: Scenario) -> dict[str, object]:
    kinds = scenario.model.institutions.items()
    every = {f"institutions.{k}.{key}": getattr(kind, key) for k, kind in kinds for key in PRICES}
    return {path: f"{1.1 * price:.4f} yuan" for path, price in every.items() if price}


def contacts(scenario: Scenario, waits: dict[str, float]) -> tuple[float, float, float]:
    """Return visits, those to tertiary hospitals, and the private share: first contacts a year."""
    layout, found = Layout(scenario.model), dict[tuple[str, str], float]()
    for home, area in layout.model.areas.items():
        for name, case in layout.model.conditions.items():
            if case.urgency == "emergency":
                continue
            mix = joint_shares(layout.model, area, case)
            patients = episodes_per_year(layout.model, home, name) * np.array(
                [mix[class_] for class_ in CLASSES]
            )
            sites = layout.reachable(home, name)
            options = [option(layout, home, name, site) for site in sites]
            felt = [sum(weight * waits[r] for r, weight in o.waits if r in waits) for o in options]
            value = np.array([o.utility for o in options]) + np.array(felt)[:, None]
            weights = np.exp(value)
            seen = (weights / (1.0 + weights.sum(axis=0))) @ patients  # no care has e^0 = 1
            for site, number in zip(sites, seen.tolist(), strict=True):
                of = (site.tier, site.type.ownership)
                found[of] = found.get(of, 0.0) + number
    visits = sum(found.values())
    private = sum(n for (_, owner), n in found.items() if owner == "private")
    return visits, found["tertiary", "public"], private / visits


def stated(row: str) -> list[float]:
    """Return the three figures of a row of the page."""
    [line] = [
        x for x in PAGE.read_text(encoding="utf-8").splitlines() if x.startswith(f"| {row} |")
    ]
    return [float(cell) for cell in line.split("|")[2:5]]


def test_the_page_says_what_the_choices_give(baseline: Scenario) -> None:
    played = simulate(baseline, scale=0.1, warmup="4 w", run="12 w", replications=1).resources
    known = played.dropna(subset="wait_mean_minutes")
    waits = dict(zip(known["resource"], known["wait_mean_minutes"], strict=True))
    before = contacts(baseline, waits)
    rows: dict[str, dict[str, object]] = {
        "all prices by +10%": dearer(baseline),
        "nobody insured": {"population.insurance": dict.fromkeys(("0-14", "15-59", "60+"), NOBODY)},
        "private beds from 0.8 to 1.4 per 1,000": {BEDS: "1.4 per 1000"},
        "private beds from 0.8 to none": {BEDS: "0 per 1000"},
    }
    for row, changes in rows.items():
        visits, tertiary, private = contacts(baseline.with_(changes), waits)
        moved = [100 * (visits / before[0] - 1), 100 * (tertiary / before[1] - 1),
                 100 * (private - before[2])]  # fmt: skip
        assert moved == pytest.approx(stated(row), abs=0.1), row

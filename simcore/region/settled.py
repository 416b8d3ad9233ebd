"""Indicators of a run that prices settle: whatever patients do, the scenario alone decides them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from simcore.network.indicators import Indicator, Observed
from simcore.region.defining import BY_SCENARIO
from simcore.region.layout import Layout
from simcore.region.money import INPATIENT, OUTPATIENT, prices

CLOSE = 1e-9


def settled(layout: Layout) -> dict[str, float]:
    """Return the value, %, of each reimbursement rate that is the same for every bill it is of."""
    table = prices(layout)
    tiers = {site.kind: site.tier for site in layout.sites}
    residents = table[(table["scheme"] == "resident") & (table["in_scope"] > 0)]
    outpatient = residents[residents["event"].isin(OUTPATIENT)]
    parts = {
        "inpatient_reimbursement": residents[residents["event"].isin(INPATIENT)],
        "primary_outpatient_reimbursement": outpatient[outpatient["kind"].map(tiers) == "primary"],
    }
    rates = {name: part["fund"] / part["in_scope"] for name, part in parts.items()}
    return {
        name: 100 * float(rate.iloc[0])
        for name, rate in rates.items()
        if not rate.empty and rate.max() - rate.min() < CLOSE
    }


def as_settled(rates: Mapping[str, float], indicators: Iterable[Indicator]) -> Iterator[Indicator]:
    """Yield indicators, those that prices settle as ones that follow from the scenario."""
    for i in indicators:
        if i.id in rates:
            value = partial(_always, rates[i.id])
            i = replace(i, structural=True, value=value, counted=BY_SCENARIO)
        yield i


def _always(value: float, observed: Observed) -> float:
    return value

"""What a result is of: everything needed to make it again, and on what it was made."""

from __future__ import annotations

import os
import platform
from collections import defaultdict
from datetime import UTC, datetime
from functools import cache
from importlib import metadata
from typing import TYPE_CHECKING, Any

import numpy as np

from simcore.engine.phases import Phase
from simcore.results.histogram import RELATIVE_ERROR
from simcore.results.intervals import CONFIDENCE
from simcore.results.overload import overloaded
from simcore.results.reliance import FALSE_ALARMS, FEW, correlated
from simcore.results.run import Run
from simcore.results.targets import target_kinds
from simcore.text import Label

if TYPE_CHECKING:
    from simcore.scenario.load import Scenario

FORMAT = "simcore results 1"
PACKAGES = ("simcore", "numpy", "numba", "scipy", "pandas", "pyarrow")


def run_part(run: Run) -> dict[str, Any]:
    """Return what the run itself says, as JSON takes it: size, window, seed, status, method."""
    plan, many = run.plan, len(run.replications) > 1
    arrivals = run.rows_in(Phase.ARRIVAL)
    return {
        "format": FORMAT,
        "name": both(run.network.name),
        "status": "overload" if overloaded(run).any() else "complete",
        "seed": plan.seed,
        "replications": len(run.replications),
        "scale": run.scale,
        "window": {
            "start": run.network.start.isoformat() if run.network.start else None,
            "warmup_minutes": plan.warmup,
            "run_minutes": plan.run,
            "series_step_minutes": plan.step,
        },
        "patients": int(sum(w.totals.counts[arrivals].sum() for w in run.windows)),
        "events": int(sum(r.totals.events for r in run.replications)),
        "intervals": {
            "confidence": CONFIDENCE,
            "method": "replications" if many else "batch means",
            **_reliance(run),
        },
        "quantile_relative_error": RELATIVE_ERROR,
        "deadlocks": _deadlocks(run),
        "swapped": int(sum(w.totals.resources["swapped"].sum() for w in run.windows)),
        "events_of_replications": [int(w.totals.events) for w in run.windows],
        "seconds_of_replications": [round(r.seconds, 3) for r in run.replications],
        "targets": _targets(run),
        "notes": [both(note) for note in run.network.notes],
    }


def _targets(run: Run) -> dict[str, list[str]]:
    """Return the ids of the targets of each kind."""
    found = defaultdict[str, list[str]](list)
    for name, kind in target_kinds(run.network).items():
        found[kind].append(name)
    return dict(found)


def machine_part() -> dict[str, Any]:
    """Return what it ran on and with, as JSON takes it: versions, machine and date."""
    return {
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": {"python": platform.python_version(), **_versions()},
        "machine": {
            "system": platform.platform(),
            "processor": platform.processor() or platform.machine(),
            "cpus": os.cpu_count(),
            "interpreter": f"{platform.python_implementation()} ({platform.python_compiler()})",
        },
    }


def scenario_part(scenario: Scenario) -> dict[str, Any]:
    """Return the scenario as resolved, as JSON takes it.

    It has the document, and the layer that each value came from by dotted path.
    """
    return {
        "path": str(scenario.path),
        "kind": scenario.kind,
        "hash": scenario.hash,
        "variants": list(scenario.variants),
        "layers": dict(scenario.origins),
        "document": scenario.document,
    }


def both(label: Label) -> dict[str, str]:
    """Return a label as JSON takes it."""
    return {"en": label.en, "zh": label.zh}


def _deadlocks(run: Run) -> list[dict[str, Any]]:
    """Return the replications in which nobody at some resources could go on, and since when.

    minute: of the run, behind the warm-up; negative within that.
    """
    return [
        {
            "replication": r.number,
            "minute": r.deadlock[0] - run.plan.warmup,
            "resources": [_named(run, k) for k in r.deadlock[1]],
        }
        for r in run.replications
        if r.deadlock
    ]


def _reliance(run: Run) -> dict[str, Any]:
    """Return how many samples intervals have, whether these are few, and where correlated."""
    n = run.sample_size
    return {
        "samples": n,
        "few": n <= FEW,
        "correlated": [_named(run, int(k)) for k in np.flatnonzero(correlated(run))],
        "false_alarms": FALSE_ALARMS,
    }


def _named(run: Run, row: int) -> dict[str, str]:
    """Return the name and the labels of a row of `resources`."""
    return {"name": run.held_names[row], **both(run.legend.held[row][1])}


@cache
def _versions() -> dict[str, str]:
    """Return the versions of PACKAGES, each of which is read from a file: once in a process."""
    found = {}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "run from its folder, not installed"
    return found

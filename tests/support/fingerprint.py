"""Print a digest of every table of every shipped scenario, by both engines.

A change of shape alone leaves each line as it was: keep the lines of before, compare them after.

    python tests/support/fingerprint.py > before.txt
    python tests/support/fingerprint.py | diff before.txt -

Digests are of bits, so only those made on one machine with the same libraries compare.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

import numpy as np
import pandas as pd

import simcore

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SMALL = ("examples", "published")
REGIONS = ("shaoxing/2015-baseline.yaml", "shaoxing/2020-targets.yaml")
DAY = 1440.0
TABLES = ("resources", "waits", "stays", "flows", "daily", "costs", "indicators", "targets")


def digest(table: pd.DataFrame) -> str:
    """Return a name for all bits of a table, its columns and their order."""
    sha = hashlib.sha256("|".join(map(str, table.columns)).encode())
    for column in table.columns:
        values = table[column]
        exact = isinstance(values.dtype, np.dtype) and values.dtype.kind in "iufb"
        sha.update(values.to_numpy().tobytes() if exact else repr(values.tolist()).encode())
    return sha.hexdigest()[:16]


def lines(path: Path, engine: str, *, scale: float, days: float, log: bool) -> list[str]:
    """Return a line for each table of a short run of a scenario."""
    scenario = simcore.load_scenario(path)
    results = simcore.simulate(
        scenario,
        replications=1,
        engine=engine,  # type: ignore[arg-type]
        scale=scale,
        warmup=min(scenario.warmup, days * DAY / 2),
        run=min(scenario.run, days * DAY),
        log=log,
    )
    name = f"{path.parent.name}/{path.stem} {engine}"
    names = (*TABLES, "events") if log else TABLES
    return [f"{name} {table} {digest(getattr(results, table))}" for table in names]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--engine", choices=["numba", "simpy"], action="append")
    parser.add_argument("--days", type=float, default=21.0, help="of each small run")
    arguments = parser.parse_args()
    small = sorted(p for folder in SMALL for p in (SCENARIOS / folder).glob("*.yaml"))
    for engine in arguments.engine or ["numba", "simpy"]:
        for path in small:
            print(*lines(path, engine, scale=1.0, days=arguments.days, log=True), sep="\n")
            sys.stdout.flush()
        for name in REGIONS:
            print(*lines(SCENARIOS / name, engine, scale=0.01, days=14.0, log=False), sep="\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()

"""Every meeting of a patient with a row, as the engine logs them: the ground to check tables on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from simcore.engine.phases import ABOUT_A_RESOURCE, Happening, Phase
from simcore.results.run import Run


def meetings(run: Run) -> pd.DataFrame:
    """Return one row for each meeting: event (the operation), when it begins and ends, minutes.

    A meeting ends where the patient's next one begins; NaN where they have not gone on.
    """
    return pd.concat([_of(run, k) for k in range(len(run.replications))], ignore_index=True)


def _of(run: Run, replication: int) -> pd.DataFrame:
    log = run.replications[replication].log
    assert log is not None
    log = log[log.kind == Happening.MET]
    rows, names = run.program.rows, run.held_names
    about = [names[row.resource] if row.phase in ABOUT_A_RESOURCE else None for row in rows]
    exits = [run.legend.places[row.place][1] if row.phase is Phase.EXIT else None for row in rows]
    sources = np.array([source.name for source in run.network.sources], object)[log.source]
    found = pd.DataFrame(
        {
            "replication": replication,
            "patient": sources + "/" + log.ordinal.astype(str).astype(object),
            "source": sources,
            "begins_minutes": log.time - run.plan.warmup,
            "event": np.array([row.OP.name.lower() for row in rows], object)[log.step],
            "resource": np.array(about, object)[log.step],
            "exit": np.array(exits, object)[log.step],
        }
    )
    return found.assign(ends_minutes=found.groupby("patient")["begins_minutes"].shift(-1))

"""The event log as people read it: one row for each step that a patient did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from simcore.engine.program import Ints, Records
from simcore.experiments.replicate import Replication
from simcore.results.columns import timestamps
from simcore.results.log_rows import LogRows
from simcore.results.run import Run
from simcore.results.visits import visits_of

COLUMNS = [
    "replication", "patient", "source", "class", "part", "pathway", "step", "word", "label_en",
    "label_zh", "resource", "asked_minutes", "began_minutes", "ended_minutes", "outcome",
    "warmup",
]  # fmt: skip
DATES = ["asked", "began", "ended"]
INTERRUPTION = "interruption"


def event_table(run: Run) -> pd.DataFrame:
    """Return one row for each step that a patient did, in the order in which they came to it.

    patient: source/ordinal, the same in every scenario. class: theirs. part: of a fork, 0 for
        the patient as a whole.
    pathway, step, word, label: where the step stands, the first being 1, its word in YAML and its
        name; "arrive" where they come, "interruption" where a unit was taken away from them,
        "move" where they moved back within a pool (the label is the pool's, the resource the one
        they moved to), "breakdown" where a unit is out of order (its source is no patient's).
    resource: what they waited for, gave back, or lost; a pool by its own name.
    asked, began, ended: when they came to the step; when what they asked for began (they had the
        resource, the appointment, the signal); when it was over: for `seize` and `transfer` when
        they gave back what they took. Minutes since the end of the warm-up, and dates where the
        network has a start. NaN where it did not happen, or not yet.
    outcome: done, reneged, sent home, balked, full (no seat in the book), interrupted (and did
        not resume), resumed (an interruption); None where the step is not over.
    warmup: whether they came to it before the statistics began.
    attribute_NAME: the value of an attribute that was asked for, when they came to the step.
    """
    facts = LogRows(run)
    logged = [_one(facts, r) for r in run.replications if r.log is not None]
    dates = DATES if run.network.start else []
    if not logged:
        return pd.DataFrame(columns=[*COLUMNS, *dates])
    return pd.concat(logged, ignore_index=True)


def _one(facts: LogRows, played: Replication) -> pd.DataFrame:
    run, log = facts.run, played.log
    assert log is not None
    visits = visits_of(facts, log)
    place, step = visits.place, visits.step
    label = [step.label for step in facts.steps]
    words = [*(step.word for step in facts.steps), INTERRUPTION]
    minutes = {
        name: getattr(visits, name) - run.plan.warmup for name in ("asked", "began", "ended")
    }
    columns: dict[str, Any] = {
        "replication": played.number,
        "patient": _patients(run, log, place),
        "source": _named(log.source[place], _source_names(run)),
        "class": _named(log.class_[place], run.program.class_names),
        "part": log.part[place].astype(np.int32),
        "pathway": _named(step, [step.pathway for step in facts.steps]),
        "step": np.array([step.index + 1 for step in facts.steps], np.int32)[step],
        "word": _named(np.where(visits.interruption, len(facts.steps), step), words),
        "label_en": _named(step, [one.en for one in label]),
        "label_zh": _named(step, [one.zh for one in label]),
        "resource": _named(visits.resource, run.held_names),
        **{f"{name}_minutes": minutes[name] for name in minutes},
        "outcome": _named(visits.outcome, visits.OUTCOMES),
        "warmup": minutes["asked"] < 0.0,
    }
    if run.network.start:
        columns |= {name: timestamps(run.network.start, minutes[name]) for name in minutes}
    for k, number in enumerate(run.plan.log_attributes):
        columns[f"attribute_{run.network.attributes[number]}"] = log["values"][place, k]
    return pd.DataFrame(columns)


def _patients(run: Run, log: Records, place: Ints) -> Any:
    """Return "source/ordinal" of each."""
    names = pa.array(_source_names(run)).take(pa.array(log.source[place]))
    ordinals = pa.array(log.ordinal[place]).cast(pa.string())
    text: Any = pd.StringDtype("pyarrow", na_value=np.nan)
    return text.__from_arrow__(pc.binary_join_element_wise(names, ordinals, "/"))


def _named(numbers: Any, names: Sequence[str]) -> Any:
    """Return names by their numbers; None where the number is below 0."""
    unique = list(dict.fromkeys(names))
    number = {name: k for k, name in enumerate(unique)}
    categorical: Any = pd.Categorical
    codes = np.array([*(number[name] for name in names), -1], np.int32)
    return categorical.from_codes(codes[numbers], unique)


def _source_names(run: Run) -> list[str]:
    """Return the names of the sources, those of breakdowns behind them."""
    return [run.program.names[row].rsplit("/", 1)[0] for row in run.program.sources.entry]

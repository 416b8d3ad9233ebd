"""Columns that several tables share: names, tags and dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from simcore.results.run import Run
from simcore.text import Label
from simcore.time_units import MINUTES_PER_DAY

Columns = dict[str, Any]


def label_columns(labels: Sequence[Label], prefix: str = "label") -> Columns:
    """Return the English and the Chinese name as two columns."""
    return {f"{prefix}_en": [x.en for x in labels], f"{prefix}_zh": [x.zh for x in labels]}


def tag_columns(tags: Sequence[Mapping[str, str]], taken: Sequence[str] = ()) -> Columns:
    """Return one column for each tag, None where a row does not carry it.

    A tag named like a column that the table has anyway is left out.
    """
    names = dict.fromkeys(name for row in tags for name in row if name not in taken)
    return {name: [row.get(name) for row in tags] for name in names}


def time_columns(run: Run, minutes: ArrayLike) -> Columns:
    """Return times since the end of the warm-up as day numbers from 0, and as timestamps.

    A network without a start date has NaT for them.
    """
    since = np.asarray(minutes, float) - run.plan.warmup
    return {"day": since / MINUTES_PER_DAY, "date": timestamps(run.network.start, since)}


def timestamps(start: date | None, since: Any) -> Any:
    """Return the moments so many minutes after the start of a date."""
    if start is None:
        return np.full(np.shape(since), np.datetime64("NaT"), "datetime64[ms]")
    return np.datetime64(start, "ms") + pd.to_timedelta(since, unit="m").to_numpy("timedelta64[ms]")

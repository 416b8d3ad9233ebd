"""How far an interval can be relied on: whether its samples are many, and independent.

An interval by Student's t covers what it says where samples are independent and nearly normal. Few
short ones are neither: measured of M/M/1 at a load of 0.9, ten replications of ten days cover 90%
rather than 95%. Batches of one run are independent only where they are long against the time in
which a queue forgets how long it was.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simcore.engine.program import Floats
from simcore.results.run import Run

FEW = 10  # samples with which an interval may cover less than it says
FEWEST = 8  # batches that can tell anything: of fewer, every order is too likely
FALSE_ALARMS = 1e-2  # of a run whose batches are independent; shared by all that is tested


def correlated(run: Run) -> NDArray[np.bool_]:
    """Tell of each row of `resources` whether the batches of a lone replication are correlated.

    They are where the mean number waiting, or the mean number busy, of a batch follows that of the
    batch before more than chance has it. False alarms: `FALSE_ALARMS` a run, of all rows
    together. Replications are independent as they are made: none is called correlated.
    """
    n, edges = len(run.held_names), run.replications[0].batches
    if len(run.replications) > 1 or len(edges) < 2:
        return np.zeros(n, bool)
    rows = [t.resources.view(np.ndarray) for t in edges]
    areas = [[row["waiting_area"], row["busy_area"]] for row in rows]
    minutes = np.diff([t.time for t in edges])
    p = chance(np.diff(np.array(areas), axis=0) / minutes[:, None, None])
    return np.asarray((p * p.size < FALSE_ALARMS).any(axis=0))  # of no resources, none


def chance(series: Floats) -> Any:
    """Return the chance that independent samples follow each other as much as these do.

    series: samples along the first axis.
    It is that of von Neumann's ratio of their ranks (Bartels, J. Am. Stat. Assoc. 77, 1982), which
    is the same whatever the law of the samples: 1 - ratio / 2 has mean 0, the variance that is
    written here, and very nearly the law of a symmetric beta variate. It is 1 where there are fewer
    than `FEWEST` samples, or all are equal.

    >>> float(chance(np.array([1.0, 2.0, 5.0, 3.0, 4.0, 7.0, 6.0, 8.0])).round(3))
    0.015
    """
    from scipy.special import betainc  # scipy.stats takes half a second to import

    n = len(series)
    if n < FEWEST:
        return np.ones(series.shape[1:])
    ranks = _ranks(series)
    steps = np.sum(np.diff(ranks, axis=0) ** 2, axis=0)
    spread = np.sum((ranks - ranks.mean(axis=0)) ** 2, axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        follows = np.where(spread > 0.0, 1.0 - steps / (2.0 * spread), -1.0)
    variance = (n - 2) * (5 * n * n - 2 * n - 9) / (5 * n * (n + 1) * (n - 1) ** 2)
    shape = (1.0 / variance - 1.0) / 2.0
    return betainc(shape, shape, np.clip((1.0 - follows) / 2.0, 0.0, 1.0))


def _ranks(series: Floats) -> Floats:
    """Return the ranks along the first axis, from 0; those that are equal share their mean."""
    upward, downward = (
        x.argsort(axis=0, kind="stable").argsort(axis=0) for x in (series, series[::-1])
    )
    return (upward + downward[::-1]) / 2.0

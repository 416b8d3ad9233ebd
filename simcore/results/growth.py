"""Whether queues only grow: a test over the whole run and all replications.

A queue that its resource can keep up with grows for a while as chance has it: at a load of 1, which
is the worst, like a random walk that cannot fall below 0, whatever was there when it began. Divided
by its deviation, its growth is then that of the absolute value of a normal number; so the chance of
a growth as large is at most twice that of Student's t of the increments between looks at the queue.
Those of independent replications are joined as Fisher has it. A queue that balking or reneging
brings to rest, or that fills up after an empty start, grows less and less: it must have grown in
the second half of the run by at least half as much as in the first.

Measured, of a thousand runs from empty: at a load of exactly 1 (M/M/1, M/M/20, 23 beds) 1.7 called
growing, at 0.97 and below none.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simcore.engine.program import Floats, Ints
from simcore.results.run import Run

Flags = NDArray[np.bool_]

FALSE_ALARMS = 1e-3  # of a run in which all queues can be kept up with; shared by its queues
LEAST = 1e-12  # chance that one replication is believed to show


def grows(run: Run) -> Flags:
    """Tell of each row of `resources` whether its queue only grows.

    Replications that ended early are left out. False alarms: `FALSE_ALARMS` a run, of all its
    queues and replications together.
    """
    queues = [r.queues for r in run.replications if r.status == "complete"]
    n = len(run.held_names)
    if not queues:
        return np.zeros(n, bool)
    gains: Any = np.diff(np.array(queues), axis=1)
    found = lasting(gains)
    if found.any():
        found[found] = chance(gains[..., found]) < FALSE_ALARMS / n
    return found


def lasting(gains: Ints) -> Flags:
    """Tell which queues grew, and in the second half by at least half as much as in the first.

    gains: (replications, looks, queues), patients.
    """
    half = gains.shape[1] // 2
    first, second = gains[:, :half].sum(axis=(0, 1)), gains[:, -half:].sum(axis=(0, 1))
    return np.asarray((second > 0) & (2 * second >= first) & (gains.sum(axis=(0, 1)) > 0))


def chance(gains: Ints) -> Floats:
    """Return for each queue the chance of growing so much although it can be kept up with.

    gains: as for `lasting`.

    >>> chance(np.array([[[1], [2], [3], [2]]])).round(3)
    array([0.016])
    """
    from scipy.special import chdtrc, stdtr  # scipy.stats takes half a second to import

    k = gains.shape[1]
    with np.errstate(invalid="ignore", divide="ignore"):
        t = gains.mean(axis=1) / (gains.std(axis=1, ddof=1) / np.sqrt(k))
    t = np.nan_to_num(np.maximum(t, 0.0), nan=0.0, posinf=np.inf)
    each = np.clip(2.0 * stdtr(k - 1, -t), LEAST, 1.0)
    joined: Floats = chdtrc(2 * len(gains), -2.0 * np.log(each).sum(axis=0))
    return joined

"""Multinomial logit shares, renewed between days from the waits people remember."""

from __future__ import annotations

import numpy as np

from simcore.engine.program import Choices, Floats, Records


class RecentWaits:
    """Exponentially weighted wait of each resource, minutes; 0 before anyone waited."""

    def __init__(self, resources: int, memory: float) -> None:
        self.mean = np.zeros(resources)
        self._keep = np.exp(-1.0 / memory)  # a day
        self.forget_totals()

    def forget_totals(self) -> None:
        """Follow the totals of a run whose statistics were just cleared."""
        self._before = np.zeros((3, self.mean.size))

    def learn(self, resources: Records) -> None:
        """Take in one day: the totals so far, with areas up to now."""
        totals = np.array([resources.started, resources.waited, resources.waiting_area])
        started, waited, area = totals - self._before
        today = expected_waits(started, waited, area, resources.waiting)
        today = np.where(np.isnan(today), self.mean, today)
        self.mean = self._keep * self.mean + (1.0 - self._keep) * today
        self._before = totals


def expected_waits(started: Floats, waited: Floats, area: Floats, waiting: Floats) -> Floats:
    """Return the wait that people expect at each resource, minutes; NaN where nobody came.

    It is the mean wait of those who started, or the mean time in the queue of all who were there,
    whichever is longer: so a place where many wait and nobody starts does not look free.

    started: who did in some time. waited: sum of their waits, minutes. area: under the queue in
    that time, patient-minutes. waiting: who still do at its end.
    """
    nobody = np.full(len(started), np.nan)
    of_all = np.divide(area, started + waiting, out=nobody, where=started + waiting > 0)
    of_those_seen = np.divide(waited, started, out=of_all.copy(), where=started > 0)
    longer: Floats = np.maximum(of_those_seen, of_all)
    return longer


def probabilities(choices: Choices, waits: Floats) -> Floats:
    """Return how likely each class is to take each option: (rows, classes), as `utility` is.

    P_j = exp V_j / sum exp V with V_j = utility + lift + the sum of wait_weight * wait: the
    multinomial logit (McFadden 1974).

    choices: one at least.
    waits: minutes, one for each resource, as they are remembered.
    """
    value = choices.utility + (choices.lift * choices.lifted)[:, None]
    felt = choices.wait_weight * waits[choices.wait_resource]
    value += np.bincount(choices.wait_option, felt, len(value))[:, None]
    value -= np.repeat(np.maximum.reduceat(value, choices.first), choices.n, axis=0)
    weight = np.exp(value)
    weight /= np.repeat(np.add.reduceat(weight, choices.first), choices.n, axis=0)
    return weight


def renew_shares(choices: Choices, table: Floats, waits: Floats) -> None:
    """Write the cumulative shares of every choice into a table, in place.

    choices: of the Program that the table belongs to.
    table: `Program.table` or a run's own copy of it.
    waits: minutes, one for each resource, as they are remembered.
    """
    if not choices.first.size:
        return
    weight = probabilities(choices, waits)
    for first, n, begin in zip(choices.first, choices.n, choices.table, strict=True):
        shares = np.cumsum(weight[first : first + n], axis=0)
        shares[-1] = 1.0
        table[begin : begin + shares.size] = shares.T.ravel()

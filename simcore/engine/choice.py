"""Multinomial logit shares, renewed between days from the waits people remember."""

from __future__ import annotations

import numpy as np

from simcore.engine.program import Choices, Floats, Ints


class RecentWaits:
    """Exponentially weighted mean wait of each resource, minutes; 0 before anyone waited."""

    def __init__(self, resources: int, memory: float) -> None:
        self.mean = np.zeros(resources)
        self._keep = np.exp(-1.0 / memory)  # a day
        self._started = np.zeros(resources, np.int64)
        self._waited = np.zeros(resources)

    def forget_totals(self) -> None:
        """Follow the totals of a run whose statistics were just cleared."""
        self._started[:] = 0
        self._waited[:] = 0.0

    def learn(self, started: Ints, waited: Floats) -> None:
        """Take in one day: totals so far of those who started and of their waits."""
        n = started - self._started
        today = np.divide(waited - self._waited, n, out=self.mean.copy(), where=n > 0)
        self.mean = self._keep * self.mean + (1.0 - self._keep) * today
        self._started, self._waited = started.copy(), waited.copy()


def probabilities(choices: Choices, waits: Floats) -> Floats:
    """Return how likely each class is to take each option: (rows, classes), as `utility` is.

    P_j = exp V_j / sum exp V with V_j = utility + lift + wait_weight * wait of its resource: the
    multinomial logit (McFadden 1974).

    choices: one at least.
    waits: minutes, one for each resource, as they are remembered.
    """
    wait = np.append(waits, 0.0)[choices.resource]  # row -1: nobody's wait, the 0 at the end
    value = choices.utility + (choices.lift * choices.lifted)[:, None]
    value += (np.repeat(choices.wait_weight, choices.n) * wait)[:, None]
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

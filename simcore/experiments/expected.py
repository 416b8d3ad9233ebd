"""What share of some events the choices of patients make, worked out and not played."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from simcore.engine.choice import probabilities
from simcore.engine.ops import Arrive, Branch
from simcore.engine.program import Choices, Floats, Program
from simcore.engine.successors import successors


@dataclass(frozen=True)
class ExpectedShare:
    """The share of some events among others, as a function of the choices' `lift`.

    choices: as they are without it.
    chosen: patients a minute who come to each option's choice, (options, classes).
    behind: how many events of both kinds follow each option, on average, (options, 2).
    besides: events a minute of both kinds that follow no choice.
    """

    choices: Choices
    chosen: Floats
    behind: Floats
    besides: Floats

    def at(self, lift: float, waits: Floats) -> float:
        """Return the share, from 0 to 1, where waits (minutes, by resource) are remembered."""
        likely = probabilities(replace(self.choices, lift=lift), waits)
        some, every = self.besides + (self.chosen * likely).sum(axis=1) @ self.behind
        return float(some / every)


def expected_share(program: Program, arrivals: Sequence[Floats], counted: Floats) -> ExpectedShare:
    """Return the share that a Program's choices make, if they come first of all.

    A choice further on, and what differs by class behind one, count as on average over classes: the
    share is then approximate.

    program: whose patients end, and go round in no circle without a random way out of it.
    arrivals: patients a minute of each class, for each source.
    counted: by row of the step table, 1 where it is an event of the kind, for both kinds.
    """
    behind = _behind_rows(program, counted)
    choices = program.choices
    number = {shares: k for k, shares in enumerate(choices.table.tolist())}
    met = np.zeros((choices.n.size, program.classes))
    at_option = np.zeros((len(choices.utility), 2))
    besides = np.zeros(2)
    to_follow = list(zip(program.sources.entry.tolist(), arrivals, strict=False))
    while to_follow:
        at, patients = to_follow.pop()
        row = program.rows[at]
        if isinstance(row, Arrive):
            to_follow.append((row.next, patients))
        elif not isinstance(row, Branch):
            besides += patients.sum() * behind[at]
        elif row.shares in number:
            k = number[row.shares]
            met[k] += patients
            options = slice(choices.first[k], choices.first[k] + row.n)
            at_option[options] = behind[_targets(program, row)]
        else:
            shares = _shares(program, row) * patients[:, None]
            to_follow += zip(_targets(program, row).tolist(), shares.T, strict=True)
    return ExpectedShare(choices, np.repeat(met, choices.n, axis=0), at_option, besides)


def _targets(program: Program, row: Branch) -> NDArray[np.int32]:
    return program.targets[row.targets : row.targets + row.n]


def _shares(program: Program, row: Branch) -> Floats:
    """Return the shares of a branch, (classes, options)."""
    first = row.shares + np.arange(program.classes)[:, None] * row.by_class
    return np.diff(program.table[first + np.arange(row.n)], prepend=0.0, axis=1)


def _behind_rows(program: Program, counted: Floats) -> Floats:
    """Return how many events follow each row on average, its own among them: (rows, kinds).

    They are the solution x of x = counted + P x, P being the chances of what comes next.
    """
    from scipy.sparse import csc_array, eye_array  # for a region with an imposed share alone
    from scipy.sparse.linalg import spsolve

    rows = program.rows
    origin, to, chance = list[int](), list[int](), list[float]()
    for k, (row, following) in enumerate(zip(rows, successors(rows, program.links), strict=True)):
        if isinstance(row, Branch):
            chances = _shares(program, row).mean(axis=0).tolist()
        else:
            following = following[:1]  # as it goes where nobody gives up or is sent away
            chances = [1.0] * len(following)
        origin += [k] * len(following)
        to += following
        chance += chances
    n = len(rows)
    next_row = csc_array((chance, (origin, to)), (n, n))
    found: Floats = spsolve(eye_array(n, format="csc") - next_row, counted)
    return found

"""What share of some events the choices of patients make, worked out and not played."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simcore.engine.choice import probabilities
from simcore.engine.ops import Arrive, Branch
from simcore.engine.program import Floats, Program
from simcore.engine.successors import successors


@dataclass(frozen=True)
class ExpectedShare:
    """The share of some events among others, by the shares and choices of a Program.

    program: as it was built. arrivals: as in `expected_share`. number: of each choice, by where its
    shares are. behind: how many events of both kinds follow each row, (rows, 2).
    """

    program: Program
    arrivals: Sequence[Floats]
    number: Mapping[int, int]
    behind: Floats

    def at(self, program: Program, waits: Floats) -> float:
        """Return the share, from 0 to 1, where waits (minutes, by resource) are remembered.

        program: the one that was built, or one with other shares before and in its choices.
        """
        likely = probabilities(program.choices, waits)
        events = np.zeros(2)
        for at, patients in self._followed(program):
            row = self.program.rows[at]
            if isinstance(row, Branch):
                k = self.number[row.shares]
                first = program.choices.first[k]
                events += likely[first : first + row.n] @ patients @ self._behind(row)
            else:
                events += patients.sum() * self.behind[at]
        some, every = events
        return float(some / every)

    def _followed(self, program: Program) -> Iterator[tuple[int, Floats]]:
        """Yield each row up to which patients are followed, and how many of each class come there.

        They are followed to their choice, or to the first row that is no branch.
        """
        to_follow = list(zip(self.program.sources.entry.tolist(), self.arrivals, strict=False))
        while to_follow:
            at, patients = to_follow.pop()
            row = self.program.rows[at]
            if isinstance(row, Arrive):
                to_follow.append((row.next, patients))
            elif isinstance(row, Branch) and row.shares not in self.number:
                shares = _shares(program, row) * patients[:, None]
                to_follow += zip(_targets(program, row).tolist(), shares.T, strict=True)
            else:
                yield at, patients

    def _behind(self, row: Branch) -> Floats:
        return np.take(self.behind, _targets(self.program, row), axis=0)


def expected_share(program: Program, arrivals: Sequence[Floats], counted: Floats) -> ExpectedShare:
    """Return the share that a Program's choices make, if they come first of all.

    A choice further on, and what differs by class behind one, count as on average over classes: the
    share is then approximate.

    program: whose patients end, and go round in no circle without a random way out of it.
    arrivals: patients a minute of each class, for each source.
    counted: by row of the step table, 1 where it is an event of the kind, for both kinds.
    """
    number = {shares: k for k, shares in enumerate(program.choices.table.tolist())}
    behind = np.ascontiguousarray(_behind_rows(program, counted))  # else each look copies it whole
    return ExpectedShare(program, arrivals, number, behind)


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

"""How far a simulation is, and how long each phase of it took."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Literal

from simcore.experiments.replicate import Plan
from simcore.experiments.threads import Progress

Phase = Literal["build", "compile", "solve", "baseline", "run"]


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a simulation is, for a progress bar.

    phase: what is being done.
    done, total: simulated minutes of all replications, so far and in the end.
    now: minutes since the end of the warm-up in the replication that reported.
    start: the date of that end; None for a network without dates.
    attempt: which it is, from 1, of the runs that solve an imposed share.
    """

    phase: Phase
    done: float = 0.0
    total: float = 0.0
    now: float = 0.0
    start: date | None = None
    attempt: int = 0


class Stages:
    """Tells how far a simulation is, and times its phases.

    tell: is called with each Stage.
    """

    def __init__(self, tell: Callable[[Stage], None] | None) -> None:
        self.tell = tell or (lambda stage: None)
        self.began = time.perf_counter()
        self.seconds: dict[str, float] = {}  # of the phases

    @contextmanager
    def timed(self, phase: Phase) -> Iterator[None]:
        """Add the time that passes within to the seconds of a phase."""
        began = time.perf_counter()
        yield
        passed = self.seconds.get(phase, 0.0) + time.perf_counter() - began
        self.seconds[phase] = round(passed, 3)

    def times(self) -> dict[str, float]:
        """Return the seconds of wall-clock time of each phase, and in total up to now."""
        return {**self.seconds, "total": round(time.perf_counter() - self.began, 3)}

    def progress(
        self, phase: Phase, start: date | None, plan: Plan, replications: int, attempt: int = 0
    ) -> Progress:
        """Return what to call with a replication and its simulated minutes.

        start: the date of the end of the warm-up.
        attempt: as in Stage.
        """
        reached = dict.fromkeys(range(replications), 0.0)
        total = replications * plan.end

        def report(replication: int, now: float) -> None:
            reached[replication] = now
            done = sum(reached.values())
            self.tell(Stage(phase, done, total, now - plan.warmup, start, attempt))

        return report

"""From a scenario to what every replication of it left, at full length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from simcore.building import built
from simcore.engine.ready import make_ready
from simcore.engine.simulation import Simulation
from simcore.engine.totals import NoValue
from simcore.experiments.arguments import EngineName
from simcore.experiments.logs import LogPlan, attribute_numbers, event_filter
from simcore.experiments.memory_need import check_memory, run_needs
from simcore.experiments.no_values import without_value
from simcore.experiments.replicate import Engine, Plan, replicate
from simcore.experiments.saving import SavedRun
from simcore.experiments.stages import Stage, Stages
from simcore.experiments.states import WarmStates
from simcore.imposed import Imposed, with_imposed
from simcore.network.model import Network
from simcore.results.run import Run
from simcore.scenario.load import Scenario


@dataclass(frozen=True)
class Player:
    """Plays a scenario at full length, from its Network to what every replication left.

    jobs: threads. log: which events are kept. warm: the states to go on from.
    keep: whether what is built of it may be played again: see `built`.
    """

    subject: Scenario | Network
    engine: EngineName
    jobs: int
    stages: Stages
    log: LogPlan | None = None
    warm: WarmStates | None = None
    keep: bool = True

    def play(self, plan: Plan, replications: int, scale: float, imposed: Imposed | None) -> Run:
        """Build, compile and play, with what an imposed share takes."""
        stages = self.stages
        stages.tell(Stage("build"))
        with stages.timed("build"):
            found = built(self.subject, plan, scale=scale, keep=self.keep)
            found = with_imposed(found, self.subject, imposed, scale)
            network, program, legend = found.network, found.program, found.legend
        check_memory(run_needs(program, plan, replications, self.jobs))
        if self.log:
            numbers = attribute_numbers(self.log, network.attributes)
            plan = replace(plan, log=event_filter(self.log, program), log_attributes=numbers)
        saved = self._saved(network, plan, replications, scale)
        stages.tell(Stage("compile"))
        with stages.timed("compile"):
            make_ready(program)
        simpy = self.engine == "simpy"
        jobs = 1 if simpy else min(self.jobs, replications)  # Python holds its lock
        with stages.timed("run"):
            try:
                played = replicate(
                    program, plan, replications, engine=_engine_of(self.engine), jobs=jobs,
                    progress=stages.progress("run", network.start, plan, replications),
                    saved=saved,
                )  # fmt: skip
            except NoValue as error:
                raise without_value(error, network, legend) from None
        return Run(network, program, legend, plan, played, scale)

    def _saved(
        self, network: Network, plan: Plan, replications: int, scale: float
    ) -> Sequence[SavedRun]:
        """Return the runs to go on from, none for a run that begins empty."""
        if self.warm is None:
            return ()
        start = network.start.isoformat() if network.start else None
        self.warm.check(start=start, scale=scale, warmup=plan.warmup, seed=plan.seed)
        return self.warm.of_first(replications)


def _engine_of(name: EngineName) -> type[Engine]:
    """Return what plays a Program: the compiled engine, or the reference on SimPy."""
    if name == "numba":
        return Simulation
    from simcore.reference import Reference

    return Reference

"""From a scenario to results, in one call."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

from simcore.engine.program import Program
from simcore.engine.simulation import Simulation
from simcore.errors import RunError
from simcore.experiments.logs import LogPlan, keeper, log_plan
from simcore.experiments.replicate import Engine, Plan, Progress, replicate
from simcore.experiments.saving import State
from simcore.experiments.scaling import scaled
from simcore.experiments.states import WarmStates, read_warm, write_warm
from simcore.network.compiler.compile import Legend, compile_network
from simcore.network.compiler.laws import LawError
from simcore.network.dated_calendar import UnknownYear
from simcore.network.model import Network
from simcore.results.manifest import machine_part, run_part, scenario_part
from simcore.results.observed import Observer
from simcore.results.results import Results, results_of
from simcore.results.run import Run
from simcore.scenario.load import Scenario, load_scenario
from simcore.text import Label
from simcore.time_units import MINUTES_PER_WEEK

T = TypeVar("T")
EngineName = Literal["numba", "simpy"]
Phase = Literal["build", "compile", "solve", "run"]

IMPOSED = "primary_visit_share"  # the indicator that a scenario may impose, %
SOLVE_SCALE = 0.1  # measured: within 0.2 points of the share at full size, as 0.2 is
SOLVE_WARMUP = 4 * MINUTES_PER_WEEK  # weeks in which people learn the waits
SOLVE_WEEKS = 8.0  # measured, or more, so that the share is known to 0.2 points:
SOLVE_WEEKS_AT_FULL_SIZE = 0.4  # 40 weeks at 1/100, 20 at 1/50


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a simulation is, for a progress bar.

    done, total: simulated minutes, of all replications. now: minutes since the end of the
    warm-up in the replication that reported, `start` its date. attempt: which run of `solve`.
    """

    phase: Phase
    done: float = 0.0
    total: float = 0.0
    now: float = 0.0
    start: date | None = None
    attempt: int = 0


def simulate(
    scenario: Scenario | Network | str | Path,
    *,
    replications: int | None = None,
    seed: int | None = None,
    jobs: int | None = None,
    engine: EngineName = "numba",
    scale: float = 1.0,
    log: bool | str | LogPlan = False,
    series_step: float | None = None,
    warmup: float | None = None,
    run: float | None = None,
    save_state: str | Path | None = None,
    from_state: str | Path | None = None,
    progress: Callable[[Stage], None] | None = None,
) -> Results:
    """Play a scenario, the file of one, or a Network, and return its results.

    What is not given is the scenario's own; a Network needs `run`, and may have `warmup`, in
    minutes. jobs: threads, else one a processor; the results do not depend on it. scale:
    population and capacity shrunk together, for a quick look. log: keep events: True or "all",
    "sample=5%" of the patients, "resource=NAME", or a LogPlan. series_step: of the tables by
    day, in minutes. save_state: a file for the states at the end of the warm-up. from_state:
    one to go on from, in place of a warm-up; of the same network, its numbers may differ.
    Raises ScenarioError for a file that is wrong, RunError where an imposed share cannot be
    reached or a state does not suit, ValueError for a number out of range. A run whose queues
    grow without end comes back as far as it went, with status "overload".
    """
    began = time.perf_counter()
    loaded = load_scenario(scenario) if isinstance(scenario, str | Path) else scenario
    warm = read_warm(Path(from_state)) if from_state is not None else None
    plan, number = _plan(loaded, replications, seed, warmup, run, warm)
    plan = replace(plan, series_step=series_step, keep_state=save_state is not None)
    _check_ranges(number, scale, jobs, plan)
    _check_engine(engine, warm is not None or plan.keep_state)
    tell = progress or (lambda stage: None)
    player = _Player(loaded, jobs or os.cpu_count() or 1, tell, _log_plan(log), warm)
    imposed = player.solve(plan, scale)
    played = player.play(plan, number, scale, imposed.get("constant", 0.0), engine)
    if save_state is not None:
        write_warm(Path(save_state), plan, played.replications, _about(loaded, played))
    manifest = {
        **run_part(played),
        "engine": engine,
        "imposed": imposed or None,
        "log": log if isinstance(log, bool | str) else str(log),
        "from_state": warm.manifest() if warm else None,
        "scenario": scenario_part(loaded) if isinstance(loaded, Scenario) else None,
        "seconds": {**player.seconds, "total": round(time.perf_counter() - began, 3)},
        **machine_part(),
    }
    return results_of(played, manifest)


def _plan(
    scenario: Scenario | Network,
    replications: int | None,
    seed: int | None,
    warmup: float | None,
    run: float | None,
    warm: WarmStates | None,
) -> tuple[Plan, int]:
    """Return how to play: what was given, else what the warm state or the scenario says."""
    own = scenario if isinstance(scenario, Scenario) else None
    if run is None and own is None:
        raise ValueError("a Network says nothing of time: give run=, in minutes")
    number = replications if replications is not None else own.replications if own else 1
    if warm:
        number = replications if replications is not None else len(warm.states)
        if own is None:  # a Network says nothing of them
            warmup = warm.note["warmup"] if warmup is None else warmup
            seed = warm.note["seed"] if seed is None else seed
    plan = Plan(
        warmup=warmup if warmup is not None else own.warmup if own else 0.0,
        run=run if run is not None else own.run if own else 0.0,
        seed=seed if seed is not None else own.seed if own else 1,
        batches=Plan.batches if number == 1 else 1,  # only a single replication needs them
    )
    return plan, number


def _log_plan(log: bool | str | LogPlan) -> LogPlan | None:
    if isinstance(log, str) and log:
        return log_plan(log)
    return (LogPlan() if log is True else None) if isinstance(log, bool | str) else log


def _check_engine(engine: EngineName, states: bool) -> None:
    """Raise ValueError for an unknown engine, RunError for one that cannot do what is asked."""
    if engine not in get_args(EngineName):
        raise ValueError(f"engine must be one of {', '.join(get_args(EngineName))}")
    if states and engine != "numba":
        raise RunError(
            Label(
                "only the numba engine saves states and goes on from them",
                "只有 numba 引擎能保存状态并由其继续",
            ),
            Label("leave out the engine, or the states", "请去掉 engine，或不使用状态"),
        )


def _about(subject: Scenario | Network, run: Run) -> dict[str, Any]:
    """Return what a saved state says of the run that it is of."""
    start = run.network.start
    return {
        "scale": run.scale,
        "start": start.isoformat() if start else None,
        "name": run.network.name.en,
        "hash": subject.hash if isinstance(subject, Scenario) else None,
    }


def _check_ranges(replications: int, scale: float, jobs: int | None, plan: Plan) -> None:
    wrong = {
        "replications must be 1 or more": replications < 1,
        "scale must be above 0 and at most 1": not 0.0 < scale <= 1.0,
        "jobs must be 1 or more": jobs is not None and jobs < 1,
        "run must be above 0 minutes": not 0.0 < plan.run < float("inf"),
        "warmup must be 0 minutes or more": not 0.0 <= plan.warmup < float("inf"),
        "series_step must be 1 minute or more": not (plan.series_step or 1.0) >= 1.0,
        "seed must be from 0 to 2**32 - 1": not 0 <= plan.seed < 2**32,
    }
    for message, holds in wrong.items():
        if holds:
            raise ValueError(message)


class _Player:
    """Plays a scenario at any scale, tells how far it is, and times its parts."""

    def __init__(
        self,
        subject: Scenario | Network,
        jobs: int,
        tell: Callable[[Stage], None],
        log: LogPlan | None = None,
        warm: WarmStates | None = None,
    ) -> None:
        self.subject = subject
        self.jobs = jobs
        self.tell = tell
        self.log = log
        self.warm = warm
        self.seconds: dict[str, float] = {}

    @contextmanager
    def timed(self, phase: Phase) -> Iterator[None]:
        began = time.perf_counter()
        yield
        passed = self.seconds.get(phase, 0.0) + time.perf_counter() - began
        self.seconds[phase] = round(passed, 3)

    def network(self, scale: float, constant: float) -> Network:
        """Return the Network at a scale, with a constant on primary care."""
        if isinstance(self.subject, Network):
            return scaled(self.subject, scale)
        return network_of(self.subject, scale=scale, primary_constant=constant)

    def play(
        self, plan: Plan, replications: int, scale: float, constant: float, engine: EngineName
    ) -> Run:
        """Build, compile and play at full length."""
        self.tell(Stage("build"))
        with self.timed("build"):
            network = self.network(scale, constant)
            program, legend = _compiled(network, plan)
        if self.log:
            plan = replace(plan, log=keeper(self.log, program))
        states = self.states(network, plan, replications, scale)
        self.tell(Stage("compile"))
        with self.timed("compile"):
            Simulation(program, 0, 0).advance(0.0)  # before threads start: numba 4807
        jobs = 1 if engine == "simpy" else min(self.jobs, replications)  # Python holds its lock
        watch = self._watch("run", network.start, plan, replications)
        with self.timed("run"):
            played = interruptible(
                lambda look: replicate(
                    program, plan, replications,
                    engine=engine_of(engine), jobs=jobs, progress=look,
                    states=states,
                ),
                watch,
            )  # fmt: skip
        return Run(network, program, legend, plan, played, scale)

    def states(
        self, network: Network, plan: Plan, replications: int, scale: float
    ) -> Sequence[State]:
        """Return the states to go on from, none for a run that begins empty."""
        if self.warm is None:
            return ()
        start = network.start.isoformat() if network.start else None
        self.warm.check(start=start, scale=scale, warmup=plan.warmup, seed=plan.seed)
        return self.warm.of_first(replications)

    def _watch(
        self, phase: Phase, start: date | None, plan: Plan, replications: int, attempt: int = 0
    ) -> Progress:
        """Return what to call with a replication and its simulated minutes."""
        reached = dict.fromkeys(range(replications), 0.0)
        total = replications * plan.end

        def watch(replication: int, now: float) -> None:
            reached[replication] = now
            done = sum(reached.values())
            self.tell(Stage(phase, done, total, now - plan.warmup, start, attempt))

        return watch

    def solve(self, plan: Plan, scale: float) -> dict[str, Any]:
        """Return the constant on primary care that an imposed share needs; {} if none is.

        Solved on runs of a reduced scale and length with the run's seed, so that every
        attempt has the same patients.
        """
        wanted = imposed_share(self.subject)
        if wanted is None:
            return {}
        from simcore.region.impose import solve

        small = min(scale, SOLVE_SCALE)
        run = min(plan.run, max(SOLVE_WEEKS, SOLVE_WEEKS_AT_FULL_SIZE / small) * MINUTES_PER_WEEK)
        short = replace(plan, warmup=min(plan.warmup, SOLVE_WARMUP), run=run)
        short = replace(short, series_step=None, keep_state=False)
        attempts = iter(range(1, 1000))
        with self.timed("solve"):
            try:
                found = solve(lambda c: self._realised(short, small, c, next(attempts)), wanted)
            except ValueError as error:
                raise _unreachable(wanted) from error
        return {
            "indicator": IMPOSED,
            "wanted": wanted,
            "constant": found.constant,
            "realised_when_solved": found.realised,
            "attempts": found.evaluations,
            "scale": small,
            "weeks": run / MINUTES_PER_WEEK,
        }

    def _realised(self, plan: Plan, scale: float, constant: float, attempt: int) -> float:
        """Return the imposed indicator of one short run, as a share."""
        network = self.network(scale, constant)
        program, legend = _compiled(network, plan)
        watch = self._watch("solve", network.start, plan, 1, attempt)
        watch(0, 0.0)
        played = interruptible(lambda look: replicate(program, plan, 1, progress=look), watch)
        run = Run(network, program, legend, plan, played, scale)
        indicator = next(i for i in network.indicators if i.id == IMPOSED)
        return indicator.value(Observer(run)(run.windows[0])) / 100.0


def network_of(scenario: Scenario, *, scale: float = 1.0, primary_constant: float = 0.0) -> Network:
    """Return the Network that a scenario of either kind means."""
    if scenario.kind == "region":
        from simcore.region.build import build

        return build(scenario.model, scale=scale, primary_constant=primary_constant)
    network: Network = scenario.model.to_network()
    return scaled(network, scale)


def imposed_share(subject: Scenario | Network) -> float | None:
    """Return the primary share that a region imposes, if it does."""
    if not isinstance(subject, Scenario) or subject.kind != "region":
        return None
    return getattr(subject.model.policy.first_contact, "primary_share", None)


def _unreachable(wanted: float) -> RunError:
    return RunError(
        Label(
            f"no constant on primary care gives a share of {wanted:.1%}",
            f"无法使基层诊疗占比达到 {wanted:.1%}",
        ),
        Label(
            "choose a share between what emergencies and competence allow, or"
            " policy.first_contact: behavioural",
            "请选择急诊与诊治能力所允许的占比，或设 policy.first_contact: behavioural",
        ),
    )


def engine_of(name: EngineName) -> type[Engine]:
    """Return what plays a Program: the compiled engine, or the reference on SimPy."""
    if name == "numba":
        return Simulation
    from simcore.reference import Reference

    return Reference


LOOK_UP = 0.25  # seconds between looks for Ctrl-C


class Stopped(Exception):
    """Raised inside a replication to end it."""


def _compiled(network: Network, plan: Plan) -> tuple[Program, Legend]:
    """Compile a Network. Raises RunError for holidays not known and laws that cannot be played."""
    try:
        return compile_network(network, plan.warmup, plan.run)
    except UnknownYear as error:
        raise RunError(error.message, error.remedy) from None
    except LawError as error:
        raise RunError(
            Label(f"a distribution cannot be played: {error}", f"有一个分布无法使用：{error}"),
            Label("choose less extreme parameters", "请选用不那么极端的参数"),
        ) from None


def interruptible(work: Callable[[Progress], T], watch: Progress) -> T:
    """Do work on a thread, so that Ctrl-C here ends it within a simulated day.

    `work` gets the progress function that it must call every simulated day.
    """
    stop = threading.Event()

    def look(replication: int, now: float) -> None:
        if stop.is_set():
            raise Stopped
        watch(replication, now)

    with ThreadPoolExecutor(max_workers=1) as pool:
        future = pool.submit(work, look)
        try:
            while not future.done():
                wait([future], timeout=LOOK_UP)  # one without a timeout cannot be interrupted
            return future.result()
        except BaseException:
            stop.set()
            raise

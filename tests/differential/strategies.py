"""Random Networks for Hypothesis, valid by construction.

A pathway is entered holding a stated set of resources; its steps are a walk over such sets,
and it ends where the pathways it may go to expect what is then held. What nobody can reach
is cut off at the end. Times are few and round, so that many events fall on one instant.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from hypothesis import strategies as st
from models import constant, exponential, gamma, label, lognormal

from simcore.network.check import resources_of, targets
from simcore.network.model import (
    MINUTES_PER_WEEK,
    UNLIMITED,
    Branch,
    Choose,
    Delay,
    Distribution,
    Go,
    Leave,
    Network,
    Option,
    Release,
    Reserve,
    Resource,
    Seize,
    Source,
    Step,
    Transfer,
    Use,
)

Draw = Callable[..., Any]
Held = tuple[str, ...]  # sorted
Profile = tuple[tuple[float, Any], ...]  # minute of the week, value
SOME_TIME = [  # never 0, so a loop that has one takes time
    constant(5.0),
    constant(10.0),
    constant(60.0),
    exponential(8.0),
    exponential(90.0),
    lognormal(20.0, 1.5),
    gamma(30.0, 0.5),
    Distribution("uniform", {"low": 2.0, "high": 9.0}),
    Distribution("triangular", {"low": 1.0, "mode": 5.0, "high": 30.0}),
    Distribution("normal", {"mean": 15.0, "sd": 10.0}),
    Distribution("weibull", {"shape": 0.8, "scale": 12.0}),
    Distribution("empirical", {"values": (5.0, 15.0, 40.0), "weights": (2.0, 1.0, 1.0)}),
    Distribution("scipy", {"c": 0.1, "scale": 0.2}, "genpareto", 60.0),
]
ANY_TIME = [*SOME_TIME, constant(0.0), Distribution("uniform", {"low": 0.0, "high": 4.0})]
PRIORITIES = st.sampled_from([None, 0, 1, 2, 3])
GROUPS = st.sampled_from(["", "urgent"])


def weekly(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Profile]:
    """Return profiles of the week that change at a few half hours."""
    minutes = st.sets(st.integers(1, 335).map(lambda k: 30.0 * k), min_size=1, max_size=12)
    return minutes.flatmap(
        lambda at: st.tuples(*(st.tuples(st.just(t), values) for t in [0.0, *sorted(at)]))
    )


@st.composite
def capacities(draw: Draw) -> Any:
    kind = draw(st.sampled_from(["few", "few", "weekly", "unlimited"]))
    if kind == "unlimited":
        return UNLIMITED
    if kind == "few":
        return draw(st.integers(1, 3))
    profile = draw(weekly(st.sampled_from([0, 0, 1, 2, 5, UNLIMITED])))
    return profile if any(units for _, units in profile) else ((0.0, 0), (480.0, 2))


@st.composite
def reserves(draw: Draw) -> Reserve | None:
    if not draw(st.booleans()):
        return None
    return Reserve(draw(st.integers(0, 2)), draw(st.sampled_from([0.2, 0.5, 1.0])))


@st.composite
def rates(draw: Draw) -> Any:
    per_minute = st.sampled_from([0.06, 0.03, 0.01, 0.1])
    if draw(st.booleans()):
        return draw(per_minute)
    profile = draw(weekly(st.one_of(st.just(0.0), per_minute)))
    return profile if any(rate for _, rate in profile) else ((0.0, 0.0), (600.0, 0.05))


@st.composite
def shares(draw: Draw, n: int) -> tuple[float, ...]:
    parts = draw(st.lists(st.integers(0, 4), min_size=n, max_size=n))
    return tuple(x / sum(parts) for x in parts) if any(parts) else (1 / n,) * n


@dataclass
class _Maker:
    """Draws the parts of one Network."""

    draw: Draw
    resources: tuple[str, ...]
    classes: tuple[str, ...]
    entered: dict[str, Held]  # what is held on entering each pathway

    def pick(self, values: Sequence[Any]) -> Any:
        return self.draw(st.sampled_from(values))

    def walk(self, held: set[str]) -> list[Step]:
        """Return some steps; `held` is updated."""
        return [self.one(held) for _ in range(self.draw(st.integers(1, 6)))]

    def one(self, held: set[str]) -> Step:
        """Return a step that is possible with these resources in hand."""
        free = [r for r in self.resources if r not in held]
        kinds = ["transfer"] * 3 if held and free else []
        kinds += ["use", "seize"] if free else []
        kinds += ["delay"]
        kinds += ["release"] if held else []
        match self.pick(kinds):
            case "delay":
                return Delay(self.pick(ANY_TIME))
            case "use":
                return Use(self.pick(free), self.pick(ANY_TIME), *self.how())
            case "seize":
                return self.take(self.pick(free), held)
            case "release":
                return self.give(self.pick(sorted(held)), held)
            case _:
                return self.move(self.pick(sorted(held)), self.pick(free), held)

    def how(self) -> tuple[int | None, str]:
        return self.draw(PRIORITIES), self.draw(GROUPS)

    def take(self, name: str, held: set[str]) -> Step:
        held.add(name)
        return Seize(name, *self.how())

    def give(self, name: str, held: set[str]) -> Step:
        held.remove(name)
        return Release(name)

    def move(self, origin: str, to: str, held: set[str]) -> Step:
        held.remove(origin)
        held.add(to)
        return Transfer(origin, to, *self.how())

    def adjust(self, held: set[str], wanted: Held) -> list[Step]:
        """Return the steps that lead from what is held to what is wanted."""
        steps: list[Step] = []
        gone, missing = sorted(held - set(wanted)), sorted(set(wanted) - held)
        while gone and missing:
            steps.append(self.move(gone.pop(), missing.pop(), held))
        steps += [self.give(name, held) for name in gone]
        return steps + [self.take(name, held) for name in missing]

    def pathway(self, name: str, names: list[str]) -> tuple[Step, ...]:
        """Return one pathway: steps, and an end that fits what is held."""
        held = set(self.entered[name])
        steps = self.walk(held)
        end = self.pick(["branch", "choose", "go", "branch", "leave"])
        later = names[names.index(name) + 1 :]
        if end == "leave" or not later:
            exit = self.pick(["home", "away"])
            return (*steps, *self.adjust(held, ()), Leave(label(exit)))
        target = self.pick(later)
        steps += self.adjust(held, self.entered[target])
        if end == "go":
            return (*steps, Go(target))
        alike = [n for n in names if self.entered[n] == self.entered[target]]
        back = [n for n in alike if n not in later]
        if back:  # a way back takes time
            steps.append(Delay(self.pick(SOME_TIME)))
        others = self.draw(st.lists(st.sampled_from([*back, *alike]), min_size=1, max_size=2))
        options = [target, *others]
        return (*steps, self.branch(options) if end == "branch" else self.choose(options))

    def branch(self, options: list[str]) -> Step:
        """Return a branch; the first option, which leads on, has a share of at least a third."""

        def row() -> tuple[float, ...]:
            some = self.draw(shares(len(options)))
            return ((1 + 2 * some[0]) / 3, *(2 * x / 3 for x in some[1:]))

        if self.draw(st.booleans()):
            return Branch(tuple(zip(row(), options, strict=True)))
        equal = tuple((1 / len(options), name) for name in options)
        return Branch(equal, by_class=tuple(row() for _ in self.classes))

    def choose(self, options: list[str]) -> Step:
        utility = st.sampled_from([-1.0, 0.0, 0.5, 2.0])
        return Choose(
            tuple(
                Option(
                    name,
                    tuple(self.draw(utility) for _ in self.classes),
                    self.draw(st.sampled_from([None, *self.resources])),
                )
                for name in options
            ),
            wait_weight=self.pick([0.0, -0.05, -1.0]),
        )

    def source(self, name: str, pathway: str) -> Source:
        mix = tuple(zip(self.classes, self.draw(shares(len(self.classes))), strict=True))
        priority = self.draw(st.integers(0, 3))
        return Source(name, label(name), pathway, self.draw(rates()), mix, priority)


@st.composite
def networks(draw: Draw) -> Network:
    """Return Networks of one to four resources with every kind of step."""
    resources = tuple("bacd"[: draw(st.sampled_from([3, 1, 2, 4]))])
    names = [f"path {k}" for k in range(draw(st.integers(2, 5)))]
    some = tuple(sorted(draw(st.sets(st.sampled_from(resources), min_size=1, max_size=2))))
    entered: dict[str, Held] = {name: draw(st.sampled_from([(), some])) for name in names}
    entered[names[0]] = ()
    classes = tuple(["adult", "child", "elder"][: draw(st.integers(1, 3))])
    make = _Maker(draw, resources, classes, entered)
    doors = [name for name in names if entered[name] == ()]
    sources = [
        make.source(f"source {k}", draw(st.sampled_from(doors)))
        for k in range(draw(st.integers(1, 3)))
    ]
    network = Network(
        label("random"),
        tuple(Resource(r, label(r), draw(capacities()), draw(reserves())) for r in resources),
        tuple(sources),
        {name: make.pathway(name, names) for name in names},
        classes,
        choice_memory_days=draw(st.sampled_from([1.0, 7.0])),
        start=draw(st.sampled_from([None, date(2020, 1, 1), date(2020, 2, 29)])),
    )
    return _without_the_unreachable(network)


def _without_the_unreachable(network: Network) -> Network:
    """Cut off pathways that nobody reaches, resources that nobody uses, idle reserves."""
    reached = {source.pathway for source in network.sources}
    work = list(reached)
    while work:
        for step in network.pathways[work.pop()]:
            new = {name for _, name in targets(step)} - reached
            reached |= new
            work += new
    pathways = {name: steps for name, steps in network.pathways.items() if name in reached}
    used = {name for p in pathways.values() for step in p for _, name in resources_of(step)}
    pathways = {name: tuple(_forget(s, used) for s in p) for name, p in pathways.items()}
    resources = [r for r in network.resources if r.name in used]
    least = {r.name: _least_priority(network.sources, pathways, r.name) for r in resources}
    kept = tuple(
        replace(r, reserve=None) if r.reserve and r.reserve.priority < least[r.name] else r
        for r in resources
    )
    return replace(network, pathways=pathways, resources=kept)


def _forget(step: Step, used: set[str]) -> Step:
    """Let no choice look at a resource that is cut off."""
    if not isinstance(step, Choose):
        return step
    options = (o if o.wait_of in used else replace(o, wait_of=None) for o in step.options)
    return replace(step, options=tuple(options))


def _least_priority(
    sources: tuple[Source, ...], pathways: dict[str, tuple[Step, ...]], resource: str
) -> int:
    own = min(source.priority for source in sources)
    found = [9]
    for step in (step for steps in pathways.values() for step in steps):
        if isinstance(step, Seize | Use | Transfer):
            name = step.to if isinstance(step, Transfer) else step.resource
            if name == resource:
                found.append(own if step.priority is None else step.priority)
    return min(found)


def times() -> st.SearchStrategy[tuple[float, float]]:
    """Return a warm-up and a run, minutes; some end within a day or cross a week."""
    warmup = st.sampled_from([0.0, 700.0, 1440.0, 2000.5])
    run = st.sampled_from([900.0, 2880.0, 4000.0, MINUTES_PER_WEEK + 60.0])
    return st.tuples(warmup, run)

"""Random Networks for Hypothesis, valid by construction.

A pathway is entered holding a stated set of resources; its steps are a walk over such sets,
and it ends where the pathways it may go to expect what is then held. The last two pathways
lead out from every set there is. What nobody can reach is cut off at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import strategies as st

from simcore.network.model import Network
from simcore.network.naming import NameBy, NameByClass, Naming
from simcore.network.resources import Resource
from simcore.network.steps import (
    Book,
    Branch,
    Choose,
    Delay,
    Fork,
    Gather,
    Go,
    Hold,
    Join,
    Leave,
    Milestone,
    Option,
    Release,
    Route,
    Scatter,
    Seize,
    Set,
    Signal,
    Step,
    Transfer,
    Until,
    Use,
)
from simcore.network.values import Expression
from simcore.time_units import MINUTES_PER_WEEK
from support.differential.ingredients import FEATURES, Draw, Ingredients, shares
from support.differential.tidying import tidy
from support.models import label

Held = tuple[str, ...]  # sorted
PRIORITIES = st.sampled_from([None, 0, 1, 2, 3])
GROUPS = ["", "urgent"]
OUT, ALONE = "out", "sent out"
STEPS_OF_THEIR_OWN = ("until", "attributes", "route", "book", "fork", "hold", "milestone")
BELL = "bell"


@dataclass
class _Maker(Ingredients):
    """Draws the steps of one Network."""

    resources: dict[str, Resource]
    members: tuple[str, ...]  # of the pool, if there is one
    pool_moves: str  # "from" or "to": transfers with the pool; "": without, but in circles
    units: dict[str, Any]  # how many are always taken of each resource
    entered: dict[str, Held]  # what is held on entering each pathway
    forks: dict[str, tuple[Step, ...]]  # pathways of forks
    priorities: dict[str, Any]  # with which what can be taken away is always taken
    gates: int = 0

    # What can be taken

    def free(self, held: set[str]) -> list[str]:
        """Return what may be taken now."""
        names = [*self.resources, *(["pool"] if self.members else [])]
        return [name for name in names if not self.clashes(name, held)]

    def clashes(self, name: str, held: set[str]) -> bool:
        """Tell whether `name` cannot be held beside this."""
        if name in held or (held and self.lonely(name)) or any(map(self.lonely, held)):
            return True
        if name == "pool" or ("pool" in held and name in self.members):
            return bool(held & {"pool", *self.members})
        return self.fragile(name) and any(map(self.fragile, held))

    def lonely(self, name: str) -> bool:
        """Tell whether who leaves it may hold nothing else."""
        return name in self.resources and bool(self.resources[name].closing.go)

    def fragile(self, name: str) -> bool:
        return name in self.resources and self.resources[name].interruptible

    def shortest(self, name: str) -> bool:
        return name in self.resources and self.resources[name].order == "shortest"

    def kept(self, names: Sequence[str]) -> list[str]:
        """Return those that may be held from step to step, not for a single use alone."""
        return [n for n in names if not self.lonely(n) and not self.shortest(n)]

    def ordinary(self, name: str) -> bool:
        """Tell whether `name` can be asked for together with others."""
        if name not in self.kept(list(self.resources)) or self.fragile(name):
            return False
        return self.resources[name].waiting_room is None and not self.resources[name].gains

    # Steps

    def walk(self, held: set[str], later: Sequence[str]) -> list[Step]:
        """Return some steps; `held` is updated. later: pathways that may be gone to."""
        steps: list[Step] = []
        for _ in range(self.draw(st.integers(1, 6))):
            steps += self.some(held, later)
        return steps

    def some(self, held: set[str], later: Sequence[str]) -> list[Step]:
        """Return what is possible with these resources in hand."""
        free = self.free(held)
        moves = [(a, b) for a in sorted(held) for b in self.kept(free) if self.may_move(a, b)]
        kinds = ["transfer"] * 3 if moves else []
        kinds += ["use", "use"] if free else []
        kinds += ["seize"] if self.kept(free) else []
        kinds += ["delay"]
        kinds += ["release"] if held else []
        kinds += 2 * [f for f in STEPS_OF_THEIR_OWN if f in self.features]
        kinds += ["gather"] * 2 if "gather" in self.features and not held else []
        out = [name for name in later if self.entered[name] == tuple(sorted(held))]
        match self.pick(kinds):
            case "use":
                return [self.use(self.pick(free), held, out)]
            case "seize":
                return [self.take(self.pick(self.kept(free)), held, out)]
            case "release":
                return [self.give(self.pick(sorted(held)), held)]
            case "transfer":
                return [self.move(*self.pick(moves), held, out)]
            case "until":
                return [Until(self.pick([(480.0,), (480.0, 2400.0, 9000.0)]))]
            case "attributes" if self.attributes:
                return [Set(self.pick(self.attributes), self.value(self.any_time()))]
            case "route" if out:
                ways = self.draw(st.lists(st.sampled_from(out), min_size=1, max_size=2))
                return [Route(tuple((self.condition(), go) for go in ways))]
            case "book" if out:
                return [self.book_seat(out)]
            case "fork":
                return [self.fork()]
            case "gather":
                return self.together()
            case "milestone":
                return [Milestone(self.pick(["seen", "told"]))]
            case "hold":
                signals = [Signal(BELL), Signal(BELL, 1), Signal(BELL, 3)]
                return [self.pick([Hold(BELL, label(BELL)), *signals])]
        away = any(r.closing.go for r in self.resources.values() if r.name in held)
        name = "at rest" if self.has("occupies") and not away else ""
        return [Delay(self.value(self.any_time()), occupies=name)]

    def group(self) -> Naming:
        if not self.has("asked"):
            return self.pick(GROUPS)
        if self.draw(st.booleans()):
            return NameByClass(tuple(self.pick(GROUPS) for _ in self.classes))
        return NameBy(self.condition(), ((0.0, self.pick(GROUPS)), (1.0, self.pick(GROUPS))))

    def may_move(self, origin: str, to: str) -> bool:
        """Tell whether a transfer, which is of one unit, may lead from one to the other."""
        if any(self.units.get(name, 1) != 1 for name in (origin, to)):
            return False
        if "pool" in (origin, to):
            return self.pool_moves == ("from" if origin == "pool" else "to")
        return not self.pool_moves or origin < to

    def how(self, name: str) -> dict[str, Any]:
        priority = self.asked(3) if self.has("asked") else self.draw(PRIORITIES)
        if self.fragile(name):
            priority = self.priorities.setdefault(name, priority)
        return {"priority": priority, "group": self.group()}

    def waiting(self, name: str, out: list[str]) -> dict[str, object]:
        """Return how long the patient waits for `name`, and whether they wait at all."""
        found: dict[str, object] = {}
        if out and self.has("balk"):
            found["balk"] = self.balk(self.pick(out))
        room = name in self.resources and self.resources[name].waiting_room is not None
        if out and not room and self.has("patience"):
            found |= {"patience": self.value(self.any_time()), "on_renege": self.pick(out)}
        return found

    def also(self, name: str, free: list[str]) -> tuple[str, ...]:
        single = [n for n in free if n != name and self.units[n] == 1 and self.ordinary(n)]
        if not single or not self.ordinary(name) or not self.has("also"):
            return ()
        return tuple(self.draw(st.lists(st.sampled_from(single), min_size=1, unique=True)))

    def after(self) -> object:
        return self.value(self.any_time()) if self.has("after") else None

    def use(self, name: str, held: set[str], out: list[str]) -> Step:
        how = self.how(name)
        time = self.any_time() if self.shortest(name) else self.value(self.any_time())
        return Use(
            name, time, units=self.units[name], also=self.also(name, self.free(held)),
            after=self.after(), **how, **self.waiting(name, out),
        )  # fmt: skip

    def take(self, name: str, held: set[str], out: list[str]) -> Step:
        also = self.also(name, [n for n in self.free(held) if n not in held])
        held |= {name, *also}
        return Seize(
            name, units=self.units[name], also=also, **self.how(name), **self.waiting(name, out)
        )

    def give(self, name: str, held: set[str]) -> Step:
        held.remove(name)
        return Release(name, after=self.after())

    def move(self, origin: str, to: str, held: set[str], out: list[str]) -> Step:
        held.remove(origin)
        held.add(to)
        return Transfer(origin, to, **self.how(to), after=self.after(), **self.waiting(to, out))

    def book_seat(self, out: list[str]) -> Step:
        late = self.value(self.any_time()) if self.draw(st.booleans()) else None
        missing = self.pick([0.0, 0.3])
        return Book(
            "book", self.pick(out), notice=self.pick([0.0, 60.0, 1440.0]),
            entitled=self.draw(st.booleans()), punctuality=late, no_show=missing,
            on_no_show=self.pick(out) if missing else "",
        )  # fmt: skip

    def together(self) -> list[Step]:
        """Return a gate, a few steps in company, and the parting."""
        self.gates += 1
        gate = f"gate {self.gates}"
        longest = self.value(self.some_time()) if self.draw(st.booleans()) else None
        held: set[str] = set()
        steps: list[Step] = [Gather(gate, label(gate), self.pick([2, 3]), longest=longest)]
        for _ in range(self.draw(st.integers(0, 2))):
            free = [name for name in self.free(held) if not self.lonely(name)]
            use = free and self.draw(st.booleans())
            steps += [self.use(self.pick(free), held, [])] if use else [Delay(self.some_time())]
        return [*steps, Scatter()]

    def adjust(self, held: set[str], wanted: Held) -> list[Step]:
        """Return the steps that lead from what is held to what is wanted."""
        steps: list[Step] = []
        for name in sorted(held - set(wanted)):
            missing = sorted(set(wanted) - held)
            fits = missing and self.may_move(name, missing[0])
            fits = fits and not self.clashes(missing[0], held)
            steps.append(self.move(name, missing[0], held, []) if fits else self.give(name, held))
        for name in sorted(set(wanted) - held):
            held.add(name)
            steps.append(Seize(name, **self.how(name), units=self.units[name]))
        return steps

    # Pathways

    def all_pathways(self, names: list[str]) -> dict[str, tuple[Step, ...]]:
        """Return pathways, the ways out among them; those of forks are kept apart."""
        keep = self.kept(self.free(set()))
        some: Held = (self.pick(keep),) if keep else ()
        beside = self.kept(self.free(set(some))) if some else []
        if beside and self.draw(st.booleans()):
            some = tuple(sorted({*some, self.pick(beside)}))
        self.entered = {name: self.draw(st.sampled_from([(), some])) for name in names}
        self.entered |= {names[0]: (), "give up": some, OUT: ()}
        every = list(self.entered)
        found = {name: self.pathway(name, every) for name in names}
        found |= {name: self.way_out(name) for name in ("give up", OUT)}
        return {**found, ALONE: (Delay(self.some_time()), Leave(label(ALONE)))}

    def starts(self) -> list[date | None]:
        """Return first days of the run; some features need one."""
        dates = [date(2020, 1, 1), date(2020, 2, 29)]
        return (
            dates
            if self.features & {"closure", "holidays", "season", "timetable"}
            else [None, *dates]
        )

    def pathway(self, name: str, names: list[str]) -> tuple[Step, ...]:
        """Return one pathway: steps, and an end that fits what is held."""
        held = set(self.entered[name])
        later = names[names.index(name) + 1 :]
        steps = self.walk(held, later)
        end = self.pick(["branch", "choose", "go", "branch", "leave"])
        if end == "leave":
            return (*steps, *self.adjust(held, ()), Leave(label(self.pick(["home", "away"]))))
        target = self.pick(later)
        steps += self.adjust(held, self.entered[target])
        if end == "go":
            return (*steps, Go(target))
        alike = [n for n in names if self.entered[n] == self.entered[target]]
        back = [n for n in alike if n not in later]
        if back:  # a way back takes time
            steps.append(Delay(self.some_time()))
        others = self.draw(st.lists(st.sampled_from([*back, *alike]), min_size=1, max_size=2))
        options = [target, *others]
        return (*steps, self.branch(options) if end == "branch" else self.choose(options))

    def way_out(self, name: str) -> tuple[Step, ...]:
        """Return a pathway that gives back whatever is held, and ends."""
        return (*(Release(r) for r in self.entered[name]), Leave(label(name)))

    def fork(self) -> Step:
        """Return a fork of two or three new pathways; some may be the same."""
        names = [f"part {len(self.forks) + k}" for k in range(self.draw(st.integers(1, 3)))]
        self.forks |= {name: self.part() for name in names}
        return Fork((*names, names[0]) if len(names) == 1 else tuple(names))

    def part(self) -> tuple[Step, ...]:
        """Return a pathway of a fork: it holds nothing in the end, and leads nowhere else."""
        held: set[str] = set()
        steps: list[Step] = []
        for _ in range(self.draw(st.integers(0, 2))):
            free = [name for name in self.free(held) if not self.lonely(name)]
            use = free and self.draw(st.booleans())
            steps += [self.use(self.pick(free), held, [])] if use else [Delay(self.any_time())]
        return (*steps, Join())

    def branch(self, options: list[str]) -> Step:
        """Return a branch; the first option, which leads on, has a share of at least a third."""

        def row() -> tuple[float, ...]:
            some = self.draw(shares(len(options)))
            return ((1 + 2 * some[0]) / 3, *(2 * x / 3 for x in some[1:]))

        equal = tuple((1 / len(options), name) for name in options)
        if self.has("table"):
            by = Expression(
                self.pick(
                    [
                        *(f"{a} / 1 min" for a in self.attributes),
                        "weekday",
                        f"queue({self.pick(self.names)})",
                    ]
                )
            )
            return Branch(equal, by=by, table=tuple((k, row()) for k in (0.0, 1.0, 15.0)))
        if self.draw(st.booleans()):
            return Branch(tuple(zip(row(), options, strict=True)))
        if self.draw(st.booleans()):
            return Branch(equal[:-1], tuple(row()[:-1] for _ in self.classes), options[-1])
        return Branch(equal, by_class=tuple(row() for _ in self.classes))

    def choose(self, options: list[str]) -> Step:
        utility = st.sampled_from([-1.0, 0.0, 0.5, 2.0])
        waited = st.lists(st.sampled_from(list(self.resources)), max_size=2, unique=True)
        return Choose(
            tuple(
                Option(
                    name,
                    tuple(self.draw(utility) for _ in self.classes),
                    tuple((r, self.pick([0.0, -0.05, -1.0])) for r in self.draw(waited)),
                )
                for name in options
            ),
        )


@st.composite
def networks(draw: Draw) -> Network:
    """Return Networks of one to four resources with every kind of step."""
    features = frozenset(f for f in FEATURES if draw(st.integers(0, 3)) == 3)
    names = tuple("bacd"[: draw(st.sampled_from([3, 1, 2, 4]))])
    classes = tuple(["adult", "child", "elder"][: draw(st.integers(1, 3))])
    attributes = ("severity", "age") if features & {"attributes", "table"} else ()
    some = Ingredients(draw, features, names, classes, attributes)
    resources = {name: some.resource(name, range(4), ALONE) for name in names}
    members = tuple(name for name in sorted(names) if _can_be_member(resources[name]))
    if members:
        some_of = st.lists(st.sampled_from(members), min_size=1, unique=True)
        members = tuple(draw(some_of)) if "pool" in features else ()
    units = {name: _units(some, r) for name, r in resources.items()}
    make = _Maker(
        draw, features, names, classes, attributes, resources, members,
        draw(st.sampled_from(["", "from", "to"])) if members else "",
        {**units, "pool": 1}, {}, {}, {},
    )  # fmt: skip
    paths = make.all_pathways([f"path {k}" for k in range(draw(st.integers(2, 5)))])
    doors = [name for name, held in make.entered.items() if held == () and name in paths]
    sources = [
        make.source(f"source {k}", draw(st.sampled_from(doors)), sets_all=k == 0)
        for k in range(draw(st.integers(1, 3)))
    ]
    return tidy(
        Network(
            label("random"),
            tuple(resources.values()),
            tuple(sources),
            {**paths, **make.forks},
            classes,
            choice_memory_days=draw(st.sampled_from([1.0, 7.0])),
            start=draw(st.sampled_from(make.starts())),
            pools=(make.pool("pool", members),) if members else (),
            books=(make.book("book"),) if "book" in features else (),
            attributes=attributes,
            holidays="china" if "holidays" in features else "",
            swap="locks" not in features,
        )
    )


def _can_be_member(r: Resource) -> bool:
    special = r.gains or r.waiting_room or r.closing.go or r.order in ("random", "shortest")
    return not special and not r.interruptible


def _units(some: Ingredients, r: Resource) -> Any:
    """Return how many units patients ask for."""
    if r.waiting_room or r.gains or max(r.capacity.values) < 2 or not some.has("units"):
        return 1
    return some.asked(2) if some.has("asked") else 2


def times() -> st.SearchStrategy[tuple[float, float]]:
    """Return a warm-up and a run, minutes; some end within a day or cross a week."""
    warmup = st.sampled_from([0.0, 700.0, 1440.0, 2000.5])
    run = st.sampled_from([900.0, 2880.0, 4000.0, MINUTES_PER_WEEK + 60.0])
    return st.tuples(warmup, run)

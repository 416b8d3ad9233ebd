"""Steps to rows of the step table: the one place where names become integers.

A new kind of step needs its rows here, its handler in `engine.steps` or `engine.uncommon`,
its handler in `reference` and its YAML in `scenario`.
"""

from __future__ import annotations

from typing import Any

from simcore.engine.dtypes import NONE, Op, Rule
from simcore.engine.sampling.distributions import Law
from simcore.network.compiler.bytecode import to_words
from simcore.network.compiler.kinds import Kinds
from simcore.network.compiler.laws import Row, to_row
from simcore.network.compiler.lower import Placed
from simcore.network.compiler.names import StepName, Table, cumulative, held_places, places_of
from simcore.network.compiler.trace import Held, Taken
from simcore.network.expressions.parser import Names, draws, parse
from simcore.network.means import mean
from simcore.network.model import Network
from simcore.network.steps import (
    Book,
    Branch,
    Choose,
    Delay,
    Fork,
    Gather,
    Go,
    Join,
    Leave,
    Release,
    Route,
    Scatter,
    Seize,
    Set,
    Step,
    Transfer,
    Until,
    Use,
)
from simcore.network.values import ByClass, Distribution, Expression, Value


def signed(value: Value) -> Value:
    """Return a value that may be negative where its law may: as an expression, not cut at 0."""
    if isinstance(value, ByClass):
        values = tuple(signed(one) for one in value.values)
        return ByClass(tuple(v for v in values if not isinstance(v, ByClass)))
    if isinstance(value, Expression):
        return value
    p = value.parameters
    match value.name:
        case "deterministic":
            return Expression(f"{p['value']!r}")
        case "normal":
            return Expression(f"normal({p['mean']!r}, {p['sd']!r})")
        case "uniform":
            return Expression(f"uniform({p['low']!r}, {p['high']!r})")
        case "triangular":
            return Expression(f"triangular({p['low']!r}, {p['mode']!r}, {p['high']!r})")
    return value


class Rows:
    """Writes the rows of one Network. A pathway's name stands for a row until all are placed."""

    def __init__(self, network: Network, kinds: Kinds, ranks: dict[int, int]) -> None:
        self.network, self.kinds, self.ranks = network, kinds, ranks
        self.table, self.targets, self.members, self.code = Table(), Table(), Table(), Table()
        self.rows: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.steps: list[StepName] = []
        self.resource = {name: k for k, (name, _) in enumerate(held_places(network))}
        self.places = places_of(network)
        self.place = {(kind, name): k for k, (kind, name, _) in enumerate(self.places)}
        self.book = {book.name: k for k, book in enumerate(network.books)}
        self.attribute = {name: k for k, name in enumerate(network.attributes)}
        self.tallies: dict[tuple[Op, str, str], int] = {}
        self.law_of: dict[Row | Expression, int] = {}
        self.laws: list[Any] = []
        self.choices: list[tuple[Choose, int]] = []
        self.parts = 0  # numbers of parts given out
        self.loose: list[int] = []  # rows that go on to whatever is written next
        self.hidden: list[tuple[int, list[tuple[Op, str, dict[str, Any]]]]] = []
        self.following: Step | None = None
        self.home: dict[str, int] = {}  # rows of those sent home, by resource
        self.breakdowns: list[tuple[str, int]] = []  # key, and the row they begin at
        self.entries: list[int] = []  # of the sources
        names = (*(r.name for r in network.resources), *(p.name for p in network.pools))
        self.names = Names(network.attributes, network.classes, names)

    # Values

    def tally(self, op: Op, name: str, group: str) -> int:
        row = self.tallies.setdefault((op, name, group), len(self.tallies))
        return row * len(self.network.classes)

    def law(self, value: Distribution | Expression) -> int:
        """Return the row of one value in the table of distributions."""
        known = value if isinstance(value, Expression) else to_row(value)
        if known not in self.law_of:
            self.law_of[known] = self._add_law(known)
        return self.law_of[known]

    def _add_law(self, value: Row | Expression) -> int:
        if isinstance(value, Expression):
            words = parse(value.text, self.names)
            code = to_words(words, self)
            row = (Law.EXPRESSION, self.code.add(code), len(code), float(draws(words)), 0.0, 0.0)
        else:
            at = self.table.add(value.values)
            row = (value.law, at, value.n, value.a, value.b, value.c)
        self.laws.append(row)
        return len(self.laws) - 1

    def value(self, value: Value) -> tuple[int, int]:
        """Return the row of a value for class 0, and the stride from class to class."""
        if not isinstance(value, ByClass):
            return self.law(value), 0
        first = len(self.laws)
        for one in value.values:  # side by side, though some may be there already
            self._add_law(one if isinstance(one, Expression) else to_row(one))
        return first, 1

    def constant(self, x: float) -> int:
        return self.table.add([x])

    # Rows

    def row(self, op: Op, key: str, **fields: Any) -> int:
        """Append a row; return its number."""
        self.rows.append({"op": op, "next": len(self.rows) + 1, **fields})
        self.keys.append(key)
        return len(self.rows) - 1

    def name_rows(self, placed: Placed, main: int) -> None:
        """Say where the rows without a name come from; the tags belong to one of them."""
        kind = type(placed.step).__name__.lower()
        for k in range(len(self.steps), len(self.rows)):
            own = k == main and placed.first
            step = placed.step
            tags, cost = (step.tags, step.cost) if own else ({}, 0.0)
            self.steps.append(StepName(placed.pathway, placed.index, kind, tags, cost))

    def write(self, placed: Placed, held: Held, following: Placed | None) -> None:
        """Append the rows of one step; `following` is the next in its pathway."""
        if isinstance(placed.step, Go):
            for k in self.loose:
                self.rows[k]["next"] = placed.step.pathway
            self.loose = []
            return
        for k in self.loose:
            self.rows[k]["next"] = len(self.rows)
        self.following = following.step if following else None
        main, self.loose = self._write(placed.step, placed.key, held)
        self.name_rows(placed, main)

    def _write(self, step: Step, key: str, held: Held) -> tuple[int, list[int]]:
        """Append rows; return the one that has the tags, and those that go on."""
        match step:
            case Seize():
                main = self.seize(step, step.resource, key)
                return main, [main]
            case Transfer():
                main = self.seize(step, step.to, key, step.origin)
                taken = held.get(step.origin, Taken(1, None))
                return main, [self.give(main, step.origin, taken, step.after, key)]
            case Use():
                return self.use(step, key, held)
            case Delay():
                return self._alone(self.delay(step.time, key, held))
            case Release():
                taken = held.get(step.resource, Taken(1, None))
                return self._alone(self.give(NONE, step.resource, taken, step.after, key))
            case Branch():
                return self.branch(step, key), []
            case Choose():
                return self.row(Op.BRANCH, key, **self.choose(step)), []
            case Route():
                return self.route(step, key)
            case Leave():
                tally = self.tally(Op.LEAVE, step.exit.en, "")
                place = self.place["exit", step.exit.en]
                return self.row(Op.LEAVE, key, tally=tally, place=place), []
            case Join():
                return self.row(Op.JOIN, key), []
        return self._rare(step, key)

    def _rare(self, step: Step, key: str) -> tuple[int, list[int]]:
        match step:
            case Set():
                return self._alone(self.set(step.attribute, step.value, key))
            case Until():
                at = self.table.add(sorted(step.minutes))
                return self._alone(self.row(Op.UNTIL, key, a=at, n=len(step.minutes)))
            case Book():
                return self.appointment(step, key)
            case Fork():
                first = self.new_parts(len(step.pathways))
                at = self.targets.add(step.pathways)
                return self._alone(
                    self.row(Op.FORK, key, n=len(step.pathways), targets=at, extra=first)
                )
            case Gather():
                return self.gather(step, key)
            case Scatter():
                return self._alone(self.row(Op.SCATTER, key))
        raise TypeError(f"no rows for {step}")

    def _alone(self, row: int) -> tuple[int, list[int]]:
        return row, [row]

    def new_parts(self, n: int) -> int:
        self.parts += n
        return self.parts - n + 1

    # Seizing

    def rank(self, priority: int | None) -> int:
        return NONE if priority is None else self.ranks[priority]

    def seize(
        self, step: Seize | Use | Transfer, name: str, key: str, origin: str | None = None
    ) -> int:
        """Append the rows that take `name`; return the one that waits."""
        for k, balk in enumerate(step.balk):
            at = self.targets.add([balk.go])
            self.row(Op.IF, f"{key}/balk {k + 1}", a=self.law(balk.when), targets=at)
        fields: dict[str, Any] = {
            "resource": self.resource[name],
            "priority": self.rank(step.priority),
            "tally": self.tally(Op.SEIZE, name, step.group),
            "place": self.place["resource", name],
            "a": NONE if origin is None else self.resource[origin],
        }
        if name not in self.kinds.general:
            return self.row(Op.SEIZE, key, **fields)
        also = () if isinstance(step, Transfer) else step.also
        units = 1 if isinstance(step, Transfer) else step.units
        fields |= {
            "units": units, "edge": self.kinds.edge.get((origin, name), NONE),
            "targets": self.members.add(self.resource[r] for r in also), "n": len(also),
            "extra": self._expected(step),
        }  # fmt: skip
        if step.patience is None:
            return self.row(Op.SEIZE_ANY, key, **fields)
        law, stride = self.value(step.patience)
        main = self.row(Op.SEIZE_ANY, f"{key}/patience", **fields, law=law, stride=stride)
        self.row(
            Op.RENEGE, key, resource=self.resource[name], next=step.on_renege,
            tally=self.tally(Op.RENEGE, name, step.group),
        )  # fmt: skip
        self.rows[main]["next"] = len(self.rows)
        return main

    def _expected(self, step: Step) -> int:
        """Tabulate the mean of the delay that follows, by class; NONE where it is not known."""
        follows = self.following if not isinstance(step, Use) else step
        if not isinstance(follows, Use | Delay):
            return NONE
        n, time = len(self.network.classes), follows.time
        values = time.values if isinstance(time, ByClass) else (time,) * n
        known = [mean(value) for value in values if isinstance(value, Distribution)]
        return self.table.add(known) if len(known) == n else NONE

    def use(self, step: Use, key: str, held: Held) -> tuple[int, list[int]]:
        main = self.seize(step, step.resource, key)
        taken = Taken(step.units, step.priority)
        also = {name: Taken(1, step.priority) for name in step.also}
        now = {**held, step.resource: taken, **also}
        last = self.delay(step.time, f"{key}/time", now)
        for name in (step.resource, *step.also):
            after = step.after if name == step.resource else None
            last = self.give(last, name, now[name], after, f"{key}/release {name}")
        return main, [last]

    def delay(self, time: Value, key: str, held: Held) -> int:
        """Append the rows of a delay; return the one that goes on."""
        found = [name for name in held if name in self.kinds.interruptible]
        if not found and isinstance(time, Distribution):
            return self.row(Op.DELAY, key, a=self.law(time))
        law, stride = self.value(time)
        if not found:
            return self.row(Op.SERVE, key, a=law, stride=stride, targets=NONE)
        name = found[0]
        serve = self.row(
            Op.SERVE, key, a=law, stride=stride, resource=self.resource[name], targets=NONE
        )
        end = self.row(Op.END, f"{key}/end", resource=self.resource[name])
        closing = self.kinds.resources[name].closing
        regain = {
            "resource": self.resource[name], "units": held[name].units, "next": serve,
            "priority": self.rank(held[name].priority), "a": NONE,
            "tally": self.tally(Op.REGAIN, name, ""),
            "targets": closing.go if closing.serving == "leave" else NONE,
        }  # fmt: skip
        self.hidden.append((serve, [(Op.REGAIN, f"{key}/regain", regain)]))
        return end

    def give(self, before: int, name: str, taken: Taken, after: Value | None, key: str) -> int:
        """Append the row that gives `name` back."""
        resource = self.resource[name]
        if name not in self.kinds.general:
            return self.row(Op.RELEASE, key, resource=resource)
        if after is None:
            return self.row(Op.RELEASE_ANY, key, resource=resource, units=taken.units)
        law, stride = self.value(after)
        row = self.row(
            Op.RELEASE_ANY, f"{key}/after", resource=resource, units=taken.units,
            law=law, stride=stride, extra=self.new_parts(1),
        )  # fmt: skip
        later = (Op.RELEASE_ANY, f"{key}/later", {"resource": resource, "units": taken.units})
        self.hidden.append((row, [later, (Op.VANISH, f"{key}/gone", {})]))
        return row

    # Ways

    def branch(self, step: Branch, key: str) -> int:
        n = len(step.options)
        targets = self.targets.add(go for _, go in step.options)
        if step.by is not None:
            at = self.table.add(value for value, _ in step.table)
            self.table.add(x for _, shares in step.table for x in cumulative(shares))
            return self.row(
                Op.TABLE, key, law=self.law(step.by), a=at, stride=len(step.table), n=n,
                targets=targets,
            )  # fmt: skip
        shares = step.by_class or ([share for share, _ in step.options],)
        at = self.table.add(x for row in shares for x in cumulative(row))
        return self.row(
            Op.BRANCH, key, a=at, n=n, stride=n if step.by_class else 0, targets=targets
        )

    def choose(self, step: Choose) -> dict[str, int]:
        n = len(step.options)
        at = self.table.add([0.0] * (n * len(self.network.classes)))
        self.choices.append((step, at))
        targets = self.targets.add(option.go for option in step.options)
        return {"a": at, "n": n, "stride": n, "targets": targets}

    def route(self, step: Route, key: str) -> tuple[int, list[int]]:
        main = len(self.rows)
        for k, (when, go) in enumerate(step.options):
            at = self.targets.add([go])
            last = self.row(Op.IF, f"{key}/{k + 1}", a=self.law(when), targets=at)
        if step.otherwise:
            self.rows[last]["next"] = step.otherwise
            return main, []
        return main, [last]

    def set(self, attribute: str, value: Value, key: str) -> int:
        law, stride = self.value(value)
        return self.row(Op.SET, key, a=law, stride=stride, n=self.attribute[attribute])

    def appointment(self, step: Book, key: str) -> tuple[int, list[int]]:
        late = step.punctuality
        law, stride = (NONE, 0) if late is None else self.value(signed(late))
        main = self.row(
            Op.BOOK, f"{key}/punctuality", a=self.book[step.book], law=law, stride=stride,
            n=int(step.entitled), extra=self.constant(step.notice), targets=step.on_full,
            tally=self.tally(Op.BOOK, step.book, step.group),
        )  # fmt: skip
        if not step.no_show:
            return self._alone(main)
        missed = self.law(Expression(f"uniform(0, 1) < {step.no_show!r}"))
        at = self.targets.add([step.on_no_show])
        return main, [self.row(Op.IF, f"{key}/no_show", a=missed, targets=at)]

    def gather(self, step: Gather, key: str) -> tuple[int, list[int]]:
        gate = self.resource[step.gate]
        fields = {
            "resource": gate, "n": step.size, "tally": self.tally(Op.SEIZE, step.gate, ""),
            "place": self.place["resource", step.gate],
        }  # fmt: skip
        if step.longest is None:
            return self._alone(self.row(Op.GATHER, key, **fields))
        law, stride = self.value(step.longest)
        main = self.row(Op.GATHER, f"{key}/longest", **fields, law=law, stride=stride)
        self.row(Op.DEPART, key, resource=gate)
        return self._alone(main)

    # The end

    def write_hidden(self) -> None:
        """Append the rows that no pathway leads to: each is the target of the row it serves."""
        for owner, chain in self.hidden:
            self.rows[owner]["targets"] = len(self.rows)
            for op, key, fields in chain:
                self.row(op, key, **fields)
                self.steps.append(self.steps[owner])
        self.hidden = []

    def resolve(self, begins: dict[str, int]) -> None:
        """Put the rows at which pathways begin for their names."""
        for row in self.rows:
            for name in ("next", "targets"):
                if isinstance(row.get(name), str):
                    row[name] = begins[row[name]]
        self.targets.values = [begins[name] for name in self.targets.values]

    # What is not in the pathways

    def write_homes(self) -> None:
        """Append, for each resource whose patients are sent home, the row that says where."""
        for resource in self.network.resources:
            if resource.closing.waiting == "leave":
                self.home[resource.name] = self.row(
                    Op.RENEGE, f"{resource.name}/closing", next=resource.closing.go,
                    tally=self.tally(Op.RENEGE, resource.name, "sent home"),
                )  # fmt: skip
                self._internal()

    def _internal(self) -> None:
        self.steps += [StepName("", NONE, "internal", {})] * (len(self.rows) - len(self.steps))

    def write_breakdowns(self) -> None:
        """Append the circle of failures and repairs of each breakdown; note where it begins."""
        for resource in self.network.resources:
            for k, breakdown in enumerate(resource.breakdowns):
                key = f"{resource.name}/breakdown {k + 1}"
                what = {"resource": self.resource[resource.name], "units": breakdown.units}
                rule = Rule[breakdown.rule.upper()]
                first = self.row(Op.DELAY, f"{key}/every", a=self.law(breakdown.every))
                self.row(Op.FAIL, f"{key}/fail", **what, n=rule)
                self.row(Op.DELAY, f"{key}/repair", a=self.law(breakdown.repair))
                self.row(Op.REPAIR, f"{key}/repaired", **what, next=first)
                self._internal()
                self.breakdowns.append((key, first))

    def write_sources(self) -> None:
        """Append the arrival of each source, and the attributes it sets."""
        for k, source in enumerate(self.network.sources):
            place = self.place["source", source.name]
            self.entries.append(self.row(Op.ARRIVE, f"{source.name}/arrive", a=k, place=place))
            self.steps.append(StepName(source.pathway, NONE, "arrive", source.tags))
            for attribute, value in source.values:
                self.set(attribute, value, f"{source.name}/{attribute}")
            self._internal()
            self.rows[-1]["next"] = source.pathway

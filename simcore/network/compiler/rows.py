"""Rows of the step table as they are written: names become integers here.

Every step writes its own rows (`network.steps`); what they refer to is numbered here. A row that
is not there yet is stood for by a negative number, until all are placed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from simcore.engine.ops import AS_ASKED, StepRow
from simcore.engine.records import FOREVER, NONE
from simcore.network.resources import Resource
from simcore.network.values import ByClass, Distribution, Expression, Value
from simcore.network.walk import Held, Taken
from simcore.network.wholes import Whole
from simcore.text import Label
from simcore.time_units import MINUTES_PER_DAY, MINUTES_PER_WEEK

FIRST_LABEL = NONE - 1  # labels count down from here
NAMELESS = Label("", "")


@dataclass(frozen=True)
class StepName:
    """Where a row of the program comes from.

    word: the step's in YAML; "arrive" of a source, "breakdown" of a resource, else "internal".
    label: what a planner calls it.
    cost: yuan each time it is met.
    """

    pathway: str
    index: int
    word: str
    tags: Any
    label: Label = NAMELESS
    cost: float = 0.0


@dataclass
class Growing:
    """A table that grows while rows are written; `add` returns where the added begin."""

    values: list[Any] = field(default_factory=list)

    def add(self, values: Iterable[Any]) -> int:
        begin = len(self.values)
        self.values.extend(values)
        return begin


@dataclass(frozen=True)
class Kinds:
    """What the rows of a resource depend on.

    general: names of resources, pools and rooms whose rows are SEIZE_ANY and RELEASE_ANY.
    columns: of what is kept for each patient, by pool and by what they ask for.
    edge: number of each pair (origin, to) of transfers, where any could be circular.
    """

    resources: Mapping[str, Resource]
    general: frozenset[str]
    interruptible: frozenset[str]
    columns: Mapping[str, int]
    most_units: Mapping[str, float]
    edge: Mapping[tuple[str | None, str], int]


@dataclass(frozen=True)
class Numbering:
    """The numbers of what has a name. ranks: of each priority, the lower is served first."""

    resources: Mapping[str, int]  # also pools, gates and waiting rooms
    places: Mapping[tuple[str, str], int]  # nodes of the flow matrix: kind and name
    books: Mapping[str, int]
    attributes: Mapping[str, int]
    ranks: Mapping[int, int]
    pathways: Mapping[str, int]
    classes: Sequence[str]


class Written(NamedTuple):
    """The row that stands for a step, with its tags, and those that go on to the next step."""

    main: int
    loose: Sequence[int]


class Rows:
    """The rows of one Network, and the tables that they point into.

    days: the weekdays as which the days from a Monday on are played, where they differ from the
        calendar's. held, following: what is held before the step that is written now, and the step
        behind it.
    """

    def __init__(self, numbering: Numbering, kinds: Kinds, days: Sequence[int] = ()) -> None:
        self.number, self.kinds, self.days = numbering, kinds, days
        self.rows: list[StepRow] = []
        self.keys: list[str] = []
        self.names: list[StepName] = []
        self.table, self.targets, self.members = Growing(), Growing(), Growing()
        self.laws: list[tuple[Distribution | Expression, bool]] = []  # True: it may be negative
        self._law_of: dict[Any, int] = {}
        self.tallies: dict[tuple[str, str, str], int] = {}
        self.choices: list[tuple[Any, int]] = []  # of Choose, and where its shares are
        self.parts = 0  # numbers of parts given out
        self._loose: Sequence[int] = []  # rows that go on to whatever is written next
        self._hidden: list[tuple[int, int, Sequence[tuple[StepRow, str]]]] = []
        self._placed: dict[int, int] = {}  # label: row, or another label
        self._labels = len(numbering.pathways)
        self.held: Held = {}
        self.following: object = None

    # What rows refer to

    def pathway(self, name: str) -> int:
        """Return what stands for the first row of a pathway; NONE for ""."""
        return FIRST_LABEL - self.number.pathways[name] if name else NONE

    def label(self) -> int:
        """Return what stands for a row that will be placed later."""
        self._labels += 1
        return FIRST_LABEL - self._labels + 1

    def place_label(self, label: int, row: int | None = None) -> None:
        """Let a label stand for a row, else for the one that is written next."""
        self._placed[label] = len(self.rows) if row is None else row

    def rank(self, priority: Whole | None) -> int:
        """Return the rank of a priority: NONE for the patient's own, or AS_ASKED."""
        if priority is None:
            return NONE
        return self.number.ranks[priority] if isinstance(priority, int) else AS_ASKED

    def units(self, units: Whole) -> int:
        return units if isinstance(units, int) else AS_ASKED

    def resource(self, name: str) -> int:
        return self.number.resources[name]

    def place(self, kind: str, name: str) -> int:
        return self.number.places[kind, name]

    def tally(self, outcome: str, name: str, group: str) -> int:
        """Return the row of the first class in the tallies."""
        row = self.tallies.setdefault((outcome, name, group), len(self.tallies))
        return row * len(self.number.classes)

    def taken(self, name: str) -> Taken:
        """Return how something was taken that is held now. Raises ValueError where it is not."""
        if name not in self.held:
            raise ValueError(f'"{name}" is not held: see what network.checks says')
        return self.held[name]

    def law(self, value: Distribution | Expression, *, signed: bool = False) -> int:
        """Return the row of one value in the table of laws; `signed` where it may be negative."""
        known = (_identity(value), signed)
        if known not in self._law_of:
            self._law_of[known] = self._add_law(value, signed)
        return self._law_of[known]

    def _add_law(self, value: Distribution | Expression, signed: bool) -> int:
        self.laws.append((value, signed))
        return len(self.laws) - 1

    def value(self, value: Value, *, signed: bool = False) -> tuple[int, int]:
        """Return the law of a value for the first class, and how many from class to class."""
        if not isinstance(value, ByClass):
            return self.law(value, signed=signed), 0
        first = len(self.laws)
        for one in value.values:  # side by side, though some may be there already
            self._add_law(one, signed)
        return first, 1

    def constant(self, x: float) -> int:
        return self.table.add([x])

    @cached_property
    def weekdays(self) -> int:
        """Return where the table has how many days there are, and their weekdays; or NONE."""
        return self.table.add([len(self.days), *self.days]) if self.days else NONE

    def moments(self, minutes: Iterable[float]) -> tuple[int, int]:
        """Return where the table has some minutes of the week, as `ops.Until` wants them, and n."""
        cycle, every = MINUTES_PER_WEEK, sorted(set(minutes))
        if self.days:
            cycle = 2 * FOREVER
            every = [
                (day - weekday) * MINUTES_PER_DAY + minute
                for day, weekday in enumerate(self.days)
                for minute in every
                if minute // MINUTES_PER_DAY == weekday
            ]
        return self.table.add([cycle, *every, cycle + (every or [0.0])[0]]), len(every)

    def new_parts(self, n: int) -> int:
        """Return the number of the first of n parts that a patient can be in."""
        self.parts += n
        return self.parts - n + 1

    # Rows

    def add(self, row: StepRow, key: str) -> int:
        """Append a row, which goes on to the one behind it unless it says otherwise."""
        if row.next == NONE:
            row.next = len(self.rows) + 1
        self.rows.append(row)
        self.keys.append(key)
        return len(self.rows) - 1

    def alone(self, row: StepRow, key: str) -> Written:
        """Append the only row of a step, behind which patients go on."""
        main = self.add(row, key)
        return Written(main, [main])

    def last(self, row: StepRow, key: str) -> Written:
        """Append the only row of a step behind which nobody goes on."""
        return Written(self.add(row, key), [])

    def hide(self, owner: int, label: int, rows: Sequence[tuple[StepRow, str]]) -> None:
        """Have rows appended later that no pathway leads to, the first of them at a label.

        owner: the row that they serve, whose place in the Network they share.
        """
        self._hidden.append((owner, label, rows))

    def go_on(self, loose: Sequence[int]) -> None:
        """Let these rows go on to the one that is written next."""
        for row in loose:
            self.rows[row].next = len(self.rows)

    # Pathways

    def begin_pathway(self, name: str) -> None:
        """Let the next step be the first of a pathway."""
        self._loose = []
        self.place_label(self.pathway(name))

    def go_on_to(self, pathway: str, *, first_of: str = "") -> None:
        """Let those behind the last step go on in a pathway; also who begins `first_of`."""
        for row in self._loose:
            self.rows[row].next = self.pathway(pathway)
        self._loose = []
        if first_of:
            self.place_label(self.pathway(first_of), self.pathway(pathway))

    def write(self, name: StepName, write: Callable[[Rows, str], Written], key: str) -> None:
        """Append the rows of one step, which `write` does; the tags belong to one of them."""
        self.go_on(self._loose)
        main, self._loose = write(self, key)
        plain = replace(name, tags={}, cost=0.0)
        rows = range(len(self.names), len(self.rows))
        self.names += [name if row == main else plain for row in rows]

    def name_rest(self, name: StepName = StepName("", NONE, "internal", {})) -> None:
        """Say of the rows without a name where they come from, else that no pathway has them."""
        self.names += [name] * (len(self.rows) - len(self.names))

    # The end

    def write_hidden(self) -> None:
        """Append the rows that no pathway leads to."""
        for owner, label, chain in self._hidden:
            self.place_label(label)
            for row, key in chain:
                self.add(row, key)
                self.names.append(self.names[owner])
        self._hidden = []

    def resolve(self) -> None:
        """Put rows for the labels that stand for them."""
        for row in self.rows:
            for name in row.jumps:
                setattr(row, name, self._row_at(getattr(row, name)))
        self.targets.values = [self._row_at(label) for label in self.targets.values]

    def _row_at(self, label: int) -> int:
        while label <= FIRST_LABEL:
            if label not in self._placed:
                raise ValueError("a pathway is named that no patient reaches: see network.checks")
            label = self._placed[label]
        return label


def _identity(value: Distribution | Expression) -> Any:
    if isinstance(value, Expression):
        return value
    parameters = tuple(sorted(value.parameters.items()))
    return value.name, value.family, parameters, value.scale_to_minutes

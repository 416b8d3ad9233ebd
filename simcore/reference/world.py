"""What everything in a replication shares: the clock, the tables, the draws, the statistics."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from simcore.engine import records as engine
from simcore.engine.bytecode import Code
from simcore.engine.laws import Law
from simcore.engine.memory import records as engine_records
from simcore.engine.ops import Queued, StepRow
from simcore.engine.phases import Happening
from simcore.engine.program import Program, Records
from simcore.engine.records import NONE
from simcore.engine.sampling.distributions import sample
from simcore.engine.sampling.histogram import BINS, histogram_bin
from simcore.engine.sampling.random import uniforms
from simcore.engine.totals import NoValue, settled
from simcore.reference.environment import Environment, Priority, Turn
from simcore.reference.expressions import evaluate
from simcore.reference.levels import measured
from simcore.reference.patients import Patient
from simcore.reference.resources import COUNTS, Resource
from simcore.reference.rows import general
from simcore.time_units import DAYS_PER_WEEK, MINUTES_PER_DAY

Logged = tuple[tuple[float, int, int, int, int, int, int], tuple[float, ...]]  # event, attributes


class World:
    """One replication. `act` takes a patient through the steps until they must wait.

    together: what ends at this instant is over, but nobody goes on yet: those who then will are in
    `going_on`, and the numbers of resources of which something has come free in `freed`. giving:
    that is being given out.
    present: all patients that there are, their parts, and units that are being cleaned.
    """

    def __init__(
        self,
        program: Program,
        seed: int,
        replication: int,
        act: Callable[[Patient, int], None],
        log: list[Logged] | None,
        log_attributes: Sequence[int],
    ) -> None:
        self.program = program
        self.seed, self.replication = seed, replication
        self.act = act
        self.log, self.log_attributes = log, log_attributes
        self.env = Environment()
        self.table = program.table.copy()
        self.rows = [general(row) for row in program.rows]
        self.numbers = {id(row): k for k, row in enumerate(self.rows)}
        self.plain = {id(row) for row, own in zip(self.rows, program.rows, strict=True)
                      if row is not own}  # fmt: skip
        self.resources = [Resource(self.env, program, k) for k in range(program.resources.size)]
        self.measured = measured(program, self.resources)
        self.sources = program.sources.copy()
        self.slots = program.slots.copy()
        self.code = [(Code(int(one.code)), int(one.argument)) for one in program.code]
        self.blocking: Counter[tuple[int, int]] = Counter()  # waiting transfers: from, to
        self.in_system = self.arrived = 0
        self.system_area = self.system_last = 0.0
        self.together = False
        self.going_on: list[tuple[Patient, int]] = []
        self.freed: dict[int, None] = {}
        self.giving = False
        # Who may move back, by pool, in the order in which they took: their rank, and units.
        self.may_move: dict[tuple[Patient, int], tuple[int, int]] = {}
        self.present: set[Patient] = set()
        self.left_holding: list[str] = []
        self.clear_arrays()

    # What happens next

    def at(self, patient: Patient, time: float, row: int) -> None:
        """Let a patient go on at a row at `time`; it replaces what was to happen to them."""
        self._schedule(patient, time, self.turn(patient, row), row)

    def turn(self, patient: Patient, row: int) -> Priority:
        """Return when among the events of one instant that of a patient at a row is played."""
        turn = Turn[self.rows[row].moment.name]
        place = int(self.sources[patient.source].place)
        return turn, place, patient.ordinal, patient.part

    def ready(self, patient: Patient, row: int) -> None:
        """Let a patient go on at this instant, after those who are ready already."""
        if self.together:
            self.going_on.append((patient, row))
        else:
            self._schedule(patient, self.env.now, (Turn.READY,), row)

    def _schedule(self, patient: Patient, time: float, priority: Priority, row: int) -> None:
        event = self.env.at(time, priority)
        patient.event, patient.due, patient.row = event, time, row

        def wake(_: object) -> None:
            if patient.event is event:  # else it was cancelled
                patient.event = None
                self.act(patient, priority[0])

        assert event.callbacks is not None
        event.callbacks.append(wake)

    def take_freed(self) -> Iterator[Resource]:
        """Yield the resources of which something has come free, also while it is given out."""
        self.giving = True
        while self.freed:
            index = next(iter(self.freed))
            del self.freed[index]
            yield self.resources[index]
        self.giving = False

    # Who there is

    def part_of(self, patient: Patient, row: int, number: int) -> Patient:
        """Return a new part of a patient, or a unit left behind, which goes on at a row."""
        part = patient.new_part(row, number)
        self.present.add(part)
        return part

    def remove(self, patient: Patient) -> None:
        """Let a patient be gone, and note what they have not given back."""
        self.present.remove(patient)
        if any(patient.held.values()):
            who, held = f"{patient.source}/{patient.ordinal}", dict(patient.held)
            self.left_holding.append(f"patient {who} left holding {held}")

    # What patients draw

    def draw(self, patient: Patient, row: StepRow) -> float:
        """Return the uniform of this meeting of a patient with a row."""
        visit = 0
        if row.counter != NONE:
            visit = patient.visits[row.counter]
            patient.visits[row.counter] += 1
        key = self.sources[patient.source].key
        return float(uniforms(self.seed, self.replication, key, patient.ordinal, row.key, visit)[0])

    def value(self, patient: Patient, row: StepRow, law: int) -> float:
        """Return a value of a law, which may be negative: minutes, or a number.

        Raises NoValue where an expression has none that is finite.
        """
        record = self.program.distributions[law]
        if record.kind == Law.SEQUENCE:
            return float(self.table[record.offset + patient.ordinal % record.n])
        if record.kind != Law.EXPRESSION:
            u = self.draw(patient, row)
            return float(sample(self.program.distributions, self.table, law, u))
        u = self.draw(patient, row) if record.a > 0.0 else 0.0
        instructions = self.code[record.offset : record.offset + record.n]
        x = evaluate(instructions, u, lambda code, argument: self.look(patient, code, argument))
        if not math.isfinite(x):
            raise NoValue(law, self.env.now)
        return x

    def value_of_class(self, patient: Patient, row: StepRow, law: int) -> float:
        """Return a value for the patient's class, `law` being that of the first."""
        return self.value(patient, row, law + patient.class_ * row.by_class)

    def minutes(self, patient: Patient, row: StepRow, law: int) -> float:
        """Return a time to be spent, for the patient's class; one below 0 is 0."""
        return max(self.value_of_class(patient, row, law), 0.0)

    def own_draw(self, resource: Resource) -> float:
        """Return the next of a resource's own random numbers."""
        number, resource.drawn = resource.drawn, resource.drawn + 1
        return float(uniforms(self.seed, self.replication, resource.key, number, 1, 0)[0])

    def look(self, patient: Patient, code: Code, argument: int) -> float:
        """Return what an instruction reads: a constant, the patient, the clock or a resource."""
        since_monday = self.env.now - self.program.monday
        match code:
            case Code.CONSTANT:
                return float(self.table[argument])
            case Code.ATTRIBUTE:
                return patient.values[argument]
            case Code.CLASS:
                return patient.class_
            case Code.QUEUE:
                return self.resources[argument].waiting
            case Code.BUSY:
                return self.resources[argument].busy
            case Code.FREE:
                return self.resources[argument].capacity - self.resources[argument].busy
            case Code.CAPACITY:
                return self.resources[argument].capacity
            case Code.TIME:
                return self.env.now - self.program.start
            case Code.STAY:
                return self.env.now - patient.arrived
            case Code.MINUTE_OF_DAY:
                return since_monday % MINUTES_PER_DAY
            case Code.WEEKDAY:
                return self.weekday(math.floor(since_monday / MINUTES_PER_DAY), argument)
            case Code.IN_SYSTEM:
                return self.in_system
        raise ValueError(code)

    def weekday(self, day: int, played: int) -> float:
        """Return the weekday as which a day is played, by its number from a Monday on."""
        if played == NONE:
            return day % DAYS_PER_WEEK
        days = self.table[played + 1 :][: int(self.table[played])]
        return float(days[min(day, len(days) - 1)])

    # Statistics

    def clear_arrays(self) -> None:
        """Begin new statistics of patients."""
        p = self.program
        self.tallies = engine_records(p.tallies, engine.Tally)
        self.histogram = np.zeros((p.tallies, BINS), np.uint32)
        self.counts = np.zeros((p.steps.size, p.classes), np.int64)
        self.flows = np.zeros((p.places, p.places), np.int64)
        for one in self.measured.values():
            one.clear()

    def settle_system(self) -> None:
        """Sum the area under the number in the system up to now, before it changes."""
        self.system_area += self.in_system * (self.env.now - self.system_last)
        self.system_last = self.env.now

    def meet(self, patient: Patient, row: int) -> None:
        """Count a meeting of a patient with a row."""
        self.counts[row, patient.class_] += 1
        self.note(patient, row, Happening.MET)

    def note(self, patient: Patient, row: int, kind: Happening) -> None:
        """Append to the log, if one is kept, what happens to a patient at a row."""
        if self.log is None:
            return
        p, values = patient, tuple(patient.values[k] for k in self.log_attributes)
        event = (self.env.now, p.ordinal, p.source, row, p.class_, p.part, int(kind))
        self.log.append((event, values))

    def tally(self, patient: Patient, tally: int, x: float) -> None:
        """Count x among those of the patient's class in a tally."""
        k = tally + patient.class_
        t = self.tallies[k]
        t.n += 1
        t.total += x
        t.squares += x * x
        t.longest = max(t.longest, x)
        self.histogram[k, int(histogram_bin(x))] += 1

    def move(self, patient: Patient, place: int) -> None:
        """Count a move in the matrix of flows."""
        self.flows[patient.place, place] += 1
        patient.place = place

    def start(self, patient: Patient, row: Queued, resource: Resource, wait: float) -> None:
        """Count a start of service, or a departure from a gate, after a wait."""
        resource.started += 1
        resource.waited += wait
        self.tally(patient, row.tally, wait)
        self.move(patient, row.place)

    def resource_records(self) -> Records:
        """Return the counts of all resources, their areas summed up to now."""
        table = engine_records(len(self.resources), engine.Resource)
        for name in COUNTS:
            table[name] = [getattr(resource, name) for resource in self.resources]
        return settled(table, self.env.now)

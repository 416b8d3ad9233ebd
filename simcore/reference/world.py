"""What everything in a replication shares: the clock, the tables, the draws, the statistics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np

from simcore.engine import dtypes
from simcore.engine.dtypes import NONE
from simcore.engine.kernels.expressions import Code
from simcore.engine.kernels.tallies import BINS, histogram_bin
from simcore.engine.program import Program, Records
from simcore.engine.sampling.distributions import Law, sample
from simcore.engine.sampling.random import uniforms
from simcore.engine.simulation import records, settled
from simcore.reference.environment import READY, Environment
from simcore.reference.expressions import evaluate
from simcore.reference.patients import Patient, Row, to_row
from simcore.reference.resources import COUNTS, Resource


class World:
    """One replication. `act` takes a patient through his steps until he must wait."""

    def __init__(
        self,
        program: Program,
        seed: int,
        replication: int,
        act: Callable[[Patient], None],
        log: list[tuple[float, int, int, int]] | None,
    ) -> None:
        self.program = program
        self.seed, self.replication = seed, replication
        self.act = act
        self.log = log
        self.env = Environment()
        self.table = program.table.copy()
        self.rows = [to_row(k, record) for k, record in enumerate(program.steps)]
        self.resources = [Resource(self.env, program, k) for k in range(program.resources.size)]
        self.sources = program.sources.copy()
        self.slots = program.slots.copy()
        self.code = [(Code(int(word.code)), int(word.arg)) for word in program.code]
        self.blocking: Counter[tuple[int, int]] = Counter()  # waiting transfers: from, to
        self.deadlock: tuple[float, set[int]] | None = None  # since when, of which resources
        self.in_system = self.arrived = 0
        self.clear_arrays()

    # What happens next

    def at(self, patient: Patient, time: float, row: int) -> None:
        """Let a patient go on at a row at `time`; it replaces what was to happen to him."""
        self._schedule(patient, time, patient.turn, row)

    def ready(self, patient: Patient, row: int) -> None:
        """Let a patient go on at this instant, after those who are ready already."""
        self._schedule(patient, self.env.now, READY, row)

    def _schedule(self, patient: Patient, time: float, priority: int, row: int) -> None:
        event = self.env.at(time, priority)
        patient.event, patient.due, patient.row = event, time, row

        def wake(_: object) -> None:
            if patient.event is event:  # else it was cancelled
                patient.event = None
                self.act(patient)

        assert event.callbacks is not None
        event.callbacks.append(wake)

    # What patients draw

    def draw(self, patient: Patient, row: Row) -> float:
        """Return the uniform of this meeting of a patient with a row."""
        visit = 0
        if row.slot != NONE:
            visit = patient.visits[row.slot]
            patient.visits[row.slot] += 1
        key = self.sources[patient.source].key
        return float(uniforms(self.seed, self.replication, key, patient.ordinal, row.key, visit)[0])

    def value(self, patient: Patient, row: Row, law: int) -> float:
        """Return a value of a law: minutes, or a number for an attribute."""
        record = self.program.distributions[law]
        if record.kind != Law.EXPRESSION:
            u = self.draw(patient, row)
            return float(sample(self.program.distributions, self.table, law, u))
        u = self.draw(patient, row) if record.a > 0.0 else 0.0
        words = self.code[record.offset : record.offset + record.n]
        return evaluate(self, patient, words, u)

    def minutes(self, patient: Patient, row: Row, law: int) -> float:
        """Return a time for the patient's class, which an expression may not make negative."""
        return max(self.value(patient, row, law + patient.group * row.stride), 0.0)

    def own_draw(self, resource: Resource) -> float:
        """Return the next of a resource's own random numbers."""
        number, resource.drawn = resource.drawn, resource.drawn + 1
        return float(uniforms(self.seed, self.replication, resource.key, number, 1, 0)[0])

    # Statistics

    def clear_arrays(self) -> None:
        """Begin new statistics of patients."""
        p = self.program
        self.tallies = records(p.tallies, dtypes.TALLY)
        self.histogram = np.zeros((p.tallies, BINS), np.uint32)
        self.counts = np.zeros((p.steps.size, p.classes), np.int64)
        self.flows = np.zeros((p.places, p.places), np.int64)

    def meet(self, patient: Patient, row: Row) -> None:
        """Count a meeting of a patient with a row."""
        self.counts[row.index, patient.group] += 1
        if self.log is not None:
            self.log.append((self.env.now, patient.ordinal, patient.source, row.index))

    def tally(self, patient: Patient, row: Row, x: float) -> None:
        """Count x among those of the patient's class in the tally of a row."""
        k = row.tally + patient.group
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

    def start(self, patient: Patient, row: Row, resource: Resource, wait: float) -> None:
        """Count a start of service, or a departure from a gate, after a wait."""
        resource.started += 1
        resource.waited += wait
        self.tally(patient, row, wait)
        self.move(patient, row.place)

    def resource_records(self) -> Records:
        """Return the counts of all resources, their areas summed up to now."""
        table = records(len(self.resources), dtypes.RESOURCE)
        for name in COUNTS:
            table[name] = [getattr(resource, name) for resource in self.resources]
        return settled(table, self.env.now)

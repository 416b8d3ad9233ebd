"""The arrays of a run, and the state record in which the kernels find them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Generic, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from simcore.engine.jit import bare
from simcore.engine.program import Floats, Ints, Program, Records
from simcore.engine.record import Record
from simcore.engine.records import ARRAYS, State

A = TypeVar("A", bound=NDArray[Any])
I4 = NDArray[np.int32]

KEPT = tuple(name for name in ARRAYS if name in State.live)  # arrays without which no run goes on
MOMENT = tuple(name for name in State.live if name not in ARRAYS)  # numbers of the clock, likewise
SETTINGS = ("cycle", "start", "monday", "swap")  # numbers of the clock that the Program says


class Owned(Generic[A]):
    """An array of a run: whenever it is replaced, the kernels are told where the new one is."""

    def __set_name__(self, owner: type[Memory], name: str) -> None:
        self.name = name

    @overload
    def __get__(self, memory: None, owner: type[Memory]) -> Owned[A]: ...
    @overload
    def __get__(self, memory: Memory, owner: type[Memory]) -> A: ...
    def __get__(self, memory: Memory | None, owner: type[Memory]) -> Owned[A] | A:
        if memory is None:
            return self
        array: A = memory.__dict__[self.name]
        return array

    def __set__(self, memory: Memory, array: A) -> None:
        memory.__dict__[self.name] = array
        memory.point(self.name, array)


class Memory:
    """What a run keeps: its clock, its own arrays, and those of its Program.

    clock: the state, as one record.
    """

    patients = Owned[Records]()
    more = Owned[Records]()
    visits = Owned[I4]()
    holdings = Owned[Records]()
    attributes = Owned[Floats]()
    buckets = Owned[I4]()
    resources = Owned[Records]()
    rules = Owned[Records]()
    measures = Owned[Records]()
    queues = Owned[Records]()
    edges = Owned[Records]()
    books = Owned[Records]()
    slots = Owned[Records]()
    sources = Owned[Records]()
    table = Owned[Floats]()
    tallies = Owned[Records]()
    histogram = Owned[NDArray[np.uint32]]()
    counts = Owned[Ints]()
    flows = Owned[Ints]()
    time_at = Owned[Floats]()
    moments = Owned[Records]()
    readings = Owned[Records]()
    log = Owned[Records]()
    log_values = Owned[Floats]()
    log_attributes = Owned[I4]()
    stack = Owned[Floats]()
    handlers = Owned[Ints]()

    def __init__(self, program: Program) -> None:
        self._plain = np.zeros(1, State.dtype)
        self._numbers = {name: self._plain[name] for name in MOMENT}
        self.clock: Any = self._plain.view(np.recarray)[0]
        self.states: Any = bare(self._plain.view(np.recarray))  # as kernels take it
        self.program = program

    @property
    def program(self) -> Program:
        """Return the Program that is played; another of the same shape may take its place."""
        return self._program

    @program.setter
    def program(self, program: Program) -> None:
        self._program = program
        for name in OF_PROGRAM:
            self.point(name, getattr(program, name))
        for name in SETTINGS:
            self._plain[name] = getattr(program, name)

    def point(self, name: str, array: NDArray[Any]) -> None:
        """Note in the state where an array is, its size, and its columns where it has two axes."""
        self._plain[name] = (array.ctypes.data, array.size, *array.shape[1:])

    def glance(self, names: Iterable[str]) -> tuple[Any, ...]:
        """Return some numbers of the clock, in a tenth of the time that its attributes take."""
        return tuple(self._numbers[name].item() for name in names)


OF_PROGRAM = tuple(  # arrays that all runs of a Program share
    name for name in ARRAYS if name in Program.__dataclass_fields__ and name not in vars(Memory)
)


def records(n: int | tuple[int, ...], record: type[Record]) -> Records:
    """Return zeroed records whose fields are attributes, compiled or not.

    n: how many, or the shape of the array.
    record: the class of each.
    """
    return np.zeros(n, record.dtype).view(np.recarray)


def longer(array: Any, n: int) -> Any:
    """Return a copy of an array with n rows, the new ones zero."""
    grown = np.zeros((n, *array.shape[1:]), array.dtype)
    grown[: len(array)] = array
    return grown.view(type(array))

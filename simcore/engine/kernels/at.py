"""Where the arrays of a state are: `at.patient(s, i)` is row i of its patients.

A state is one record that holds the addresses of all arrays, so that kernels pass one
pointer. A tuple of 27 arrays in its place took 50 s to compile rather than 5.5, and every call
that was not copied pushed 1,500 bytes. With NUMBA_BOUNDSCHECK=1 every index is checked, and the
first array in which one was outside is noted in `outside` (as its number in `ARRAYS`, plus 1).
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar, cast

import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic
from numba.np import numpy_support

from simcore.engine import ops
from simcore.engine.jit import CHECKED, COMPILED
from simcore.engine.program_records import (
    Book,
    CapacityChange,
    Edge,
    Instruction,
    LawRow,
    Measure,
    Queue,
    Rules,
    Slot,
    Source,
)
from simcore.engine.record import Record
from simcore.engine.records import (
    ARRAYS,
    Bin,
    Count,
    Event,
    Holding,
    Moment,
    More,
    Number,
    Patient,
    Reading,
    Resource,
    State,
    Tally,
    Total,
)
from simcore.engine.sampling.distributions import Laws, Numbers

R = TypeVar("R", bound=Record)
S = TypeVar("S", bound=ops.StepRow)
_POINTER = ir.IntType(64).as_pointer()


def offset_of(name: str, inner: str = "") -> int:
    """Return where an integer of State begins, bytes; of an array, its `inner` one."""
    fields = State.dtype.fields
    assert fields is not None
    dtype, offset = fields[name][:2]
    if not inner:
        assert dtype == np.int64
        return int(offset)
    assert dtype.fields is not None
    return int(offset) + int(dtype.fields[inner][1])


@lru_cache(maxsize=4096)
def _view(address: int, size: int, dtype: np.dtype[Any]) -> Any:
    memory = (ctypes.c_char * (size * dtype.itemsize)).from_address(address)
    return np.ndarray((size,), dtype, buffer=memory).view(np.recarray)  # type: ignore[arg-type]


def _array_of(s: Any, name: str, dtype: np.dtype[Any]) -> Any:
    return _view(int(s[name].address), int(s[name].n), dtype)


def _load(builder: Any, s: Any, name: str, inner: str) -> Any:
    """Load a number of an array's place in the state."""
    return builder.load(cgutils.pointer_add(builder, s, offset_of(name, inner), _POINTER))


def _row(name: str, dtype: np.dtype[Any]) -> Any:
    """Return the code that locates row `index` of an array."""
    record = numpy_support.from_dtype(dtype)
    size = dtype.itemsize
    outside_at = offset_of("outside")

    def build(context: Any, builder: Any, s: Any, index: Any) -> Any:
        if CHECKED:
            outside = builder.icmp_unsigned(">=", index, _load(builder, s, name, "n"))
            with builder.if_then(outside, likely=False):
                noted = cgutils.pointer_add(builder, s, outside_at, _POINTER)
                builder.store(index.type(1 + ARRAYS.index(name)), noted)
            index = builder.select(outside, index.type(0), index)
        offset = builder.mul(index, index.type(size))
        address = builder.add(_load(builder, s, name, "address"), offset)
        return builder.inttoptr(address, context.get_value_type(record))

    return record, build


def rows(record_class: type[R], name: str) -> Callable[[State, int], R]:
    """Return the function that locates a row of the array `name`, with one index.

    The rows are told apart as records of a class: that of the array, or one of the same size.
    """
    dtype = record_class.dtype
    if not COMPILED:
        return lambda s, i: cast("R", _array_of(s, name, dtype)[i])
    record, build = _row(name, dtype)

    @intrinsic
    def locate(typing: Any, s: Any, index: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            row = context.cast(builder, args[1], signature.args[1], types.int64)
            return build(context, builder, args[0], row)

        return record(s, index), code

    found: Any = locate
    return cast("Callable[[State, int], R]", found)


def step_as(card: type[S]) -> Callable[[State, int], S]:
    """Return the function that locates a row of the step table as one of an operation."""
    return rows(card, "steps")


def _common_python(step: ops.StepRow) -> ops.StepRow:
    return step


@intrinsic
def _common_compiled(typing: Any, step: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return args[0]  # a row of any operation is as long as a plain one

    return numpy_support.from_dtype(ops.StepRow.dtype)(step), code


# The row as one of which only the fields that all have are known. What takes any step is compiled
# once for it; when it was for each operation, the outpatients' first run took 9.0 s, now 7.8.
common: Callable[[ops.StepRow], ops.StepRow] = (
    cast("Any", _common_compiled) if COMPILED else _common_python
)


def table(record_class: type[R], name: str) -> Callable[[State, int, int], R]:
    """Return the function that locates an element of an array with two indices."""
    dtype = record_class.dtype
    if not COMPILED:
        return lambda s, i, k: cast(
            "R", _array_of(s, name, dtype)[i * int(cast("Any", s)[name].columns) + k]
        )
    record, build = _row(name, dtype)

    @intrinsic
    def locate(typing: Any, s: Any, index: Any, column: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            row = context.cast(builder, args[1], signature.args[1], types.int64)
            k = context.cast(builder, args[2], signature.args[2], types.int64)
            start = builder.mul(row, _load(builder, args[0], name, "columns"))
            return build(context, builder, args[0], builder.add(start, k))

        return record(s, index, column), code

    found: Any = locate
    return cast("Callable[[State, int, int], R]", found)


def _whole(name: str, dtype: np.dtype[Any]) -> Callable[[State], Any]:
    """Return the function that gives a whole array."""
    if not COMPILED:
        return lambda s: _array_of(s, name, dtype)
    array = types.Array(numpy_support.from_dtype(dtype), 1, "C")
    size = dtype.itemsize

    @intrinsic
    def give(typing: Any, s: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            made = context.make_array(array)(context, builder)
            n = _load(builder, args[0], name, "n")
            address = _load(builder, args[0], name, "address")
            step = context.get_constant(types.intp, size)
            made.data = builder.inttoptr(address, made.data.type)
            made.shape = cgutils.pack_array(builder, [n])
            made.strides = cgutils.pack_array(builder, [step])
            made.itemsize, made.nitems = step, n
            made.meminfo = cgutils.get_null_value(made.meminfo.type)
            made.parent = cgutils.get_null_value(made.parent.type)
            return made._getvalue()

        return array(s), code

    found: Any = give
    return cast("Callable[[State], Any]", found)


def _touch_python(record: Any) -> None:
    """Nothing to fetch."""


@intrinsic
def _touch_compiled(typing: Any, record: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        i32 = ir.IntType(32)
        shape = ir.FunctionType(ir.VoidType(), [cgutils.voidptr_t, i32, i32, i32])
        fetch = cgutils.get_or_insert_function(builder.module, shape, "llvm.prefetch.p0i8")
        to_write, keep, data = i32(1), i32(3), i32(1)
        builder.call(fetch, [builder.bitcast(args[0], cgutils.voidptr_t), to_write, keep, data])
        return context.get_dummy_value()

    return types.none(record), code


# Ask for a record's cache line before it is needed.
touch: Callable[[Record], None] = cast("Any", _touch_compiled) if COMPILED else _touch_python

patient = rows(Patient, "patients")
more = rows(More, "more")
visits = table(Count, "visits")
holding = table(Holding, "holdings")
attribute = table(Number, "attributes")
bucket = rows(Count, "buckets")
resource = rows(Resource, "resources")
rules = rows(Rules, "rules")
measure = rows(Measure, "measures")
queue = table(Queue, "queues")
edge = rows(Edge, "edges")
book = rows(Book, "books")
slot = rows(Slot, "slots")
source = rows(Source, "sources")
tally = rows(Tally, "tallies")
histogram = table(Bin, "histogram")
count = table(Total, "counts")
flow = table(Total, "flows")
time_at = table(Number, "time_at")
moment = rows(Moment, "moments")
reading = table(Reading, "readings")
event = rows(Event, "log")
logged_value = table(Number, "log_values")
logged_attribute = rows(Count, "log_attributes")
stack = rows(Number, "stack")
change = rows(CapacityChange, "changes")
step = rows(ops.StepRow, "steps")
target = rows(Count, "targets")
member = rows(Count, "members")
instruction = rows(Instruction, "code")
number = rows(Number, "table")
numbers: Callable[[State], Numbers] = _whole("table", np.dtype("f8"))
laws: Callable[[State], Laws] = _whole("distributions", LawRow.dtype)

"""Where the arrays of a state are: `at.patient(s, i)` is row i of its patients.

A state is one record that holds the addresses of all arrays, so that kernels pass one
pointer. A tuple of 27 arrays in its place took 50 s to compile rather than 5.5, and every call
that was not copied pushed 190 words. With NUMBA_BOUNDSCHECK=1 every index is checked, and the first
array in which one was outside is noted in `outside` (as its number in `ARRAYS`, plus 1).
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic
from numba.np import numpy_support

from simcore.engine import dtypes
from simcore.engine.dtypes import ARRAYS, CHECKED, offset_of
from simcore.engine.jit import COMPILED

Locate = Callable[..., Any]
_POINTER = ir.IntType(64).as_pointer()


@lru_cache(maxsize=4096)
def _view(address: int, size: int, dtype: np.dtype[Any]) -> Any:
    memory = (ctypes.c_char * (size * dtype.itemsize)).from_address(address)
    return np.ndarray((size,), dtype, buffer=memory).view(np.recarray)  # type: ignore[arg-type]


def _array_of(s: Any, name: str, dtype: np.dtype[Any]) -> Any:
    return _view(int(s[name]), int(s[f"n_{name}"]), dtype)


def _pointer(builder: Any, s: Any, name: str) -> Any:
    """Point to an integer field of the state."""
    return cgutils.pointer_add(builder, s, offset_of(name), _POINTER)


def _field(builder: Any, s: Any, name: str) -> Any:
    return builder.load(_pointer(builder, s, name))


def _row(name: str, dtype: np.dtype[Any]) -> Any:
    """Return the code that locates row `index` of an array."""
    record = numpy_support.from_dtype(dtype)
    size = dtype.itemsize

    def build(context: Any, builder: Any, s: Any, index: Any) -> Any:
        if CHECKED:
            outside = builder.icmp_unsigned(">=", index, _field(builder, s, f"n_{name}"))
            with builder.if_then(outside, likely=False):
                builder.store(index.type(1 + ARRAYS.index(name)), _pointer(builder, s, "outside"))
            index = builder.select(outside, index.type(0), index)
        offset = builder.mul(index, index.type(size))
        address = builder.add(_field(builder, s, name), offset)
        return builder.inttoptr(address, context.get_value_type(record))

    return record, build


def _rows(name: str, dtype: np.dtype[Any]) -> Locate:
    """Return the function that locates a row of an array with one index."""
    if not COMPILED:
        return lambda s, i: _array_of(s, name, dtype)[i]
    record, build = _row(name, dtype)

    @intrinsic
    def locate(typing: Any, s: Any, index: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            row = context.cast(builder, args[1], signature.args[1], types.int64)
            return build(context, builder, args[0], row)

        return record(s, index), code

    found: Locate = locate
    return found


def _table(name: str, dtype: np.dtype[Any], columns: str) -> Locate:
    """Return the function that locates an element of an array with two indices."""
    if not COMPILED:
        return lambda s, i, k: _array_of(s, name, dtype)[i * s[columns] + k]
    record, build = _row(name, dtype)

    @intrinsic
    def locate(typing: Any, s: Any, index: Any, column: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            row = context.cast(builder, args[1], signature.args[1], types.int64)
            k = context.cast(builder, args[2], signature.args[2], types.int64)
            start = builder.mul(row, _field(builder, args[0], columns))
            return build(context, builder, args[0], builder.add(start, k))

        return record(s, index, column), code

    found: Locate = locate
    return found


def _whole(name: str, dtype: np.dtype[Any]) -> Locate:
    """Return the function that gives a whole array."""
    if not COMPILED:
        return lambda s: _array_of(s, name, dtype)
    array = types.Array(numpy_support.from_dtype(dtype), 1, "C")
    size = dtype.itemsize

    @intrinsic
    def give(typing: Any, s: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            made = context.make_array(array)(context, builder)
            n = _field(builder, args[0], f"n_{name}")
            data = builder.inttoptr(_field(builder, args[0], name), made.data.type)
            cgutils_int = context.get_constant(types.intp, size)
            shape = cgutils.pack_array(builder, [n])
            strides = cgutils.pack_array(builder, [cgutils_int])
            made.data, made.shape, made.strides = data, shape, strides
            made.itemsize, made.nitems = cgutils_int, n
            made.meminfo = cgutils.get_null_value(made.meminfo.type)
            made.parent = cgutils.get_null_value(made.parent.type)
            return made._getvalue()

        return array(s), code

    found: Locate = give
    return found


def _touch_python(record: Any) -> None:
    """Nothing to fetch."""


@intrinsic
def _touch_compiled(typing: Any, record: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        word = ir.IntType(32)
        shape = ir.FunctionType(ir.VoidType(), [cgutils.voidptr_t, word, word, word])
        fetch = cgutils.get_or_insert_function(builder.module, shape, "llvm.prefetch.p0i8")
        to_write, keep, data = word(1), word(3), word(1)
        builder.call(fetch, [builder.bitcast(args[0], cgutils.voidptr_t), to_write, keep, data])
        return context.get_dummy_value()

    return types.none(record), code


# Ask for a record's cache line before it is needed.
touch: Locate = _touch_compiled if COMPILED else _touch_python

patient = _rows("patients", dtypes.PATIENT)
more = _rows("more", dtypes.MORE)
visits = _table("visits", dtypes.COUNT, "counters")
pick = _table("picks", dtypes.COUNT, "pools")
attribute = _table("values", dtypes.NUMBER, "attributes")
bucket = _rows("buckets", dtypes.COUNT)
resource = _rows("resources", dtypes.RESOURCE)
rules = _rows("rules", dtypes.RULES)
line = _table("lines", dtypes.LINE, "ranks")
edge = _rows("edges", dtypes.EDGE)
book = _rows("books", dtypes.BOOK)
slot = _rows("slots", dtypes.SLOT)
source = _rows("sources", dtypes.SOURCE)
tally = _rows("tallies", dtypes.TALLY)
histogram = _table("histogram", dtypes.BIN, "bins")
count = _table("counts", dtypes.TOTAL, "classes")
flow = _table("flows", dtypes.TOTAL, "places")
event = _rows("log", dtypes.EVENT)
stack = _rows("stack", dtypes.NUMBER)
change = _rows("changes", dtypes.CHANGE)
step = _rows("steps", dtypes.STEP)
target = _rows("targets", dtypes.COUNT)
member = _rows("members", dtypes.COUNT)
word = _rows("code", dtypes.WORD)
number = _rows("table", dtypes.NUMBER)
table = _whole("table", np.dtype("f8"))
distributions = _whole("distributions", dtypes.DISTRIBUTION)

"""Handlers of uncommon operations, called by address: a program compiles only those it needs.

All in one kernel took 25 s to compile. A handler is compiled when a program first needs it
and cached, as kernels are; a call costs 2 nanoseconds more than a direct one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic
from numba.np import numpy_support
from numpy.typing import NDArray

from simcore.engine import kernels
from simcore.engine.jit import COMPILED, native_address
from simcore.engine.kernels.at import offset_of
from simcore.engine.ops import CARDS, Op, Routine, is_plain
from simcore.engine.records import State

Handle = Callable[[State, int], int]
Number = Op | Routine


@dataclass(frozen=True)
class Handler:
    """A function (state, index) -> 1 where the patient goes on at this instant, else 0."""

    function: Handle
    uses: tuple[Number, ...]  # other handlers that it calls


HANDLERS: dict[Number, Handler] = {}
MOST = len(Op) + len(Routine)
_STATE = numpy_support.from_dtype(State.dtype)


def handler(op: Number, *uses: Number) -> Callable[[Handle], Handle]:
    """Register the handler of an uncommon operation, or of what such handlers share."""

    def register(function: Handle) -> Handle:
        HANDLERS[op] = Handler(function, uses)
        return function

    return register


def _number(op: int) -> Number:
    return Op(op) if op < len(Op) else Routine(op)


def addresses(ops: Iterable[int]) -> NDArray[np.int64]:
    """Return the address of the handler of each operation that is needed, 0 for others.

    ops: numbers of operations and routines; what their handlers call is found from there. The
        result has one address for each `Op` and `Routine`.
    Raises LookupError where one has no handler.
    """
    table = np.zeros(MOST, np.int64)
    needed = [_number(op) for op in ops if not is_plain(op)]
    if needed:
        for module in iter_modules(kernels.__path__):
            import_module(f"{kernels.__name__}.{module.name}")
    needed = [op for op in needed if isinstance(op, Routine) or CARDS[op].played]
    missing = [op.name for op in needed if op not in HANDLERS]
    if missing:  # the address 0 would be called
        raise LookupError(f"no handler in {kernels.__name__} plays {', '.join(missing)}")
    if not COMPILED:
        return table
    while needed:
        op = needed.pop()
        if not table[op]:
            table[op] = _address(op)
            needed += HANDLERS[op].uses
    return table


@lru_cache
def _address(op: Number) -> int:
    return native_address(HANDLERS[op].function, (_STATE, types.int64))


def _call_python(s: Any, op: Any, i: Any) -> Any:
    return HANDLERS[_number(op)].function(s, i)


@intrinsic
def _call_compiled(typing: Any, s: Any, op: Any, i: Any) -> Any:
    offset = offset_of("handlers", "address")

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        i64 = ir.IntType(64)
        row, index = (
            context.cast(builder, args[k], signature.args[k], types.int64) for k in (1, 2)
        )
        start = builder.load(cgutils.pointer_add(builder, args[0], offset, i64.as_pointer()))
        place = builder.add(start, builder.mul(row, i64(8)))
        address = builder.load(builder.inttoptr(place, i64.as_pointer()))
        result = cgutils.alloca_once(builder, i64)
        raised = cgutils.alloca_once(builder, cgutils.voidptr_t)
        given = [result, raised, args[0], index]
        shape = ir.FunctionType(ir.IntType(32), [value.type for value in given])
        builder.call(builder.inttoptr(address, shape.as_pointer()), given)
        return builder.load(result)

    return types.int64(s, op, i), code


compiled: Any = _call_compiled
call: Callable[[State, int, int], int] = compiled if COMPILED else _call_python

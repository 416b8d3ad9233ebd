"""Handlers of uncommon steps, called by address: a program compiles only those it needs.

All in one kernel took 25 s to compile. A handler is compiled when a program first needs it
and cached, as kernels are; a call costs 2 nanoseconds more than a direct one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic
from numba.np import numpy_support
from numpy.typing import NDArray

from simcore.engine.dtypes import STATE, Op, offset_of
from simcore.engine.jit import COMPILED, native_address

Handle = Callable[[Any, Any], Any]
MODULES = (
    "appointments", "arrivals", "capacity_changes", "interruptions", "routing", "seizing",
    "together",
)  # fmt: skip


@dataclass(frozen=True)
class Handler:
    """A function (state, index) -> 1 where the patient goes on at this instant, else 0."""

    function: Handle
    uses: tuple[Op, ...]  # other handlers that it calls


HANDLERS: dict[Op, Handler] = {}
_STATE = numpy_support.from_dtype(STATE)


def handler(op: Op, *uses: Op) -> Callable[[Handle], Handle]:
    """Register the handler of an uncommon step, or of what such handlers share."""

    def register(function: Handle) -> Handle:
        HANDLERS[op] = Handler(function, uses)
        return function

    return register


def addresses(ops: Iterable[int]) -> NDArray[np.int64]:
    """Return the address of the handler of each Op that is needed for `ops`, 0 for others."""
    table = np.zeros(len(Op), np.int64)
    needed = [Op(op) for op in ops if op > Op.LEAVE]
    if needed:
        for module in MODULES:
            import_module(f"simcore.engine.kernels.{module}")
    if not COMPILED:
        return table
    while needed:
        op = needed.pop()
        if not table[op] and op in HANDLERS:
            table[op] = _address(op)
            needed += HANDLERS[op].uses
    return table


@lru_cache
def _address(op: Op) -> int:
    return native_address(HANDLERS[op].function, (_STATE, types.int64))


def _call_python(s: Any, op: Any, i: Any) -> Any:
    return HANDLERS[Op(op)].function(s, i)


@intrinsic
def _call_compiled(typing: Any, s: Any, op: Any, i: Any) -> Any:
    offset = offset_of("handlers")

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        word = ir.IntType(64)
        row, index = (
            context.cast(builder, args[k], signature.args[k], types.int64) for k in (1, 2)
        )
        start = builder.load(cgutils.pointer_add(builder, args[0], offset, word.as_pointer()))
        at = builder.add(start, builder.mul(row, word(8)))
        address = builder.load(builder.inttoptr(at, word.as_pointer()))
        result = cgutils.alloca_once(builder, word)
        raised = cgutils.alloca_once(builder, cgutils.voidptr_t)
        given = [result, raised, args[0], index]
        shape = ir.FunctionType(ir.IntType(32), [value.type for value in given])
        builder.call(builder.inttoptr(address, shape.as_pointer()), given)
        return builder.load(result)

    return types.int64(s, op, i), code


call: Any = _call_compiled if COMPILED else _call_python

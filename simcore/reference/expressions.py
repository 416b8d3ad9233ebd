"""Values that depend on the patient and on the state: postfix code on a list."""

from __future__ import annotations

from collections.abc import Callable

from simcore.engine.bytecode import Code
from simcore.engine.sampling.distributions import ndtri
from simcore.network.expressions import arithmetic
from simcore.network.expressions.arithmetic import select

Instructions = list[tuple[Code, int]]
Look = Callable[[Code, int], float]  # what an instruction reads of patient, clock or resource

UNARY = {Code[name]: function for name, function in arithmetic.UNARY.items()}
UNARY[Code.NDTRI] = lambda u: float(ndtri(u))
BINARY = {Code[name]: function for name, function in arithmetic.BINARY.items()}


def evaluate(instructions: Instructions, u: float, look: Look) -> float:
    """Return the value of postfix code; `u` is the uniform of this meeting with the step."""
    stack: list[float] = []
    for code, argument in instructions:
        if code in UNARY:
            stack.append(UNARY[code](stack.pop()))
        elif code in BINARY:
            y, x = stack.pop(), stack.pop()
            stack.append(BINARY[code](x, y))
        elif code == Code.SELECT:
            other, one, condition = stack.pop(), stack.pop(), stack.pop()
            stack.append(select(condition, one, other))
        elif code == Code.RANDOM:
            stack.append(u)
        else:
            stack.append(float(look(code, argument)))
    return stack.pop()

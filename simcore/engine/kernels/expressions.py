"""Values that depend on the patient and on the state: postfix code on a small stack."""

from __future__ import annotations

import math
from enum import IntEnum

from simcore.engine.jit import part, rare
from simcore.engine.kernels import at
from simcore.engine.sampling.distributions import ndtri
from simcore.time_units import MINUTES_PER_DAY, MINUTES_PER_WEEK

DEEPEST = 64  # of the stack; `network.expression` refuses what needs more


class Code(IntEnum):
    """What one word of the code does to the stack. True is 1, false is 0."""

    CONSTANT = 0  # push table[arg]
    ATTRIBUTE = 1  # push the patient's attribute `arg`
    GROUP = 2  # push his class
    QUEUE = 3  # push how many wait at resource `arg`
    BUSY = 4
    FREE = 5  # capacity less busy units
    CAPACITY = 6
    TIME = 7  # minutes since the end of the warm-up
    STAY = 8  # minutes since he arrived
    MINUTE_OF_DAY = 9
    WEEKDAY = 10  # 0 is Monday
    IN_SYSTEM = 11
    RANDOM = 12  # the uniform of this meeting with the step
    NEGATE = 13
    NOT = 14
    ABS = 15
    FLOOR = 16
    SQRT = 17
    LOG = 18
    EXP = 19
    NDTRI = 20  # standard normal quantile
    ADD = 21
    SUBTRACT = 22
    MULTIPLY = 23
    DIVIDE = 24
    MINIMUM = 25
    MAXIMUM = 26
    LESS = 27
    LESS_EQUAL = 28
    EQUAL = 29
    AND = 30
    OR = 31
    SELECT = 32  # c a b: a where c is true, else b


@part
def _state(s, p, root, code, arg):
    """Return what a word that looks at the patient, the clock or a resource pushes."""
    now = s.now
    if code == Code.ATTRIBUTE:
        return at.attribute(s, root, arg).x
    elif code == Code.GROUP:
        return float(p.group)
    elif code == Code.TIME:
        return now - s.start
    elif code == Code.STAY:
        return now - p.arrived
    elif code == Code.MINUTE_OF_DAY:
        return (now - s.monday) % MINUTES_PER_DAY
    elif code == Code.WEEKDAY:
        return float(math.floor((now - s.monday) % MINUTES_PER_WEEK / MINUTES_PER_DAY))
    elif code == Code.IN_SYSTEM:
        return float(s.in_system)
    resource = at.resource(s, arg)
    if code == Code.QUEUE:
        return float(resource.waiting)
    elif code == Code.BUSY:
        return float(resource.busy)
    elif code == Code.FREE:
        return float(resource.capacity - resource.busy)
    return float(resource.capacity)


@part
def _unary(code, x):
    if code == Code.NEGATE:
        return -x
    elif code == Code.NOT:
        return 1.0 if x == 0.0 else 0.0
    elif code == Code.ABS:
        return abs(x)
    elif code == Code.FLOOR:
        return float(math.floor(x))
    elif code == Code.SQRT:
        return math.sqrt(x)
    elif code == Code.LOG:
        return math.log(x)
    elif code == Code.EXP:
        return math.exp(x)
    return ndtri(x)


@part
def _binary(code, x, y):
    if code == Code.ADD:
        return x + y
    elif code == Code.SUBTRACT:
        return x - y
    elif code == Code.MULTIPLY:
        return x * y
    elif code == Code.DIVIDE:
        return x / y
    elif code == Code.MINIMUM:
        return min(x, y)
    elif code == Code.MAXIMUM:
        return max(x, y)
    elif code == Code.LESS:
        return 1.0 if x < y else 0.0
    elif code == Code.LESS_EQUAL:
        return 1.0 if x <= y else 0.0
    elif code == Code.EQUAL:
        return 1.0 if x == y else 0.0
    elif code == Code.AND:
        return 1.0 if x != 0.0 and y != 0.0 else 0.0
    return 1.0 if x != 0.0 or y != 0.0 else 0.0


@rare
def evaluate(s, p, root, offset, n, u):
    """Return the value of n words of code for patient p, whose attributes `root` keeps."""
    top = -1
    for k in range(offset, offset + n):
        word = at.word(s, k)
        code, arg = word.code, word.arg
        if code < Code.NEGATE:
            top += 1
            if code == Code.CONSTANT:
                at.stack(s, top).x = at.number(s, arg).x
            elif code == Code.RANDOM:
                at.stack(s, top).x = u
            else:
                at.stack(s, top).x = _state(s, p, root, code, arg)
        elif code < Code.ADD:
            at.stack(s, top).x = _unary(code, at.stack(s, top).x)
        elif code < Code.SELECT:
            top -= 1
            at.stack(s, top).x = _binary(code, at.stack(s, top).x, at.stack(s, top + 1).x)
        else:
            top -= 2
            if at.stack(s, top).x != 0.0:
                at.stack(s, top).x = at.stack(s, top + 1).x
            else:
                at.stack(s, top).x = at.stack(s, top + 2).x
    return at.stack(s, 0).x

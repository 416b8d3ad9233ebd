"""The instructions of an expression: postfix code for a small stack."""

from __future__ import annotations

from enum import IntEnum

DEEPEST = 64  # values on the stack; `network.expressions` refuses what needs more


class Code(IntEnum):
    """What one instruction does to the stack. True is 1, false is 0."""

    CONSTANT = 0  # push table[argument]
    ATTRIBUTE = 1  # push the patient's attribute `argument`
    CLASS = 2  # push the patient's class
    QUEUE = 3  # push how many wait at resource `argument`
    BUSY = 4
    FREE = 5  # capacity less busy units
    CAPACITY = 6
    TIME = 7  # minutes since the end of the warm-up
    STAY = 8  # minutes since the patient arrived
    MINUTE_OF_DAY = 9
    WEEKDAY = 10  # 0 is Monday; table[argument] days as they are played, unless NONE
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

"""The instructions of an expression: postfix code for a small stack."""

from __future__ import annotations

from enum import IntEnum

DEEPEST = 64  # values on the stack; `network.expressions` refuses what needs more


class Code(IntEnum):
    """What one instruction does to the stack. True is 1, false is 0.

    What has no value is NaN, and so is all that depends on it: the root or the logarithm of a
    number below 0, 0 / 0, the sine of what is infinite. x / 0 is infinite with the sign of x,
    log(0) is -infinity. A comparison with NaN is NaN; `and` is 0 where either side is, `or` is 1
    where either side is true, whatever the other may be. An expression whose value is NaN or
    infinite ends the run.
    """

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
    SIN = 20  # of radians
    COS = 21
    NDTRI = 22  # standard normal quantile
    ADD = 23
    SUBTRACT = 24
    MULTIPLY = 25
    DIVIDE = 26
    MINIMUM = 27
    MAXIMUM = 28
    AT_LEAST = 29  # x y: x where it is not below y, else NaN
    LESS = 30
    LESS_EQUAL = 31
    EQUAL = 32
    AND = 33
    OR = 34
    SELECT = 35  # c a b: a where c is true, else b

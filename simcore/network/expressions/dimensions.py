"""What a value measures: a plain number, or a time to some power.

Shares and truths are plain numbers: 20% is 0.2, true is 1. None is the dimension of what would fit
anything: 0, and an attribute of which nothing is known.
"""

from __future__ import annotations

from simcore.text import Label

Dimension = int | None  # the power of time
NUMBER, TIME = 0, 1

_NAMED = {
    NUMBER: Label("a number", "数值"),
    TIME: Label("a time", "时长"),
    2 * TIME: Label("a time squared", "时长的平方"),
    -TIME: Label("a number per time", "每单位时间的数值"),
}


def named(dimension: int) -> Label:
    """Return what a dimension is called: "a time".

    >>> named(TIME - TIME).en
    'a number'
    """
    return _NAMED.get(
        dimension, Label(f"a time to the power {dimension}", f"时长的 {dimension} 次方")
    )


def common(*dimensions: Dimension) -> Dimension:
    """Return the dimension of values that are alike, or may be."""
    return next((one for one in dimensions if one is not None), None)


def alike(*dimensions: Dimension) -> bool:
    """Tell whether values can be compared and added.

    >>> alike(TIME, None, TIME), alike(TIME, NUMBER)
    (True, False)
    """
    return len({one for one in dimensions if one is not None}) <= 1


def product(a: Dimension, b: Dimension) -> Dimension:
    """Return the dimension of a product."""
    return None if a is None or b is None else a + b


def quotient(a: Dimension, b: Dimension) -> Dimension:
    """Return the dimension of a quotient."""
    return None if a is None or b is None else a - b

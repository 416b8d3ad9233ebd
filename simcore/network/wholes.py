"""Whole numbers that may depend on the patient: units, priorities."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.network.findings import Finding, Where, finding
from simcore.network.values import ByClass, Distribution, Expression, Need, Value
from simcore.text import Label

Whole = int | Expression | ByClass
# A number, an expression that comes out as one, or one of these for each class, where a plain
# number is written as an expression: Expression("2").

PRIORITIES = range(51)  # that an expression may come out as


def known(value: Whole) -> tuple[int, ...] | None:
    """Return the numbers that a value can come out as, None where the text does not say."""
    if isinstance(value, int):
        return (value,)
    numbers = [_number(one) for one in (value.values if isinstance(value, ByClass) else (value,))]
    found = tuple(number for number in numbers if number is not None)
    return found if len(found) == len(numbers) else None


def _number(value: Distribution | Expression) -> int | None:
    try:
        return int(value.text) if isinstance(value, Expression) else None
    except ValueError:
        return None


def possible_priorities(value: Whole | None) -> frozenset[int]:
    """Return the priorities that a value can come out as; none where it says nothing."""
    if value is None:
        return frozenset()
    numbers = known(value)
    return frozenset(PRIORITIES if numbers is None else numbers)


def varying(where: Where, value: Whole | None) -> Iterator[tuple[Where, Value, Need]]:
    """Yield a value that depends on the patient, as a step yields those that are written at it."""
    if isinstance(value, Expression | ByClass):
        yield where, value, Need.NUMBER


def random_parts(where: Where, value: Whole | None) -> Iterator[Finding]:
    """Yield a distribution that stands where a whole number should."""
    if isinstance(value, ByClass) and any(isinstance(v, Distribution) for v in value.values):
        yield finding(
            where, "a whole number is expected, found a distribution", "应为整数，此处为分布",
            "set an attribute to the random value before, and write that attribute here",
            "请先用 set 把随机值存入属性，再在此处写该属性",
        )  # fmt: skip


def said(value: Whole) -> Label:
    """Return a value as a message says it."""
    if isinstance(value, ByClass):
        return Label("a number by class", "按类别的数量")
    text = str(value) if isinstance(value, int) else value.text
    return Label(text, text)

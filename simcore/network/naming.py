"""Names that may depend on the patient: of a slot book, of a group under which waits are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from simcore.network.findings import Finding, Where, finding, must_fit
from simcore.network.values import Expression, Need, Value


@dataclass(frozen=True, slots=True)
class NameByClass:
    """A name for each class of the Network, in its order."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameBy:
    """A name by the value of an expression.

    table: rows (value, name), rising; the last that is not above the value of `by` counts, or else
    the first.
    """

    by: Expression
    table: tuple[tuple[float, str], ...]


Naming = str | NameByClass | NameBy


def names_of(name: Naming) -> tuple[str, ...]:
    """Return each name that it can be, once."""
    match name:
        case NameByClass(names):
            return tuple(dict.fromkeys(names))
        case NameBy(table=table):
            return tuple(dict.fromkeys(one for _, one in table))
    return (name,)


def renamed(name: Naming, rename: Callable[[str], str]) -> Naming:
    """Return the same with each name changed."""
    match name:
        case NameByClass(names):
            return NameByClass(tuple(map(rename, names)))
        case NameBy(table=table):
            return replace(name, table=tuple((value, rename(one)) for value, one in table))
    return rename(name)


def value_of(where: Where, name: Naming) -> Iterator[tuple[Where, Value, Need]]:
    """Yield the expression that it depends on, as a step yields its values."""
    if isinstance(name, NameBy):
        yield (*where, "by"), name.by, Need.NUMBER


def naming_faults(where: Where, name: Naming, classes: int) -> Iterator[Finding]:
    """Yield rows that do not rise, and names that are too few or too many."""
    if isinstance(name, NameByClass) and len(name.names) != classes:
        yield must_fit(where, len(name.names), classes)
    if isinstance(name, NameBy):
        values = [value for value, _ in name.table]
        if not values or values != sorted(set(values)):
            yield finding(
                (*where, "table"), "the values of the table do not rise", "表中的取值须递增",
                "order the rows by value", "请按取值排序",
            )  # fmt: skip

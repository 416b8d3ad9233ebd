"""What patients carry along: attributes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from simcore.engine import ops
from simcore.network.compiler.rows import Rows, Written
from simcore.network.findings import Where
from simcore.network.steps.base import Step
from simcore.network.values import Need, Value
from simcore.text import Label


@dataclass(frozen=True, slots=True)
class Set(Step):
    """Give the patient's attribute a value, which they carry along."""

    attribute: str
    value: Value

    word: ClassVar[str] = "set"
    title: ClassVar[Label] = Label("values set", "设定属性")

    def other_names(self) -> Iterator[tuple[Where, str, str]]:
        yield ("set", self.attribute), "attribute", self.attribute

    def values(self) -> Iterator[tuple[Where, Value, Need]]:
        yield ("set", self.attribute), self.value, Need.ANY

    def sets(self) -> Iterator[tuple[str, Value]]:
        yield self.attribute, self.value

    def write(self, rows: Rows, key: str) -> Written:
        row = write_set(rows, self.attribute, self.value, key)
        return Written(row, [row])


def write_set(rows: Rows, attribute: str, value: Value, key: str) -> int:
    """Append the row that gives an attribute a value; return it.

    rows: to append to.
    attribute: its name.
    value: a time in minutes, or a number.
    key: stable name of the row.
    """
    law, by_class = rows.value(value, signed=True)
    number = rows.number.attributes[attribute]
    return rows.add(ops.SetAttribute(law=law, by_class=by_class, attribute=number), key)

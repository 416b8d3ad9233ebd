"""Values in order: one for each patient of a source, so they stand where a source gives them."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.network.checks.expressions import given
from simcore.network.findings import Finding, Where, finding
from simcore.network.model import Network
from simcore.network.sources import Source, Trace
from simcore.network.values import ByClass, Distribution, Value


def sequences(network: Network) -> Iterator[Finding]:
    """Yield sequences where no source gives them, and those that do not fit its patients."""
    for where, value in _elsewhere(network):
        if any(_in_order(value)):
            yield finding(
                where, "a sequence gives the patients of a source one value each, on arrival",
                "sequence 为来源的每名患者依次赋值，只能写在来源的 values 中",
                "set an attribute by it under values of the source, and write the attribute here",
                "请在来源的 values 中用它设定属性，并在此处写该属性",
            )  # fmt: skip
    for source in network.sources:
        for name, value in source.values:
            yield from _fit(source, ("sources", source.name, "values", name), value)


def _in_order(value: Value | None) -> Iterator[Distribution]:
    """Yield the sequences of a value."""
    for one in value.values if isinstance(value, ByClass) else (value,):
        if isinstance(one, Distribution) and one.name == "sequence":
            yield one


def _elsewhere(network: Network) -> Iterator[tuple[Where, Value | None]]:
    """Yield all values but those that a source gives its patients."""
    for where, value, _ in given(network):
        if (where[0], where[2]) != ("sources", "values"):
            yield where, value
    for source in network.sources:
        yield ("sources", source.name, "arrivals", "size"), source.size


def _fit(source: Source, where: Where, value: Value) -> Iterator[Finding]:
    """Yield a sequence without values, and one that patients at given times do not use up."""
    patients = len(source.process.minutes) if isinstance(source.process, Trace) else 0
    for one in _in_order(value):
        values = one.parameters["values"]
        n = len(values) if isinstance(values, tuple) else 1
        if n == 0:
            yield finding(where, "a sequence of no value", "sequence 中没有值",
                          "write at least one", "请至少写一个")  # fmt: skip
        elif patients % n:
            yield finding(
                where, f"{n} values in order, and {patients} patients at given times",
                f"依次给出 {n} 个值，而按给定时刻到达的患者有 {patients} 名",
                "write one for each patient, or so many that they come out even",
                "请为每名患者各写一个，或使患者数为其整数倍",
            )  # fmt: skip

"""The planner's words for targets: what a clause asks of an indicator, or of nothing modelled."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from simcore.scenario.faults.base import Faults, LabelField, Strict
from simcore.scenario.region.indicators import IndicatorId, unit_of
from simcore.scenario.values.quantities import Number
from simcore.text import Label

BAND = ("=", "~")  # comparators that a tolerance says something of
ASKED = ("comparator", "value")


class TargetRow(Strict):
    """A target of the catalogue: one that an indicator decides, or that nothing does, and why."""

    indicator: IndicatorId | None = None
    gain_over: Literal["baseline"] | None = None  # of the indicator, asked in place of its value
    name: LabelField | None = None  # of what has no indicator
    not_represented: LabelField | None = None
    comparator: Literal[">=", "<=", "=", "~"] | None = None  # none where a clause has no number
    value: Number | None = None
    unit: str = ""
    tolerance: Number = 0.0
    year: str
    document: str
    clause: str
    quote: str

    @model_validator(mode="after")
    def agrees(self) -> TargetRow:
        """Refuse a row that nothing decides, or of whose keys one says nothing or is missing."""
        faults = Faults()
        if self.indicator is not None and self.not_represented is not None:
            faults.add(
                Label("an indicator decides it", "已有指标衡量此目标"),
                Label("leave out this or the indicator", "请去掉此项或 indicator"),
                "not_represented",
            )
        elif self.indicator is not None:
            self._measured(self.indicator, faults)
        elif self.not_represented is not None:
            self._left_out(faults)
        else:
            faults.add(
                Label("nothing decides this target", "此目标没有衡量的指标"),
                Label("give indicator, or in not_represented the reason",
                      "请写 indicator，或在 not_represented 中写明原因"),
            )  # fmt: skip
        faults.raise_any()
        return self

    def _measured(self, indicator: str, faults: Faults) -> None:
        """Find what is wrong with a target that an indicator decides."""
        _missing(self, ASKED, faults)
        _idle(self, ("name",), Label("what has an indicator", "有指标的目标"), faults)
        unit = unit_of(indicator, gain=self.gain_over is not None)
        if self.unit != unit:
            faults.add(
                Label(f'its unit is "{unit}", found "{self.unit}"',
                      f"单位应为“{unit}”，此处为“{self.unit}”"),
                Label(f'write unit: "{unit}"', f'请写 unit: "{unit}"'),
                "unit",
            )  # fmt: skip
        if self.tolerance < 0.0:
            faults.add(
                Label("a tolerance is 0 or more", "允许偏差不得为负"),
                Label("write how far from the value it may be", "请写与目标值的允许偏差"),
                "tolerance",
            )
        elif self.tolerance and self.comparator not in BAND:
            faults.add(
                Label(f'"{self.comparator}" has no tolerance', f"“{self.comparator}”没有允许偏差"),
                Label('leave it out, or write comparator: "~"', '请去掉，或写 comparator: "~"'),
                "tolerance",
            )

    def _left_out(self, faults: Faults) -> None:
        """Find what is wrong with a target that is not represented."""
        _missing(self, ("name",), faults)
        what = Label("what is not represented", "未纳入模型的目标")
        _idle(self, ("gain_over", "tolerance"), what, faults)
        if self.comparator is not None or self.value is not None:
            _missing(self, ASKED, faults)
        else:
            _idle(self, ("unit",), Label("what has no value", "没有目标值者"), faults)


def _missing(row: TargetRow, keys: tuple[str, ...], faults: Faults) -> None:
    """Find keys that are needed and not there."""
    for key in keys:
        if getattr(row, key) is None:
            faults.add(
                Label(f'"{key}" is missing', f"缺少“{key}”"),
                Label(f"add {key}", f"请加上 {key}"),
                key,
            )


def _idle(row: TargetRow, keys: tuple[str, ...], what: Label, faults: Faults) -> None:
    """Find keys that say nothing of such a row, which `what` names."""
    for key in keys:
        if getattr(row, key):
            faults.add(
                Label(f"{key} says nothing of {what.en}", f"{what.zh}不用 {key}"),
                Label("leave it out", "请去掉"),
                key,
            )

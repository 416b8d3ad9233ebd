"""Figures with one definition, and what documents ask of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simcore.text import Label

if TYPE_CHECKING:
    import pandas as pd

IN_THE_WINDOW = Label("events in the window", "统计窗口内发生的事件")


@dataclass(frozen=True, slots=True)
class Observed:
    """What an indicator is computed from: a window of one replication.

    counts: one row for each tagged step and class that was met at least once; columns
    are the tags, `class` and `count`. resources: one row for each resource; columns
    `resource`, its tags, and capacity_hours, busy_hours, blocked_hours, queue_hours.
    waits: one row for each resource, group and class; columns resource, group, class, its
    resource's tags, `count`, `mean_minutes`, `p50`, `p90`, `p95` (minutes; the
    quantiles NaN where the window is a batch). days: length of the window.
    """

    counts: pd.DataFrame
    resources: pd.DataFrame
    waits: pd.DataFrame
    days: float


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure with one definition.

    structural: it follows from the scenario alone. imposed: the model brings it about, whatever
    else happens. Any other is simulated.
    """

    id: str
    label: Label
    unit: str
    definition: Label
    value: Callable[[Observed], float]
    structural: bool = False
    imposed: bool = False
    higher_is_better: bool | None = None
    counted: Label = IN_THE_WINDOW


@dataclass(frozen=True, slots=True)
class Area:
    """A part of what a Network stands for, with the same indicators as the whole, of it alone."""

    name: str
    label: Label
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """What a target is called that no indicator decides, in which unit, and why none does."""

    label: Label
    unit: str
    reason: Label


@dataclass(frozen=True, slots=True)
class Target:
    """What a document asks of an indicator, or of nothing that is represented.

    indicator: the one that decides it, "" where none does; `missing` then says why.
    comparator: one of >= <= = ~, "" where the document gives no number.
    value, tolerance: in the indicator's unit; `tolerance` is the half-width of the band that "="
        and "~" accept.
    gain: it is asked of what the indicator gains on its value in the baseline.
    """

    id: str
    indicator: str
    comparator: str
    value: float
    year: str
    document: str
    clause: str
    quote: str
    tolerance: float = 0.0
    gain: bool = False
    missing: Missing | None = None

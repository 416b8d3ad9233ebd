"""The Network: resources, sources and pathways, as plain values.

Both front ends build this and nothing else; `network.compile` turns it into a Program.
All times are minutes, all rates are per minute; week minutes count from Monday 00:00.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

MINUTES_PER_DAY = 1440.0
MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY
UNLIMITED = -1


@dataclass(frozen=True, slots=True)
class Label:
    """A name as a planner reads it, in both languages."""

    en: str
    zh: str

    def __getitem__(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Distribution:
    """A distribution by name, with parameters in the form `engine.distributions` takes.

    `name` is one of deterministic, exponential, uniform, triangular, normal, lognormal,
    gamma, weibull, empirical, or scipy. For `scipy`, `family` names the scipy.stats
    distribution and `scale_to_minutes` multiplies its values.
    """

    name: str
    parameters: Mapping[str, float | tuple[float, ...]]
    family: str = ""
    scale_to_minutes: float = 1.0


@dataclass(frozen=True, slots=True)
class Reserve:
    """A share of capacity that only patients of `priority` or better may take."""

    priority: int
    share: float


@dataclass(frozen=True, slots=True)
class Resource:
    """Something patients hold: doctors in session, test rooms, beds.

    `capacity` is a number of units (UNLIMITED for no limit), or the weekly calendar as
    (minute of week, units) pairs in rising order, the first at minute 0.
    """

    name: str
    label: Label
    capacity: int | tuple[tuple[float, int], ...]
    reserve: Reserve | None = None
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """Patients arriving as a Poisson process.

    `rate` is patients per minute, or the weekly profile as (minute of week, rate) pairs
    in rising order, the first at minute 0. `mix` gives each class its share of arrivals.
    """

    name: str
    label: Label
    pathway: str
    rate: float | tuple[tuple[float, float], ...]
    mix: tuple[tuple[str, float], ...]
    priority: int = 1
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seize:
    """Wait for one unit of `resource`. `priority` None keeps the patient's own."""

    resource: str
    priority: int | None = None
    group: str = ""  # waits are tallied by (resource, group, class)
    key: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delay:
    time: Distribution
    key: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Release:
    resource: str
    key: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Use:
    """Seize, delay and release of one resource."""

    resource: str
    time: Distribution
    priority: int | None = None
    group: str = ""
    key: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Transfer:
    """Wait for `to` while keeping `origin`; give `origin` back once `to` is had."""

    origin: str
    to: str
    priority: int | None = None
    group: str = ""
    key: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Branch:
    """Go to one of `options` (share, pathway), drawn at random.

    `by_class`, where given, holds one row of shares for each class of the Network, in
    its order, and replaces the options' own shares.
    """

    options: tuple[tuple[float, str], ...]
    by_class: tuple[tuple[float, ...], ...] = ()
    key: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Option:
    """One alternative of a choice: utility of each class, and whose wait counts."""

    go: str
    utility: tuple[float, ...]
    wait_of: str | None = None


@dataclass(frozen=True, slots=True)
class Choose:
    """A multinomial logit over `options`; recent waits (minutes) weigh `wait_weight` each.

    Probabilities are updated between days: P_j = exp V_j / sum exp V.
    """

    options: tuple[Option, ...]
    wait_weight: float
    key: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Go:
    pathway: str
    key: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Leave:
    exit: Label
    key: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)


Step = Seize | Delay | Release | Use | Transfer | Branch | Choose | Go | Leave


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
    """A figure with one definition. Structural ones follow from the scenario alone."""

    id: str
    label: Label
    unit: str
    definition: Label
    value: Callable[[Observed], float]
    structural: bool = False
    higher_is_better: bool | None = None
    counted: Label = Label("events in the window", "统计窗口内发生的事件")


@dataclass(frozen=True, slots=True)
class Target:
    """What a document asks of an indicator. `comparator` is one of >= <= = ~."""

    id: str
    indicator: str
    comparator: str
    value: float
    year: str
    document: str
    clause: str
    quote: str
    tolerance: float = 0.0  # half-width of the band that "=" and "~" accept, in the unit


@dataclass(frozen=True, slots=True)
class Network:
    name: Label
    resources: tuple[Resource, ...]
    sources: tuple[Source, ...]
    pathways: Mapping[str, tuple[Step, ...]]
    classes: tuple[str, ...] = ("patient",)
    indicators: tuple[Indicator, ...] = ()
    targets: tuple[Target, ...] = ()
    choice_memory_days: float = 7.0  # how long waits are remembered by those who choose
    start: date | None = None  # of the run, after the warm-up; None: a Monday of no date
    notes: tuple[Label, ...] = ()  # what the model cannot know

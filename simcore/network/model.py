"""The Network: resources, sources and pathways, as plain values.

Both front ends build this and nothing else; `network.compiler` turns it into a Program.
All times are minutes, all rates are per minute; week minutes count from Monday 00:00.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from simcore.network.indicators import Area, Indicator, Target
from simcore.network.resources import Pool, Resource, SlotBook
from simcore.network.sources import Source
from simcore.network.steps.base import Step
from simcore.network.steps.routing import Leave
from simcore.text import Label

MOST_PRIORITIES = 63  # told apart in a Network: one bit of a signed 64-bit integer each


@dataclass(frozen=True, slots=True)
class Network:
    """A model of patient flow, whole: what the compiler turns into a Program.

    pathways: by name, the steps in their order; where the last leads nowhere, those who come to the
    end leave, by an exit of the pathway's name. classes: of patients. start: the date at which the
    run begins, after the warm-up; None: a Monday of no date. notes: what the model cannot know.
    attributes: of a patient; 0 until set. constants: what a name stands for in expressions, as text
    in their grammar: {"beds": "9", "visit": "15 min"}. lift: added to the utility of options, as
    much of it as each says.
    """

    name: Label
    resources: tuple[Resource, ...]
    sources: tuple[Source, ...]
    pathways: Mapping[str, tuple[Step, ...]]
    classes: tuple[str, ...] = ("patient",)
    indicators: tuple[Indicator, ...] = ()
    areas: tuple[Area, ...] = ()
    targets: tuple[Target, ...] = ()
    choice_memory_days: float = 7.0  # how long waits are remembered by those who choose
    lift: float = 0.0
    start: date | None = None
    notes: tuple[Label, ...] = ()
    pools: tuple[Pool, ...] = ()
    books: tuple[SlotBook, ...] = ()
    attributes: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    holidays: str = ""  # "china": a holiday is played as a Sunday, a make-up workday as a Monday
    swap: bool = True  # patients in a deadlock change places at once

    def __post_init__(self) -> None:
        ended = {name: _ended(name, steps) for name, steps in self.pathways.items()}
        object.__setattr__(self, "pathways", ended)


def _ended(name: str, steps: Sequence[Step | None]) -> tuple[Step | None, ...]:
    """Return the steps of a pathway with a last one that ends it; None could not be read."""
    if steps and (steps[-1] is None or any(step is not None and step.ends for step in steps)):
        return tuple(steps)
    return (*steps, Leave(Label(name, name)))

"""What every step says about itself: where it leads, what it takes and gives, what can be wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import ClassVar

from simcore.network.compiler.rows import Rows, Written
from simcore.network.findings import Finding, Where
from simcore.network.resources import Pool, Resource
from simcore.network.values import ByClass, Distribution, Need, Value
from simcore.network.walk import Walk
from simcore.text import Label


@dataclass(frozen=True, slots=True)
class Exit:
    """A pathway that a step may lead to, and where the step names it.

    at_once: a patient may come there at the instant at which they came to the step.
    """

    where: Where
    pathway: str
    at_once: bool = True


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a step stands in: `following` is the next in its pathway, `every` all that there are."""

    resources: Mapping[str, Resource]
    pools: Mapping[str, Pool]
    classes: Sequence[str]
    following: Step | None
    every: Sequence[Step]


PartTakesTime = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Step:
    """What a patient does at one place of a pathway. All times are minutes.

    key: a name that keeps the step's random numbers, else one is made of its place. tags: by
    which it is counted. cost: yuan each time a patient meets it. called: what a planner calls it,
    else its title with the name of what it is about.

    `where` of an exit, a name or a value begins with the step's word, as in YAML.
    """

    _: KW_ONLY
    key: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    cost: float = 0.0
    called: Label | None = None

    word: ClassVar[str] = ""  # in YAML
    title: ClassVar[Label] = Label("{}", "{}")
    keeps_resource_in_key: ClassVar[bool] = False  # the resource taken last is part of the key
    shares_gates: ClassVar[bool] = False  # other steps of the kind may have the same

    # What there is to know about it without knowing the Network

    @property
    def ends(self) -> bool:
        """Tell whether no patient goes on to the step behind it."""
        return False

    @property
    def main(self) -> str:
        """Return the resource that it takes first of all, "" for none."""
        return ""

    @property
    def about(self) -> str:
        """Return the resource or book whose name belongs into its title, "" for none."""
        return self.main

    @property
    def goes_on_to(self) -> str:
        """Return the pathway that takes its place, "" for a step that does something itself."""
        return ""

    def exits(self) -> Iterator[Exit]:
        """Yield the pathways that it may lead to."""
        yield from ()

    def resources(self) -> Iterator[tuple[Where, str]]:
        """Yield the resources and pools that it names."""
        yield from ()

    def waited_for(self) -> Iterator[tuple[Where, str]]:
        """Yield the resources and pools, of these, for which patients wait."""
        yield from ()

    def other_names(self) -> Iterator[tuple[Where, str, str]]:
        """Yield what else it names: where, of what kind, the name."""
        yield from ()

    def values(self) -> Iterator[tuple[Where, Value, Need]]:
        """Yield the values that are written at it, and what each must be."""
        yield from ()

    def gates(self) -> Iterator[tuple[str, Label]]:
        """Yield the places of its own at which patients wait for each other."""
        yield from ()

    def occupied(self) -> str:
        """Return the name under which those are counted who spend time at it, "" for none."""
        return ""

    def leaves_by(self) -> Iterator[Label]:
        """Yield the exits by which patients leave the system."""
        yield from ()

    def sets(self) -> Iterator[tuple[str, Value]]:
        """Yield the attributes that it gives a value, and the value."""
        yield from ()

    def needs_general(self) -> Iterator[str]:
        """Yield the resources of which it asks for more than a plain one can give."""
        yield from ()

    def left_after(self) -> Iterator[str]:
        """Yield what stays busy for a while after patients have left it."""
        yield from ()

    def asks_for(self) -> Iterator[str]:
        """Yield the resources of which it asks for units, or with a priority, by the patient."""
        yield from ()

    def moves(self) -> Iterator[tuple[str, str]]:
        """Yield (from, to) where patients hold one resource while they wait for another."""
        yield from ()

    def takes_time(self, part: PartTakesTime) -> bool:
        """Tell whether who goes on behind it does so later than they came, or a few times at most.

        part: tells it of a pathway whose end a patient waits for.
        """
        return False

    # What it does

    def follow(self, walk: Walk) -> None:
        """Do with a walk what it does with a patient, in the order in which it does it."""
        for exit in self.exits():
            walk.go(exit.where, exit.pathway)

    def faults(self, around: Surroundings) -> Iterator[Finding]:
        """Yield what is wrong with it, given that all it names exists."""
        yield from ()

    def through_rooms(self, rooms: Mapping[str, str], key: str) -> Iterator[tuple[Step, str]]:
        """Yield the steps, with their keys, that are played for it.

        rooms: the waiting rooms of resources that have one.
        """
        yield self, key

    def write(self, rows: Rows, key: str) -> Written:
        """Append its rows."""
        raise TypeError(f"a {type(self).__name__} is played as other steps")


def is_nothing(value: Value | None) -> bool:
    """Tell whether a time is always 0, for some class at least.

    value: minutes, or None where none is written.
    """
    if isinstance(value, ByClass):
        return any(map(is_nothing, value.values))
    if isinstance(value, Distribution) and value.name == "deterministic":
        return value.parameters["value"] == 0.0
    return False

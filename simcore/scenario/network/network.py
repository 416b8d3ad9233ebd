"""A network as a planner writes it: all of a scenario file, and what it means.

What stands in the file's parts is in the files beside this one.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from simcore.network import model
from simcore.scenario.faults.base import Faults, LabelField, Strict
from simcore.scenario.files.evidence import Evidence
from simcore.scenario.network.arrivals import Source
from simcore.scenario.network.books import SlotBook
from simcore.scenario.network.pools import Pool
from simcore.scenario.network.resource import Resource
from simcore.scenario.network.steps.step import Step
from simcore.scenario.values.counts import PositiveCount, Seed
from simcore.scenario.values.dates import Date
from simcore.scenario.values.fields import Name
from simcore.scenario.values.quantities import Duration, PositiveDuration
from simcore.scenario.values.value import Constant
from simcore.text import Label


class Time(Strict):
    """How long a run is, and what goes before it uncounted."""

    warmup: Duration = 0.0
    run: PositiveDuration


class NetworkScenario(Strict):
    """A network as a planner writes it."""

    kind: Literal["network"]
    name: LabelField
    time: Time
    start: Date | None = None  # of the run, after the warm-up
    holidays: Literal["china"] | None = None
    replications: PositiveCount = 1
    seed: Seed = 1
    evidence: Evidence = Field(default_factory=dict)
    attributes: list[Name] = Field(default_factory=list)
    constants: dict[Name, Constant] = Field(default_factory=dict)
    circles: Literal["swap", "stand"] = "swap"
    resources: dict[str, Resource]
    pools: dict[str, Pool] = Field(default_factory=dict)
    books: dict[str, SlotBook] = Field(default_factory=dict)
    sources: dict[str, Source]
    pathways: dict[str, list[Step]]

    @model_validator(mode="after")
    def parts_agree(self) -> NetworkScenario:
        faults = Faults()
        self._dates(faults)
        faults.raise_any()
        return self

    def _dates(self, faults: Faults) -> None:
        """Note surges from a date where the run has none, so that they have no day."""
        for name, source in self.sources.items() if self.start is None else ():
            for k, surge in enumerate(source.arrivals.surges):
                if isinstance(surge.start, date):
                    faults.add(
                        Label("this needs the date on which the run starts",
                              "此项需要运行的开始日期"),
                        Label("add start: 2020-01-06 at the top", "请在顶层加上 start: 2020-01-06"),
                        "sources", name, "arrivals", "surges", k, "from", on_key=True,
                    )  # fmt: skip

    def to_network(self) -> model.Network:
        """Return the Network; its classes by name: no order of keys decides who is which."""
        classes = {c for source in self.sources.values() for c in source.classes()}
        return model.Network(
            name=self.name,
            resources=tuple(resource.lower(name) for name, resource in self.resources.items()),
            sources=tuple(s.lower(name, self.start) for name, s in self.sources.items()),
            pathways={
                name: tuple(one for step in steps for one in step.lower())
                for name, steps in self.pathways.items()
            },
            classes=tuple(sorted(classes)),
            start=self.start,
            pools=tuple(pool.lower(name) for name, pool in self.pools.items()),
            books=tuple(book.lower(name) for name, book in self.books.items()),
            attributes=tuple(self.attributes),
            constants=self.constants,
            holidays=self.holidays or "",
            swap=self.circles == "swap",
        )

"""A network as a planner writes it: all of a scenario file, and what it means.

What stands in the file's parts is in `resource`, `arrivals` and `step`; `lowering` says
what each step means in `network.model`.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from simcore.network import model
from simcore.network.expressions.parser import RESERVED
from simcore.scenario.faults.base import Faults, LabelField, Strict
from simcore.scenario.files.evidence import Evidence
from simcore.scenario.network.arrivals import Source
from simcore.scenario.network.lowering import lower
from simcore.scenario.network.resource import Book, Pool, Resource, lowered, moved
from simcore.scenario.network.step import Step
from simcore.scenario.values.fields import Name
from simcore.scenario.values.quantities import Date, Duration, PositiveCount, PositiveDuration, Seed
from simcore.text import Label


class Time(Strict):
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
    circles: Literal["swap", "stand"] = "swap"
    resources: dict[str, Resource]
    pools: dict[str, Pool] = Field(default_factory=dict)
    books: dict[str, Book] = Field(default_factory=dict)
    sources: dict[str, Source]
    pathways: dict[str, list[Step]]

    @model_validator(mode="after")
    def parts_agree(self) -> NetworkScenario:
        faults = Faults()
        with faults.at():
            moved(self.resources)
        self._attributes(faults)
        self._dates(faults)
        for name in self.pools.keys() & self.resources.keys():
            faults.add(
                Label(f'"{name}" is also a resource', f"“{name}”也是一个资源"),
                Label("give the pool another name", "请为资源池另取名称"),
                "pools", name, on_key=True,
            )  # fmt: skip
        faults.raise_any()
        return self

    def _attributes(self, faults: Faults) -> None:
        for k, name in enumerate(self.attributes):
            if name in RESERVED or not name.isidentifier():
                faults.add(
                    Label(f'an attribute cannot be called "{name}"', f"属性不能命名为“{name}”"),
                    Label("write one word of letters and _, with another meaning than time, "
                          "class, queue and so on", "请用由文字和 _ 组成、且不是 time、class、"
                          "queue 等保留词的名称"),
                    "attributes", k,
                )  # fmt: skip
            elif name in self.attributes[:k]:
                faults.add(
                    Label(f'the attribute "{name}" is listed twice', f"属性“{name}”重复列出"),
                    Label("keep one of the two", "请只保留一个"),
                    "attributes", k,
                )  # fmt: skip

    def _dates(self, faults: Faults) -> None:
        """Note what needs a date where the run has none."""
        if self.start is not None:
            return
        for where in self._dated():
            faults.add(
                Label("this needs the date on which the run starts", "此项需要运行的开始日期"),
                Label("add start: 2020-01-06 at the top", "请在顶层加上 start: 2020-01-06"),
                *where, on_key=True,
            )  # fmt: skip

    def _dated(self) -> list[tuple[str | int, ...]]:
        places: list[tuple[str | int, ...]] = [("holidays",)] if self.holidays else []
        places += [("resources", n, "closures") for n, r in self.resources.items() if r.closures]
        for name, source in self.sources.items():
            at = ("sources", name, "arrivals")
            places += [(*at, "yearly")] if source.arrivals.yearly else []
            places += [
                (*at, "surges", k, "from")
                for k, surge in enumerate(source.arrivals.surges)
                if isinstance(surge.start, date)
            ]
        return places

    def to_network(self) -> model.Network:
        """Return the Network; its classes in the order in which sources name them."""
        classes = dict.fromkeys(c for source in self.sources.values() for c in source.classes())
        return model.Network(
            name=self.name,
            resources=tuple(lowered(self.resources)),
            sources=tuple(s.lower(name, self.start) for name, s in self.sources.items()),
            pathways={
                name: tuple(one for step in steps for one in lower(step))
                for name, steps in self.pathways.items()
            },
            classes=tuple(classes),
            start=self.start,
            pools=tuple(pool.lower(name) for name, pool in self.pools.items()),
            books=tuple(book.lower(name) for name, book in self.books.items()),
            attributes=tuple(self.attributes),
            holidays=self.holidays or "",
            swap=self.circles == "swap",
        )

"""What steps have in common at which patients wait: patience, balking, priority."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from simcore.network.findings import Finding, Where, finding, go_together
from simcore.network.naming import Naming, naming_faults, value_of
from simcore.network.resources import Resource
from simcore.network.steps.base import Exit, Step, Surroundings, is_nothing
from simcore.network.steps.delays import mean_by_class
from simcore.network.values import Expression, Need, Value
from simcore.network.walk import Walk
from simcore.network.wholes import Whole, random_parts, varying


@dataclass(frozen=True, slots=True)
class Balk:
    """Do not join, but go there, when the expression is true."""

    when: Expression
    go: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting(Step):
    """What a step may say at which patients wait. `priority` None keeps the patient's own.

    One that depends on the patient is that with which they join.

    group: waits are tallied by (resource, group, class). patience: how long they wait, before
    they go to `on_renege`, still with what they held before.
    """

    priority: Whole | None = None
    group: Naming = ""
    patience: Value | None = None
    on_renege: str = ""
    balk: tuple[Balk, ...] = ()

    keeps_resource_in_key: ClassVar[bool] = True

    def exits(self) -> Iterator[Exit]:
        for k, balk in enumerate(self.balk):
            yield Exit((self.word, "balk", k, "go"), balk.go)
        if self.on_renege:
            yield Exit((self.word, "on_renege"), self.on_renege, is_nothing(self.patience))

    def values(self) -> Iterator[tuple[Where, Value, Need]]:
        for k, balk in enumerate(self.balk):
            yield (self.word, "balk", k, "when"), balk.when, Need.NUMBER
        if self.patience is not None:
            yield (self.word, "patience"), self.patience, Need.TIME
        yield from varying((self.word, "priority"), self.priority)
        yield from value_of((self.word, "group"), self.group)

    def needs_general(self) -> Iterator[str]:
        if self.patience is not None:
            yield self.main
        yield from self.asks_for()

    def asks_for(self) -> Iterator[str]:
        if any(varying((), self.priority)):
            yield self.main

    def begin_to_wait(self, walk: Walk) -> None:
        """Let a patient wait, balk, renege, or be sent home."""
        for exit in self.exits():
            walk.go(exit.where, exit.pathway)
        for where, name in self.waited_for():
            walk.wait(where, name)

    def waiting_faults(self, around: Surroundings) -> Iterator[Finding]:
        """Yield what is wrong with how patients wait."""
        yield from random_parts((self.word, "priority"), self.priority)
        yield from naming_faults((self.word, "group"), self.group, len(around.classes))
        if (self.patience is None) != (not self.on_renege):
            yield go_together((self.word, "on_renege"), "patience", "on_renege")
        pool = around.pools.get(self.main)
        for name in pool.members if pool else (self.main,):
            known = mean_by_class(self.served_by(around), around.classes) is not None
            if around.resources[name].order == "shortest" and not known:
                yield finding(
                    (self.word,),
                    f'"{name}" serves the shortest first; how long this takes is not known',
                    f"“{name}”按最短者优先，而此处时长未知",
                    "let a delay with a distribution follow, or write order: {lowest: ...}",
                    "请在其后写带分布的 delay，或写 order: {lowest: ...}",
                )  # fmt: skip
        resource = around.resources.get(self.main)
        if resource:
            yield from self.alone_faults(resource)

    def served_by(self, around: Surroundings) -> Step | None:
        """Return the step in which a patient spends time with what they waited for."""
        return around.following

    def alone_faults(self, resource: Resource) -> Iterator[Finding]:
        """Yield what does not go with the rules of the resource."""
        if resource.waiting_room is not None and self.patience is not None:
            yield no_room(self.word)


def no_room(word: str) -> Finding:
    """Return the finding that a step does not go with the waiting room of its resource."""
    return finding(
        (word,), "units, also and patience do not go with a waiting_room",
        "units、also、patience 不能与 waiting_room 并用",
        "leave them out, or take away the waiting_room", "请去掉，或删去 waiting_room",
    )  # fmt: skip

"""The words that take something and give it back: use, seize, transfer, release.

Who waits may lose patience, or balk and not join at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, TypedDict

from pydantic import BeforeValidator, Field, model_validator

from simcore.network import steps
from simcore.network.means import mean
from simcore.network.naming import Naming
from simcore.network.values import Distribution, Expression, Value
from simcore.network.wholes import Whole
from simcore.scenario.faults.base import Strict, fault
from simcore.scenario.network.steps.word import Common, StepWord
from simcore.scenario.values.counts import PositiveCount
from simcore.scenario.values.fields import ABSENT, Name, OneOrMoreNames
from simcore.scenario.values.naming import NameOfPatient
from simcore.scenario.values.quantities import PositiveDuration, Truth
from simcore.scenario.values.value import Condition, TimeValue
from simcore.scenario.values.wholes import PriorityOfPatient, Units
from simcore.text import Label

# Waiting


class Balk(Strict):
    """Do not join: one condition, and where to go."""

    when: Condition = ABSENT
    queue: PositiveCount = ABSENT
    expected_wait: PositiveDuration = ABSENT
    full: Truth = ABSENT
    go: Name

    @property
    def kinds(self) -> list[str]:
        kinds = ("when", "queue", "expected_wait", "full")
        return [kind for kind in kinds if kind in self.model_fields_set]

    @model_validator(mode="after")
    def one(self) -> Balk:
        said = self.kinds
        if len(said) == 1 and self.full is not False:
            return self
        raise fault(
            Label(f"one condition is expected, found {', '.join(said) or 'none'}",
                  f"应有一个条件，此处为{'、'.join(said) or '空'}"),
            Label("write one of when, queue, expected_wait, full: true",
                  "请写其中之一：when、queue、expected_wait、full: true"),
        )  # fmt: skip

    def lower(self, resource: str, time: Any) -> steps.Balk:
        """Return the balk of the model.

        resource: what is waited for. time: how long it is used; its mean tells the expected wait.
        """
        match self.kinds:
            case ["when"]:
                when = self.when.text
            case ["queue"]:
                when = f'queue("{resource}") >= {self.queue}'
            case ["full"]:
                when = f'free("{resource}") <= 0'
            case _:
                work, units = f'queue("{resource}") * {mean(time)!r}', f'capacity("{resource}")'
                when = f"{units} <= 0 or {work} > {self.expected_wait!r} * {units}"
        return steps.Balk(Expression(when), self.go)


class WaitingFields(TypedDict):
    """What all steps of the model that wait have in common."""

    priority: Whole | None
    group: Naming
    patience: Value | None
    on_renege: str
    balk: tuple[steps.Balk, ...]


class Waiting(Strict):
    """What every step that waits may say."""

    priority: PriorityOfPatient = ABSENT
    group: NameOfPatient = ""
    patience: TimeValue = ABSENT
    on_renege: Name = ""
    balk: list[Balk] = Field(default_factory=list)

    def waiting(self, resource: str, time: Any = None) -> WaitingFields:
        """Return the fields of a step that waits; the parameters are those of `Balk.lower`."""
        return {
            "priority": self.priority,
            "group": self.group,
            "patience": self.patience,
            "on_renege": self.on_renege,
            "balk": tuple(balk.lower(resource, time) for balk in self.balk),
        }

    @model_validator(mode="after")
    def known_wait(self) -> Waiting:
        """See that the wait can be told where someone balks at it: only `use` knows its time."""
        for k, balk in enumerate(self.balk):
            if "expected_wait" in balk.kinds and not self.fixed_mean():
                raise fault(
                    Label("the expected wait is not known here", "此处无法估计等待时间"),
                    Label("write it beside a distribution in use, or when: an expression",
                          "请写在带分布的 use 中，或用 when: 表达式"),
                    ("balk", k, "expected_wait"),
                )  # fmt: skip
        return self

    def fixed_mean(self) -> bool:
        """Return whether it is known how long the patient stays once served, on average."""
        return False


# Taking


class Seize(Waiting):
    """Wait for units of a resource, and keep them."""

    resource: Name
    units: Units = 1
    also: OneOrMoreNames = ()


class Use(Seize):
    """Seize a resource, spend time with it, and release it."""

    time: TimeValue = Field(alias="for")
    after: TimeValue = ABSENT

    def fixed_mean(self) -> bool:
        return isinstance(self.time, Distribution)


class Transfer(Waiting):
    """Keep one resource while waiting for another."""

    origin: Name = Field(alias="from")
    to: Name
    after: TimeValue = ABSENT


class Release(Strict):
    """Give a resource back."""

    resource: Name
    after: TimeValue = ABSENT


def resource_text(value: Any) -> Any:
    """Let `seize: doctor` stand for `seize: {resource: doctor}`."""
    return value if isinstance(value, dict) else {"resource": value}


ShortSeize = Annotated[Seize, BeforeValidator(resource_text, json_schema_input_type=str | Seize)]
ShortRelease = Annotated[
    Release, BeforeValidator(resource_text, json_schema_input_type=str | Release)
]


# What they mean


def _use(text: Use, common: Common) -> Iterator[steps.Step]:
    waiting = text.waiting(text.resource, text.time)
    yield steps.Use(
        text.resource, text.time, units=text.units, also=text.also, after=text.after,
        **waiting, **common,
    )  # fmt: skip


def _seize(text: Seize, common: Common) -> Iterator[steps.Step]:
    waiting = text.waiting(text.resource)
    yield steps.Seize(text.resource, units=text.units, also=text.also, **waiting, **common)


def _transfer(text: Transfer, common: Common) -> Iterator[steps.Step]:
    waiting = text.waiting(text.to)
    yield steps.Transfer(text.origin, text.to, after=text.after, **waiting, **common)


def _release(text: Release, common: Common) -> Iterator[steps.Step]:
    yield steps.Release(text.resource, after=text.after, **common)


WORDS = (
    StepWord("use", Use, _use, rank=1),
    StepWord("seize", ShortSeize, _seize, rank=2),
    StepWord("release", ShortRelease, _release, rank=4),
    StepWord("transfer", Transfer, _transfer, rank=7),
)

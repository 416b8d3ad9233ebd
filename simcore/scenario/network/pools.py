"""The planner's words for a pool: several resources of which a patient takes one."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from simcore.network import resources
from simcore.scenario.faults.base import LabelField, Strict
from simcore.scenario.network.rules import Measure
from simcore.scenario.values.fields import Name
from simcore.text import Label


class Pool(Strict):
    """Several resources of which a patient takes one, by a rule."""

    name: LabelField | None = None
    members: Annotated[list[Name], Field(json_schema_extra={"minItems": 1})]
    rule: Literal["first_free", "shortest_queue", "least_loaded", "in_order", "random"] = (
        "first_free"
    )
    moves_back: bool = False
    measure: Measure | None = None

    def lower(self, name: str) -> resources.Pool:
        """Return the pool of the model, called `name`."""
        return resources.Pool(
            name, self.name or Label(name, name), tuple(self.members), self.rule,
            moves_back=self.moves_back, measured=self.measure is not None,
        )  # fmt: skip

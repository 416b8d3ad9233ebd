"""A step as a planner writes it: a map of one word, with what any step may say beside it."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema, create_model, model_validator

from simcore.network import steps
from simcore.scenario.faults.base import LabelField, Strict, fault
from simcore.scenario.network import steps as files
from simcore.scenario.network.steps.word import Common, StepWord
from simcore.scenario.values.fields import ABSENT, Name
from simcore.scenario.values.quantities import Money
from simcore.text import Label


def _words() -> dict[str, StepWord]:
    """Return the words that the files of this package list, by name, in order of rank."""
    names = sorted(file.name for file in pkgutil.iter_modules(files.__path__))
    modules = [import_module(f"{files.__name__}.{name}") for name in names]
    words = [word for module in modules for word in getattr(module, "WORDS", ())]
    return {word.name: word for word in sorted(words, key=lambda word: word.rank)}


KNOWN = _words()
BARE = [name for name, word in KNOWN.items() if word.bare]


class StepText(Strict):
    """One step: a map of one word; an `id` where it should keep its random numbers; cost; name."""

    id: Name = ""
    cost: Money = 0.0
    name: LabelField | None = None

    @property
    def words(self) -> list[str]:
        """Return the words that are written, in the order in which all words are listed."""
        return [name for name in KNOWN if name in self.model_fields_set]

    @model_validator(mode="after")
    def one_word(self) -> StepText:
        words = self.words
        if len(words) == 1:
            return self
        said = (", ".join(words), "、".join(words)) if words else ("none", "没有内容")
        raise fault(
            Label(f"a step says one thing, found {said[0]}", f"一步只写一件事，此处为{said[1]}"),
            Label(f"write one of {', '.join(KNOWN)}", f"请写其中之一：{'、'.join(KNOWN)}"),
        )

    @model_validator(mode="after")
    def beside_something(self) -> StepText:
        why = KNOWN[self.words[0]].nothing_beside
        beside = [key for key in ("cost", "name") if key in self.model_fields_set]
        if why is None or not beside:
            return self
        key = beside[0]
        remedy = Label(f"write the {key} beside another step", f"请把 {key} 写在其他步骤旁")
        raise fault(why, remedy, (key,), on_key=True)

    def lower(self) -> tuple[steps.Step, ...]:
        """Return the steps of the model that this one stands for, at least one."""
        [name] = self.words
        common: Common = {"key": self.id, "cost": self.cost, "called": self.name}
        return tuple(KNOWN[name].lower(getattr(self, name), common))


def bare_text(value: Any) -> Any:
    """Let a word that needs nothing behind it stand alone, as if `true` stood there."""
    return {value: True} if isinstance(value, str) and value in BARE else value


_fields: dict[str, Any] = {name: (word.text, Field(ABSENT)) for name, word in KNOWN.items()}
WHOLE_STEP = create_model("StepText", __base__=StepText, __doc__=StepText.__doc__, **_fields)

if TYPE_CHECKING:
    Step = StepText
else:
    _bare = Annotated[str, WithJsonSchema({"enum": BARE, "type": "string"})]
    Step = Annotated[
        WHOLE_STEP, BeforeValidator(bare_text, json_schema_input_type=_bare | WHOLE_STEP)
    ]

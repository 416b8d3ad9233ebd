"""What every scenario model stands on: strict records, names in two languages, faults."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema
from pydantic_core import PydanticCustomError

from simcore.text import Label


class Strict(BaseModel):
    """A frozen record that knows all of its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault inside a value; `keys`, and list indices, lead to it from there.

    `on_key` says that the last of `keys` is itself what is wrong, not its value.
    """

    message: Label
    remedy: Label
    keys: tuple[str | int, ...] = ()
    on_key: bool = False


def fault(
    message: Label, remedy: Label, keys: tuple[str | int, ...] = (), *, on_key: bool = False
) -> PydanticCustomError:
    """Return the error for a validator to raise.

    message: what was found. remedy: what would be right.
    keys: and list indices, that lead from the value to the fault.
    on_key: the last of `keys` is itself what is wrong.
    """
    return _raised([Fault(message, remedy, keys, on_key)])


def _raised(faults: list[Fault]) -> PydanticCustomError:
    return PydanticCustomError("fault", "{text}", {"text": faults[0].message.en, "faults": faults})


def faults_in(error: PydanticCustomError) -> list[Fault]:
    """Return the faults that a raised error carries, in the order in which they were found.

    error: one made by `fault` or `Faults`. Raises KeyError for any other.
    """
    return list((error.context or {})["faults"])


class Faults:
    """Faults found while a validator goes on, so that all are reported together."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    @contextmanager
    def at(self, *where: str | int) -> Iterator[None]:
        """Keep what the block raises, as found at `where`, and go on.

        where: keys and list indices that lead from the value being read to what the block reads.
        """
        try:
            yield
        except PydanticCustomError as error:
            self.found += [replace(f, keys=(*where, *f.keys)) for f in faults_in(error)]

    def add(self, message: Label, remedy: Label, *keys: str | int, on_key: bool = False) -> None:
        """Keep a fault that nothing raised; the parameters are those of `fault`."""
        self.found.append(Fault(message, remedy, keys, on_key))

    def raise_any(self) -> None:
        """Raise what was found, if anything was."""
        if self.found:
            raise _raised(self.found)


def shown(value: object) -> str:
    """Return `value` as a message shows it, as YAML has it and shortened."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a map (" + ", ".join(map(str, list(value)[:4])) + ")"
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)}"
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def shown_zh(value: object) -> str:
    """Return `value` as a Chinese message shows it."""
    if value is None:
        return "空"
    if isinstance(value, dict):
        return "多项内容（" + "、".join(map(str, list(value)[:4])) + "）"
    if isinstance(value, (list, tuple)):
        return f"含 {len(value)} 项的列表"
    return shown(value)


def found(value: object) -> Label:
    """Say what was found, in both languages."""
    return Label(f"found {shown(value)}", f"此处为 {shown_zh(value)}")


def parse_label(value: Any) -> Label:
    """Return a name in both languages: one text for both, or a map of `en` and `zh`.

    Raises a fault where it is neither, or a text is blank.
    """
    if isinstance(value, Label):
        return value
    if isinstance(value, str) and value.strip():
        return Label(value, value)
    both = isinstance(value, dict) and set(value) == {"en", "zh"}
    if both and all(isinstance(text, str) and text.strip() for text in value.values()):
        return Label(value["en"], value["zh"])
    raise fault(
        Label(f"a name is expected, {found(value).en}", f"应为名称，{found(value).zh}"),
        Label('write a text, or {en: "Ward", zh: "病房"}', "写一段文字，或 {en: Ward, zh: 病房}"),
    )


LabelField = Annotated[
    Label,
    BeforeValidator(parse_label),
    WithJsonSchema(
        {
            "description": "A name: one text, or one for each language.",
            "anyOf": [
                {"type": "string", "minLength": 1},
                {
                    "type": "object",
                    "properties": {
                        "en": {"type": "string", "minLength": 1},
                        "zh": {"type": "string", "minLength": 1},
                    },
                    "required": ["en", "zh"],
                    "additionalProperties": False,
                },
            ],
            "examples": [{"en": "Ward", "zh": "病房"}],
        }
    ),
]

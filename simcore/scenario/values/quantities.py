"""Quantities as people write them: a number and its unit, never a bare number.

Each type reads a text and gives one plain number in the unit its name promises. A
number without a unit, an unknown unit, a negative or a non-finite value is a fault. The number
may be a fraction: 1/2 h; a share may be one without a unit: 1/3. No text is read more than once
from end to end, however long it is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from simcore.errors import RunError
from simcore.network.expressions.dimensions import TIME
from simcore.network.expressions.tokens import MINUTES as MINUTES
from simcore.network.expressions.tokens import amount, in_unit, tokens
from simcore.scenario.faults.base import fault, faults_in, found
from simcore.text import Label

NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
FRACTION = rf"{NUMBER}(?:\s*/\s*\d+(?:\.\d*)?)?"
_NUMBER, _PARTS = re.compile(NUMBER), re.compile(r"/\s*(\d+(?:\.\d*)?)")

_RATES = {f"{sep} {unit}": 1 / m for unit, m in MINUTES.items() for sep in ("/", "per", "每")}
SHARES = {"%": 0.01, "％": 0.01}


@dataclass(frozen=True, slots=True)
class Quantity:
    """One kind of quantity: its units, as factors to the stored unit, and its range.

    most: how a message says the largest, where there is one that is no share.
    """

    noun: Label
    units: Mapping[str, float]
    examples: tuple[str, ...]
    largest: float = math.inf
    least: float = 0.0
    most: str = ""

    @property
    def remedy(self) -> Label:
        texts = [f'"{e}"' for e in self.examples]
        return Label(
            f"write a number and its unit, such as {', '.join(texts)}",
            f"请写数值加单位，例如 {'、'.join(texts)}",
        )

    def fault(self, value: object) -> Exception:
        say = found(value)
        return fault(
            Label(f"{self.noun.en} is expected, {say.en}", f"应为{self.noun.zh}，{say.zh}"),
            self.remedy,
        )

    def unitless(self, value: float) -> Exception:
        return fault(
            Label(f"found {value}, which has no unit", f"此处为 {value}，缺少单位"),
            Label(
                f"write {self.noun.en} such as {self.guesses(value)}",
                f"请写明{self.noun.zh}的单位，例如 {self.guesses(value)}",
            ),
        )

    def guesses(self, value: float) -> str:
        """Return `value` with the units of the examples; 0.3 as a share is 30%."""
        if self.units.keys() <= SHARES.keys():
            most = min(self.largest, 10.0)  # 1.2 is meant as a factor of 120%, 80 as 80%
            return f'"{value * 100 if abs(value) <= most else value:g}%"'
        units = dict.fromkeys(re.sub(NUMBER, "", e, count=1) for e in self.examples)
        return ", ".join(f'"{value}{unit}"' for unit in units)

    def parse(self, value: Any) -> float:
        """Return the number in the stored unit, which the name of the quantity's type promises.

        value: a text such as "12 / h". Raises a fault where it is no number with a unit known
        here, or is out of range.
        """
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            raise self.unitless(value)
        number = self.read(value) if isinstance(value, str) else None
        if number is None:
            raise self.fault(value)
        return self.within(number, value)

    def read(self, text: str) -> float | None:
        """Return the number of a text in the stored unit, None where the text is none."""
        number, unit = split_number(text)
        factor = self.units.get(normal_unit(unit))
        if number is None or factor is not None:
            return None if number is None or factor is None else in_unit(number, factor)
        match = _PARTS.match(unit)
        if not match:
            return None
        unit = unit[match.end() :].strip()
        factor = 1.0 if self.is_share and not unit else self.units.get(normal_unit(unit))
        return None if factor is None else in_unit(number, factor, float(match[1]))

    @property
    def is_share(self) -> bool:
        """Tell whether a fraction needs no unit: 1/3 is a share."""
        return self.units.keys() == SHARES.keys()

    def within(self, number: float, value: object) -> float:
        """Return a number in the stored unit, if it is in range. Raises a fault."""
        if math.isfinite(number) and self.least <= number <= self.largest:
            return number
        limits = ("finite and not negative", "有限且不为负")
        if self.largest <= 1.0:
            limits = ("from 0 to 100%", "在 0 到 100% 之间")
        elif self.most:
            limits = (f"{self.most} at most, and not negative", f"不超过 {self.most}，且不为负")
            if self.least < 0.0:
                limits = (f"{self.most} at most", f"不超过 {self.most}")
        raise fault(
            Label(f"found {value}, out of range", f"此处为 {value}，超出范围"),
            Label(f"{self.noun.en} must be {limits[0]}", f"{self.noun.zh}必须{limits[1]}"),
        )

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema that an editor completes from."""
        units = "|".join(re.escape(u).replace("\\ ", r"\s*") for u in self.units if u)
        bare = rf"|{FRACTION.removesuffix('?')}" if self.is_share else ""
        return {
            "type": "string",
            "description": f"{self.noun.en} / {self.noun.zh}",
            "pattern": rf"^\s*(?:{FRACTION}\s*(?:{units}){bare})\s*$".replace(r"\-", "-"),
            "examples": list(self.examples),
        }


@dataclass(frozen=True, slots=True)
class Times(Quantity):
    """Quantities of time, which may have several units: 1 h 30 min."""

    def read(self, text: str) -> float | None:
        bare = text.strip()
        sign = -1.0 if bare.startswith("-") else 1.0
        found = tokens(bare[bare.startswith(("-", "+")) :])
        if found[0].kind != "number":
            return None
        read, k = amount(found, 0)
        return sign * read.value if read.dimension == TIME and found[k].kind == "end" else None

    def schema(self) -> dict[str, Any]:
        units = "|".join(sorted(map(re.escape, self.units), key=len, reverse=True))
        plain = NUMBER.removeprefix("[+-]?")
        more = rf"(?:\s*{plain}\s*(?:{units}))*"
        pattern = rf"^\s*{FRACTION}\s*(?:{units}){more}\s*$"
        return {**Quantity.schema(self), "pattern": pattern}


def split_number(text: str) -> tuple[float | None, str]:
    """Return the number with which a text begins, None where it does with none, and the rest."""
    text = text.strip()
    match = _NUMBER.match(text)
    return (float(match[0]), text[match.end() :].lstrip()) if match else (None, text)


def normal_unit(text: str) -> str:
    """Return a unit with one space after its /, per or 每, and none elsewhere."""
    text = re.sub(r"\s+", " ", text.strip()).replace("1,000", "1000")
    return re.sub(r"^(/|per\b|每)\s*", r"\1 ", text)


def _quantity(kind: Quantity) -> tuple[PlainValidator, WithJsonSchema]:
    return PlainValidator(kind.parse), WithJsonSchema(kind.schema())


_LONGEST = 1e4 * MINUTES["y"]  # beyond, a clock would not tell seconds apart
_AGES = "10000 y"
DURATION = Times(
    Label("a duration", "时长"), MINUTES, ("30 min", "2 h", "1.5 d"), _LONGEST, most=_AGES
)
RATE = Quantity(
    Label("a rate", "到达率"), _RATES, ("12 / h", "0.5 / min", "30 / day"), 1e9, most="1e9 / min"
)
SHARE = Quantity(Label("a share", "比例"), SHARES, ("70%",), largest=1.0)
MONEY = Quantity(
    Label("an amount of money", "金额"),
    {"yuan": 1.0, "元": 1.0, "CNY": 1.0, "RMB": 1.0, "万元": 1e4},
    ("120 yuan", "120 元"),
    1e12,
    most="1e12 yuan",
)
PER_THOUSAND = Quantity(
    Label("a number per thousand", "每千人数"),
    {"per 1000": 1.0, "/ 1000": 1.0, "‰": 1.0, "每 千": 1.0, "每 千人": 1.0},
    ("1.4 per 1000", "1.4 每千人"),
    1e3,
    most="1000 per 1000",
)
YEARLY = Quantity(
    Label("a rate per person and year", "每人每年的次数"),
    {
        "per person-year": 1.0,
        "/ person-year": 1.0,
        "次/人年": 1.0,
        "次/人·年": 1.0,
        "per 1000 person-years": 1e-3,
        "/ 1000 person-years": 1e-3,
    },
    ("2.1 per person-year", "2.1 次/人年"),
    1e3,
    most="1000 per person-year",
)

SIGNED = Times(
    Label("a duration, negative if early", "时长（提前为负）"),
    MINUTES,
    ("10 min", "-5 min"),
    _LONGEST,
    -_LONGEST,
    _AGES,
)
FACTOR = Quantity(Label("a factor", "倍数"), SHARES, ("120%", "80%"), 1e6, most="1e8%")
GROWTH = Quantity(
    Label("a growth", "增长率"),
    {f"%{per}": 0.01 for per in (" a year", " per year", " / year", "/year", "每年", " 每年")},
    ("3% a year", "3% 每年"),
    10.0,
    least=-0.99,
    most="1000% a year",
)

_duration, _rate, _share = _quantity(DURATION), _quantity(RATE), _quantity(SHARE)
_money, _thousand, _yearly = _quantity(MONEY), _quantity(PER_THOUSAND), _quantity(YEARLY)

_factor, _growth = _quantity(FACTOR), _quantity(GROWTH)

Duration = Annotated[float, _duration[0], _duration[1]]  # minutes
Rate = Annotated[float, _rate[0], _rate[1]]  # per minute
Share = Annotated[float, _share[0], _share[1]]  # 0 to 1
Factor = Annotated[float, _factor[0], _factor[1]]  # 1 is 100%
Growth = Annotated[float, _growth[0], _growth[1]]  # a share a year
Money = Annotated[float, _money[0], _money[1]]  # yuan
PerThousand = Annotated[float, _thousand[0], _thousand[1]]  # number per thousand
YearlyRate = Annotated[float, _yearly[0], _yearly[1]]  # per person and year


def parse_positive_duration(value: Any) -> float:
    """Return a duration longer than zero, minutes. Raises a fault."""
    minutes = DURATION.parse(value)
    if minutes > 0.0:
        return minutes
    raise fault(
        Label(f"found {value}, which is no time at all", f"此处为 {value}，时长为零"),
        Label("write a duration longer than 0", "请写大于 0 的时长"),
    )


def parse_number(value: Any) -> float:
    """Return a finite number without a unit. Raises a fault."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        return float(value)
    say = found(value)
    raise fault(
        Label(f"a number is expected, {say.en}", f"应为数值，{say.zh}"),
        Label("write a finite number without a unit", "请写不带单位的有限数值"),
    )


PositiveDuration = Annotated[float, PlainValidator(parse_positive_duration), _duration[1]]
Number = Annotated[float, PlainValidator(parse_number), WithJsonSchema({"type": "number"})]
Truth = Annotated[bool, Field(strict=True)]


def read_minutes(text: str) -> float:
    """Return a length of time that stands outside a scenario, minutes. Raises RunError.

    text: such as "2 h".
    """
    try:
        return DURATION.parse(text)
    except PydanticCustomError as error:
        fault = faults_in(error)[0]
        raise RunError(fault.message, fault.remedy) from error

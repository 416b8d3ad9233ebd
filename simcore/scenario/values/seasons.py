"""The planner's words for what multiplies a rate over time: seasons, growth, surges."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Annotated, Any

from pydantic import Field, PlainValidator, WithJsonSchema

from simcore.network import sources, varying_rate
from simcore.scenario.faults.base import Faults, Strict, fault, found
from simcore.scenario.values.dates import days_between, parse_moment
from simcore.scenario.values.quantities import DURATION, FACTOR, Growth
from simcore.text import Label
from simcore.time_units import DAYS_PER_YEAR, MINUTES_PER_DAY

LEAP_YEAR = 2000

Points = tuple[tuple[float, float], ...]


def day_of_year(value: Any) -> int:
    """Return a day of the year, 1 to 365, from its number or from month-day such as 7-1.

    2-29 counts as 2-28. Raises a fault.
    """
    text = str(value).strip()
    if text.isdigit() and 1 <= int(text) <= DAYS_PER_YEAR:
        return int(text)
    try:
        month, day = map(int, text.split("-"))
        return varying_rate.day_of_year(date(LEAP_YEAR, month, day))
    except ValueError:
        say = found(value)
        raise fault(
            Label(f"a day of the year is expected, {say.en}", f"应为一年中的某天，{say.zh}"),
            Label("write 1 to 365, or month-day such as 7-1", "请写 1 到 365，或月-日，例如 7-1"),
            on_key=True,
        ) from None


def parse_yearly(value: Any) -> Points:
    """Return factors by day of the year, rising; 1 January is 1.

    value: a map such as {1: 120%, 182: 80%}. Raises a fault for each row that is wrong.
    """
    if not isinstance(value, dict) or not value:
        say = found(value)
        raise fault(
            Label(f"factors by day of the year are expected, {say.en}",
                  f"应为一年中各天的倍数，{say.zh}"),
            Label("write {1: 120%, 182: 80%}", "请写 {1: 120%, 182: 80%}"),
        )  # fmt: skip
    faults, points, keys = Faults(), dict[float, float](), dict[int, Any]()
    for key, factor in value.items():
        with faults.at(key):
            day = day_of_year(key)
            if day in keys:
                raise fault(
                    Label(f"the same day as {keys[day]}", f"与 {keys[day]} 为同一天"),
                    Label("keep one of the two; 2-29 counts as 2-28",
                          "请只保留一个；2-29 按 2-28 计"),
                    on_key=True,
                )  # fmt: skip
            keys[day] = key
            points[float(day)] = FACTOR.parse(factor)
    faults.raise_any()
    return tuple(sorted(points.items()))


def parse_shape(value: Any) -> Points:
    """Return the course of a surge: (days since it began, factor), the days rising.

    value: pairs such as [[0 d, 100%], [10 d, 250%]]. Raises a fault for each that is wrong.
    """
    if not isinstance(value, list) or not value:
        raise _no_pairs(value)
    faults, points = Faults(), list[tuple[float, float]]()
    for k, pair in enumerate(value):
        with faults.at(k):
            if not isinstance(pair, list) or len(pair) != 2:
                raise _no_pairs(pair)
            day = factor = 0.0
            with faults.at(k, 0):
                day = DURATION.parse(pair[0]) / MINUTES_PER_DAY
            with faults.at(k, 1):
                factor = FACTOR.parse(pair[1])
            points.append((day, factor))
    faults.raise_any()
    _rising([day for day, _ in points])
    return tuple(points)


def _no_pairs(value: Any) -> Exception:
    say = found(value)
    return fault(
        Label(f"pairs of time and factor are expected, {say.en}", f"应为时间与倍数，{say.zh}"),
        Label("write [[0 d, 100%], [10 d, 250%], [30 d, 100%]]",
              "请写 [[0 d, 100%], [10 d, 250%], [30 d, 100%]]"),
    )  # fmt: skip


def _rising(times: list[float]) -> None:
    """Raise a fault where a time comes before the one above."""
    for k, (a, b) in enumerate(pairwise(times), 1):
        if b < a:
            raise fault(
                Label("it comes before the one above", "早于前一项"),
                Label("write the times in rising order", "请按时间先后书写"),
                (k,),
            )


def parse_onset(value: Any) -> Any:
    """Return when a surge begins: a date, or the days since the start of the run.

    Raises a fault.
    """
    text = str(value)
    if text[:4].isdigit() and text[4:5] == "-":
        return parse_moment(value)
    return DURATION.parse(value) / MINUTES_PER_DAY


_TEXT = {"type": "string", "minLength": 1}
_YEARLY = {
    "type": "object",
    "patternProperties": {r"^\d{1,3}$|^\d{1,2}-\d{1,2}$": FACTOR.schema(), "^csv$": _TEXT},
    "additionalProperties": False,
}
_PAIR = {
    "type": "array",
    "prefixItems": [DURATION.schema(), FACTOR.schema()],
    "minItems": 2,
    "maxItems": 2,
}
_ONSET = {"anyOf": [DURATION.schema(), {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}"}]}

Yearly = Annotated[Any, PlainValidator(parse_yearly), WithJsonSchema(_YEARLY)]
Shape = Annotated[
    Any,
    PlainValidator(parse_shape),
    WithJsonSchema({"type": "array", "items": _PAIR, "minItems": 1}),
]
Onset = Annotated[Any, PlainValidator(parse_onset), WithJsonSchema(_ONSET)]


class Surge(Strict):
    """A wave: the factor on the rate, from a date or a day of the run on."""

    start: Onset = Field(alias="from")
    shape: Shape

    def lower(self, start: date | None) -> sources.Multiplier:
        """Return the factors by day of the run. start: its date, None where it has none."""
        first = self.start
        if isinstance(first, date):
            first = days_between(start, first) if start else 0.0
        return sources.Multiplier(tuple((first + day, factor) for day, factor in self.shape))


class Course(Strict):
    """How a rate changes over the days of a run; the factors multiply each other."""

    yearly: Yearly = ()
    growth: Growth = 0.0
    surges: list[Surge] = Field(default_factory=list)

    def multipliers(self, start: date | None) -> tuple[sources.Multiplier, ...]:
        """Return what multiplies the rate: the seasons, then each surge.

        start: as in `Surge.lower`.
        """
        seasons = [sources.Multiplier(self.yearly, yearly=True)] if self.yearly else []
        return (*seasons, *(surge.lower(start) for surge in self.surges))

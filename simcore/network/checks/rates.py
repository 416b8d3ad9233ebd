"""Rates by formula: of the clock alone, and a rate at every moment."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.network.dated_calendar import DatedCalendar
from simcore.network.expressions.dimensions import TIME, alike
from simcore.network.expressions.faults import ExpressionError
from simcore.network.expressions.names import Names
from simcore.network.expressions.over_time import OF_OTHERS
from simcore.network.expressions.parser import parse
from simcore.network.findings import Finding, Where, finding
from simcore.network.model import Network
from simcore.network.rate_formula import WrongRate
from simcore.network.scope import scope_of
from simcore.network.sources import Source
from simcore.network.time_span import TimeError
from simcore.network.values import Expression
from simcore.time_units import MINUTES_PER_WEEK

LOOKED_AT = 4 * MINUTES_PER_WEEK  # from the start; a run looks at all of it


def wrong_rates(network: Network) -> Iterator[Finding]:
    """Yield formulas of rates that ask for more than the clock, or give no rate.

    What cannot be read or measures something else is said elsewhere (`expressions`).
    """
    names = scope_of(network)
    for source in network.sources:
        if source.formula is not None and source.process is None:
            where: Where = ("sources", source.name, "arrivals", "rate")
            yield from _formula(network, where, source, source.formula, names)


def _formula(
    network: Network, where: Where, source: Source, formula: Expression, names: Names
) -> Iterator[Finding]:
    try:
        term = parse(formula.text, names)
    except ExpressionError:
        return
    if OF_OTHERS & {code for code, _ in term.code}:
        yield finding(
            where, "a rate follows the clock alone", "到达率只能随时间变化",
            "write it by time, minute_of_day and weekday; patients who see a queue may balk",
            "请只用 time、minute_of_day、weekday；患者见排队而离去请用 balk",
        )  # fmt: skip
    elif alike(term.dimension, -TIME):
        try:
            DatedCalendar(network, 0.0, LOOKED_AT).rate(source)
        except WrongRate as error:
            yield Finding(where, error.message, error.remedy)
        except TimeError:
            return  # dates are looked at elsewhere

"""How the indicators of a region are defined: by the scenario, or by a figure of the run."""

from __future__ import annotations

from simcore.network.indicators import Indicator
from simcore.region.counting import Figure
from simcore.text import Label

BY_SCENARIO = Label("the scenario, not the run", "由情景给定，不取决于运行")


def fixed(
    id_: str, en: str, zh: str, unit: str, definition: tuple[str, str], value: float
) -> Indicator:
    """Return an indicator that follows from the scenario alone."""
    return Indicator(
        id_,
        Label(en, zh),
        unit,
        Label(*definition),
        lambda observed: value,
        structural=True,
        higher_is_better=True,
        counted=BY_SCENARIO,
    )


def seen(
    id_: str,
    en: str,
    zh: str,
    unit: str,
    definition: tuple[str, str],
    value: Figure,
    better: bool | None = None,
) -> Indicator:
    """Return an indicator that follows from the run; better: whether more of it is better."""
    return Indicator(id_, Label(en, zh), unit, Label(*definition), value, higher_is_better=better)


def percent(figure: Figure) -> Figure:
    """Return a share as a percentage."""
    return lambda observed: 100.0 * figure(observed)

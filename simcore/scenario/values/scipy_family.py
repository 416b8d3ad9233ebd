"""Check that a distribution named in scipy.stats can be a time."""

from __future__ import annotations

from typing import Any

from scipy import stats  # type: ignore[import-untyped, unused-ignore]

from simcore.scenario.faults.base import Faults, fault, found
from simcore.scenario.values.quantities import parse_number
from simcore.text import Label, did_you_mean

NEGLIGIBLE = 1e-9  # a chance of negative time that is passed over


def families() -> list[str]:
    """Return the names of the continuous distributions in scipy.stats."""
    return [n for n in dir(stats) if isinstance(getattr(stats, n), stats.rv_continuous)]


def check_family(name: Any, parameters: Any, *, signed: bool) -> None:
    """Check the name of a continuous distribution of scipy.stats, and its parameters.

    Raises a fault for each that is wrong, and where what is drawn could be negative, unless it may
    be (`signed`).
    """
    if name not in families():
        message = Label(
            f'scipy.stats has no continuous "{name}"', f"scipy.stats 没有连续分布“{name}”"
        )
        raise fault(message, did_you_mean(name, families()), ("distribution",))
    family = getattr(stats, name)
    needed = family.shapes.replace(" ", "").split(",") if family.shapes else []
    allowed = [*needed, "loc", "scale"]
    if not isinstance(parameters, dict) or not set(needed) <= set(parameters) <= set(allowed):
        say = found(parameters)
        raise fault(
            Label(f"{name} takes other parameters, {say.en}", f"{name} 的参数不符，{say.zh}"),
            Label(f"needed: {', '.join(needed) or 'none'}; optional: loc, scale",
                  f"必需：{'、'.join(needed) or '无'}；可选：loc、scale"),
            ("parameters",),
        )  # fmt: skip
    faults, numbers = Faults(), {}
    for key, value in parameters.items():
        with faults.at("parameters", key):
            numbers[key] = parse_number(value)
    faults.raise_any()
    _check_values(name, family, numbers, signed)


def _check_values(name: str, family: Any, numbers: dict[str, float], signed: bool) -> None:
    below = float(family.cdf(0.0, **numbers))  # NaN where the parameters are out of range
    if below <= NEGLIGIBLE or (signed and below == below):
        return
    if below == below:
        raise fault(
            Label(
                f"{name} is negative with chance {below:.2g}", f"{name} 取负值的概率为 {below:.2g}"
            ),
            Label("choose parameters that keep a time above 0", "请选择使时间不为负的参数"),
            ("parameters",),
        )
    raise fault(
        Label(f"{name} does not allow these parameters", f"{name} 不接受这组参数"),
        Label("see scipy.stats for their range; scale must be above 0",
              "取值范围见 scipy.stats；scale 必须大于 0"),
        ("parameters",),
    )  # fmt: skip

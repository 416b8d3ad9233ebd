"""Targets that are gains on the baseline."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.scenario.region.region import RegionScenario
from simcore.text import Label


def gained(model: RegionScenario) -> list[str]:
    """Return the indicators of whose gains on the baseline a region has targets."""
    rows = (model.target_catalogue[name] for name in model.targets)
    return [row.indicator for row in rows if row.gain_over and row.indicator]


def gains_on_nothing(model: RegionScenario) -> Iterator[tuple[str, Label, Label]]:
    """Yield the targets of a region without a baseline that ask for a gain on it.

    Each is a dotted path, what was found there, and what would be right.
    """
    for i, name in enumerate(model.targets):
        row = model.target_catalogue.get(name)
        if row is not None and row.gain_over:
            yield (
                f"targets.{i}",
                Label(f"{name} is a gain on the baseline, and there is none",
                      f"{name} 为较基线的提高，而此情景没有基线"),
                Label(f"name the scenario to compare with (baseline: FILE), or leave {name} out",
                      f"请写明所比较的情景（baseline: 文件），或去掉 {name}"),
            )  # fmt: skip

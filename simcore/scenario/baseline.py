"""The scenario that a region's gains are over."""

from __future__ import annotations

from simcore.errors import ScenarioError
from simcore.scenario.load import Scenario, load_scenario
from simcore.text import Label


def gained(scenario: Scenario) -> list[str]:
    """Return the indicators of whose gains on the baseline a scenario has targets."""
    if scenario.kind != "region":
        return []
    from simcore.scenario.region import gains

    return gains.gained(scenario.model)


def load_baseline(scenario: Scenario) -> Scenario:
    """Return the baseline of a scenario that has targets of gains, as its own file has it.

    Variants and settings of the scenario are not laid over it. Raises ScenarioError where it is
    wrong in itself, or no region.
    """
    assert scenario.baseline is not None  # else it was not loaded
    found = load_scenario(scenario.baseline, also_read=scenario.layered.reach.folders)
    if found.kind != "region":
        node = scenario.tree.child("baseline") or scenario.tree
        message = Label(f"{scenario.baseline} is no region", f"{scenario.baseline} 不是地区情景")
        remedy = Label("name a scenario of kind: region", "请写 kind: region 的情景")
        raise ScenarioError([node.mark.problem("baseline", message, remedy)])
    return found

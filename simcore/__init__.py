"""simcore: what a health service's patients would do, one by one, at full size.

>>> import simcore
>>> scenario = simcore.load_scenario("scenarios/examples/walk-in-centre.yaml")
>>> results = simcore.simulate(scenario, replications=5)
>>> list(results.resources["resource"])
['triage', 'doctor', 'ward', 'rehab']
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simcore.errors import ArgumentError, RunError, ScenarioError
    from simcore.play import simulate
    from simcore.results.results import Results, load_results
    from simcore.scenario.load import Scenario, load_scenario, parse_scenario

__version__ = "0.1.0"
__all__ = [
    "ArgumentError",
    "Results",
    "RunError",
    "Scenario",
    "ScenarioError",
    "__version__",
    "load_results",
    "load_scenario",
    "parse_scenario",
    "simulate",
]

_HOME = {
    "ArgumentError": "simcore.errors",
    "Results": "simcore.results.results",
    "RunError": "simcore.errors",
    "Scenario": "simcore.scenario.load",
    "ScenarioError": "simcore.errors",
    "load_results": "simcore.results.results",
    "load_scenario": "simcore.scenario.load",
    "parse_scenario": "simcore.scenario.load",
    "simulate": "simcore.play",
}


def __getattr__(name: str) -> Any:
    """Import what is public when first asked for: numba and pandas take a second.

    Raises AttributeError for a name that is not public.
    """
    if name not in _HOME:
        raise AttributeError(f"module 'simcore' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    """Return the public names, imported or not."""
    return sorted(__all__)

"""Play scenario files event by event, every index checked, and audit after each event.

Run by `test_every_example.py` in a process of its own, because NUMBA_BOUNDSCHECK must be set
before the kernels are imported.
"""

from __future__ import annotations

import sys
from pathlib import Path

from simcore.engine.audit import audit
from simcore.engine.held_units import held_units
from simcore.engine.jit import CHECKED
from simcore.engine.simulation import Simulation
from simcore.network.compiler.compile import compile_network
from simcore.region.build import build
from simcore.scenario.load import load_scenario


def simulation_of(path: Path) -> Simulation:
    """Return the start of a scenario, a region at a hundredth of its size."""
    scenario = load_scenario(path)
    model = scenario.model
    network = build(model, scale=0.01) if scenario.kind == "region" else model.to_network()
    program, _ = compile_network(network, scenario.warmup, scenario.run)
    return Simulation(program, scenario.seed, 0)


def faults(path: Path, events: int) -> list[str]:
    """Return what the auditor says first, or in which array an index was out of range."""
    simulation = simulation_of(path)
    held = held_units(simulation.program)
    for event in range(events):
        simulation.advance(1e12, budget=1)
        wrong = audit(simulation, held)
        if simulation.clock.outside:
            wrong.append(f"an index was outside array {simulation.clock.outside}")
        if wrong:
            return [f"{path.name}, event {event}: {text}" for text in wrong]
    return []


def misled(path: Path) -> bool:
    """Tell whether a step that does not exist is noticed."""
    simulation = simulation_of(path)
    simulation.patients["step"][:] = 10**6
    simulation.advance(1e12, budget=50)  # the first few may be changes of capacity
    return bool(simulation.clock.outside)


if __name__ == "__main__":
    assert CHECKED
    files = [Path(name) for name in sys.argv[2:]]
    found = [text for path in files for text in faults(path, int(sys.argv[1]))]
    if not misled(files[0]):
        found.append("an index far outside was not noticed")
    print("\n".join(found))
    sys.exit(bool(found))

"""Memory for each patient in the system, from processes that differ in their number only."""

from __future__ import annotations

from benchmarks.events import MEAN, infinite_server
from benchmarks.measure import in_fresh_process, peak_gib, show
from simcore.engine.simulation import Simulation
from simcore.network.compiler.compile import compile_network

GOAL = 150  # bytes
FEW, MANY = 250_000, 1_000_000
SMOKE = (20_000, 60_000)


def measure(few: int, many: int) -> None:
    """Print bytes a patient: the growth of a process's peak over the growth of patients.

    The engine doubles its room when it is full, so that what a patient costs depends on how
    full it is: these numbers lie just below powers of two, those just above cost up to twice.
    """
    in_fresh_process(_peak, 1)  # compiles, if need be: that has a peak of its own
    low, high = (in_fresh_process(_peak, n) for n in (few, many))
    show(
        f"peak memory with {few:,} and with {many:,} patients in the system",
        ("", "MiB, fewer", "MiB, more", "bytes a patient", "goal"),
        [
            (
                "simcore",
                f"{low * 1024:.0f}",
                f"{high * 1024:.0f}",
                f"{(high - low) * 2**30 / (many - few):.0f}",
                f"< {GOAL}",
            )
        ],
    )


def _peak(patients: int) -> float:
    """Return the peak (GiB) of this process after playing so many patients."""
    program, _ = compile_network(infinite_server(patients))
    simulation = Simulation(program, 1, 0)
    for k in range(1, 11):
        simulation.advance(MEAN * k / 10)
    inside = simulation.clock.in_system
    if inside != patients:
        raise SystemExit(f"{inside:,} patients in the system, not {patients:,}")
    return peak_gib()

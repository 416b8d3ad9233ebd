"""Two small networks, a million patients each, against SimPy: all statistics on."""

from __future__ import annotations

from functools import partial

from benchmarks.measure import in_turns, show
from benchmarks.models import MODELS, Model
from simcore.experiments.replicate import Plan, Replication, play
from simcore.network.compile import compile_network

GOAL = 80  # times SimPy
CLOSE = 0.25  # of the wait: both sides play the same queue, with numbers of their own


def measure(patients: int, peer_patients: int, rounds: int) -> None:
    """Print microseconds a patient and the ratio to SimPy, for each model.

    SimPy plays fewer patients, in the same rounds; its cost a patient does not grow with
    their number.
    """
    rows = [_row(model, patients, peer_patients, rounds) for model in MODELS]
    show(
        f"{patients:,} patients; SimPy: {peer_patients:,} (processor time, {rounds} rounds in turns)",
        ("model", "simcore, µs a patient", "SimPy, µs a patient", "times SimPy", "goal"),
        rows,
    )


def _row(model: Model, patients: int, peer_patients: int, rounds: int) -> tuple[str, ...]:
    program, _ = compile_network(model.network)
    plan = Plan(warmup=0.0, run=patients / model.per_minute)
    _check(model, play(program, plan, 0), model.peer(peer_patients), peer_patients)
    ours, peers = in_turns(
        partial(play, program, plan, 0), partial(model.peer, peer_patients), rounds
    )
    ratio = (peers.median / peer_patients) / (ours.median / patients)
    return (
        model.name,
        f"{ours.median / patients * 1e6:.3f}",
        f"{peers.median / peer_patients * 1e6:.2f}",
        f"{ratio:.0f}",
        f"{GOAL}",
    )


def _check(model: Model, played: Replication, peer_wait: float, peer_patients: int) -> None:
    """Stop where the two sides do not play the same queue; needs a long run to tell."""
    if peer_patients < 50_000:
        return
    names = [resource.name for resource in model.network.resources]
    resource = played.totals.resources[names.index(model.checked)]
    wait = resource.waited / resource.started
    if abs(wait / peer_wait - 1.0) > CLOSE:
        raise SystemExit(f"{model.name}: mean wait {wait:.2f}, SimPy {peer_wait:.2f}")

"""Two small networks, a million patients each, against SimPy: all statistics on."""

from __future__ import annotations

from functools import partial

from benchmarks.measure import in_turns, ratios, show
from benchmarks.models import MODELS, Model
from simcore.experiments.replicate import Plan, Replication, play
from simcore.network.compile import compile_network

GOAL = 80  # times SimPy
ENOUGH = 50_000  # patients, to tell whether both sides play the same queue
CLOSE, FAR = 1.25, 100.0  # times the other's wait: they play with numbers of their own


def measure(patients: int, peer_patients: int, rounds: int) -> None:
    """Print microseconds a patient and the ratio to SimPy, for each model.

    SimPy plays fewer patients, in the same rounds; its cost a patient does not grow with
    their number.
    """
    rows = [_row(model, patients, peer_patients, rounds) for model in MODELS]
    show(
        f"{patients:,} patients, SimPy {peer_patients:,}: microseconds of processor time a "
        f"patient, median (and range) of rounds in turns: {rounds}",
        ("model", "simcore", "SimPy", "times SimPy", "goal"),
        rows,
    )


def _row(model: Model, patients: int, peer_patients: int, rounds: int) -> tuple[str, ...]:
    program, _ = compile_network(model.network)
    plan = Plan(warmup=0.0, run=patients / model.per_minute)
    _check(model, play(program, plan, 0), model.peer(peer_patients), peer_patients)
    ours, peers = in_turns(
        partial(play, program, plan, 0), partial(model.peer, peer_patients), rounds
    )
    ours, peers = ours.times(1e6 / patients), peers.times(1e6 / peer_patients)
    return (
        model.name,
        ours.text(".3f"),
        peers.text(".2f"),
        ratios(ours, peers).text(".0f"),
        f"{GOAL}",
    )


def _check(model: Model, played: Replication, peer_wait: float, peer_patients: int) -> None:
    """Stop where the two sides do not play the same queue; a short run only shows that both do."""
    names = [resource.name for resource in model.network.resources]
    resource = played.totals.resources[names.index(model.checked)]
    wait = resource.waited / resource.started
    within = CLOSE if peer_patients >= ENOUGH else FAR
    if not 1.0 / within < wait / max(peer_wait, 1e-9) < within:
        raise SystemExit(f"{model.name}: mean wait {wait:.2f}, SimPy {peer_wait:.2f}")

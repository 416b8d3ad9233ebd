"""Small networks, a million patients each, against their peers: all our statistics on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from benchmarks.measure import Spread, in_turns, ratios, show
from benchmarks.models import Figure, Model
from benchmarks.peers import MODELS, PEERS, Peer, Play
from simcore.engine.program import Program, Records
from simcore.experiments.replicate import Plan, play
from simcore.network.compiler.compile import compile_network

ENOUGH = 40_000  # patients, to tell whether both sides play the same queue
CLOSE, FAR = 1.35, 100.0  # times the other's figure: they play with numbers of their own
Row = tuple[str, ...]


def measure(patients: int, rounds: int) -> None:
    """Print microseconds a patient and the ratio to each peer that is installed, by model.

    Peers play fewer patients, in the same rounds. What is compiled is compiled before.
    """
    rows = [row for name in MODELS for row in _rows(name, patients, rounds)]
    show(
        f"{patients:,} patients, peers fewer: microseconds of processor time a patient, "
        f"median (and range) of rounds in turns: {rounds}",
        ("model", "played by", "us a patient", "times simcore's", "goal"),
        rows,
    )


def _rows(name: str, patients: int, rounds: int) -> list[Row]:
    model = MODELS[name]
    plan = Plan(warmup=0.0, run=patients / model.per_minute)
    program, _ = compile_network(model.network, run=plan.run)
    known = {peer: peer.plays() for peer in PEERS if peer.installed}
    peers = {peer: plays[name] for peer, plays in known.items() if name in plays}
    numbers = {peer: round(peer.share * patients) for peer in peers}
    _check(model, _figures(model, program, plan), peers, numbers)
    works: list[Callable[[], object]] = [partial(play, program, plan, 0)]
    works += [partial(plays, numbers[peer]) for peer, plays in peers.items()]
    ours, *theirs = in_turns(works, rounds)
    ours = ours.times(1e6 / patients)
    spreads = {
        peer: spread.times(1e6 / numbers[peer]) for peer, spread in zip(peers, theirs, strict=True)
    }
    first = (model.name, "simcore", ours.text(".3f"), "1", "")
    return [first, *(_row(name, peer, ours, spreads.get(peer)) for peer in PEERS)]


def _row(name: str, peer: Peer, ours: Spread, spread: Spread | None) -> Row:
    if spread is None:
        why = "cannot say it" if peer.installed else f"not installed: pip install {peer.package}"
        return ("", peer.name, "-", why, "")
    goal = peer.goal.get(name)
    times = ratios(ours, spread)
    return (
        "",
        peer.name,
        spread.text(".3f"),
        times.text(".0f" if times.median >= 20 else ".2f"),
        f">= {goal}" if goal else "",
    )


def _figures(model: Model, program: Program, plan: Plan) -> tuple[float, ...]:
    """Return what is compared of ours; this first run also compiles."""
    names = [resource.name for resource in model.network.resources]
    rows = play(program, plan, 0).totals.resources
    return tuple(_figure(kind, rows[names.index(at)], plan.run) for kind, at in model.checked)


def _figure(kind: Figure, row: Records, minutes: float) -> float:
    match kind:
        case "wait":
            return float(row.waited / row.started)
        case "reneged":
            return float(row.reneged / (row.started + row.reneged))
        case "busy":
            return float(row.busy_area / minutes)


def _check(
    model: Model, ours: tuple[float, ...], peers: dict[Peer, Play], numbers: dict[Peer, int]
) -> None:
    """Stop where a peer plays another model; a short run only shows that both queue."""
    for peer, plays in peers.items():
        theirs = plays(numbers[peer])
        enough = numbers[peer] >= ENOUGH
        within, last = (CLOSE, None) if enough else (FAR, 1)
        pairs = zip(model.checked, ours, theirs, strict=True)
        for (kind, at), a, b in list(pairs)[:last]:
            if not 1.0 / within < a / max(b, 1e-9) < within:
                raise SystemExit(f"{model.name}: {kind} at {at} {a:.3g}, {peer.name} {b:.3g}")

"""What the uncommon steps cost those who do not meet them: one network without and with some."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from benchmarks.measure import in_turns, ratios, show
from benchmarks.models import exponential, resource, same, source
from benchmarks.peers import MODELS
from simcore.engine.program import Program
from simcore.experiments.replicate import Plan, play
from simcore.network.compiler.compile import compile_network
from simcore.network.model import Network
from simcore.network.steps import Fork, Go, Join, Leave, Set, Use
from simcore.network.values import Expression

RARE = 1e-5  # a minute: about five beside a million
GOAL = 1.03


def with_rarities(network: Network) -> Network:
    """Return the network beside which, now and then, somebody takes uncommon steps.

    They have a source and a counsellor of their own, so that all others play as before.
    """
    return replace(
        network,
        resources=(*network.resources, resource("counsellor", 1)),
        sources=(*network.sources, source("rare", "advice", RARE)),
        attributes=("visits",),
        pathways={
            **network.pathways,
            "advice": (
                Set("visits", Expression("visits + 1")),
                Use(
                    "counsellor",
                    exponential(30.0),
                    patience=exponential(5.0),
                    on_renege="advised",
                ),
                Fork(("letter", "letter")),
                Go("advised"),
            ),
            "letter": (Join(),),
            "advised": (Leave(same("advised")),),
        },
    )


def measure(patients: int, rounds: int) -> None:
    """Print microseconds a patient of the network as it is, and with steps that nobody meets."""
    model = MODELS["referral"]
    plan = Plan(warmup=0.0, run=patients / model.per_minute)
    plain, _ = compile_network(model.network)
    mixed, _ = compile_network(with_rarities(model.network))
    _check(plain, mixed, plan)
    works = [partial(play, program, plan, 0) for program in (plain, mixed)]
    spreads = in_turns(works, rounds)
    without, beside = (spread.times(1e6 / patients) for spread in spreads)
    show(
        f"{model.name}: microseconds of processor time a patient, {rounds} rounds of {patients:,}",
        ("uncommon steps", "simcore", "times without", "goal"),
        [
            ("none", without.text(".3f"), "1", ""),
            ("almost unused", beside.text(".3f"), ratios(without, beside).text(".3f"),
             f"<= {GOAL:g}"),
        ],
    )  # fmt: skip


def _check(without: Program, beside: Program, plan: Plan) -> None:
    """Stop where the two are not the same but for the rare ones; this also compiles."""
    if without.uncommon or not beside.uncommon:
        raise SystemExit("unused: the network itself has uncommon steps, or the other has none")
    a, b = (play(program, plan, 0).totals for program in (without, beside))
    if a.resources.tobytes() != b.resources[: a.resources.size].tobytes():
        raise SystemExit("unused: those who take no uncommon step play otherwise beside them")

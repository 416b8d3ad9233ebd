"""Who else plays the models: each peer's function for each model, where it is installed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec

from benchmarks import models, outpatients
from benchmarks.models import Model

Play = Callable[[int], tuple[float, ...]]  # so many patients: the figures that are compared

MODELS = {
    "mm1": Model("M/M/1, load 0.9", models.MM1, 0.9, (("wait", "server"),)),
    "referral": Model(
        "clinic, hospital, beds",
        models.REFERRAL,
        models.PATIENTS + models.WALK_INS,
        (("wait", "hospital"),),
    ),
    "outpatients": Model(
        "outpatients: bookings, patience, shifts, blocked beds",
        outpatients.OUTPATIENTS,
        outpatients.PER_MINUTE,
        (("wait", "doctor"), ("reneged", "doctor"), ("busy", "ward"), ("busy", "rehab")),
    ),
}


@dataclass(frozen=True, eq=False)  # each is itself: a key
class Peer:
    """One way to play the models elsewhere.

    share: of simcore's patients that it plays, so that a round takes a second or so; its cost
    a patient does not fall with their number. plays: a model that it does not name cannot be
    said in its words. goal: how many times its speed is asked for, by model.
    """

    name: str
    package: str
    share: float
    plays: Callable[[], Mapping[str, Play]]
    goal: Mapping[str, int]

    @property
    def installed(self) -> bool:
        return find_spec(self.package) is not None


def _simpy() -> Mapping[str, Play]:
    return {
        "mm1": models.simpy_mm1,
        "referral": models.simpy_referral,
        "outpatients": outpatients.simpy_outpatients,
    }


def _ciw() -> Mapping[str, Play]:
    from benchmarks import on_ciw

    return {
        "mm1": on_ciw.mm1,
        "referral": on_ciw.referral,
        "outpatients": on_ciw.outpatients,
    }


def _cimba_pools() -> Mapping[str, Play]:
    """Return what pools can say: a doctor who waits at a store cannot be sent home.

    Nor does one who has taken a patient out of one know when a bed elsewhere is free, so that
    shifts and the ward that waits for beds are left to the processes.
    """
    from benchmarks import on_cimba as cimba

    return {
        "mm1": partial(cimba.mm1, cimba.Pools),
        "referral": partial(cimba.referral, cimba.ReferralPools),
    }


def _cimba_processes() -> Mapping[str, Play]:
    from benchmarks import on_cimba as cimba
    from benchmarks.outpatients_on_cimba import outpatients as cimba_outpatients

    return {
        "mm1": partial(cimba.mm1, cimba.Clerk),
        "referral": partial(cimba.referral, cimba.Region),
        "outpatients": cimba_outpatients,
    }


PEERS = (
    Peer("SimPy", "simpy", 0.1, _simpy, {"referral": 120}),
    Peer("Ciw", "ciw", 0.05, _ciw, {}),
    Peer("cimba, server pools", "cimba", 1.0, _cimba_pools, {"referral": 3}),
    Peer("cimba, processes", "cimba", 0.1, _cimba_processes, {}),
)

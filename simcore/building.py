"""From a scenario to its Network, and from a Network to the Program that is played."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import ref

from simcore.engine.program import Program
from simcore.errors import RunError
from simcore.experiments.memory_need import book_needs, check_memory
from simcore.experiments.replicate import Plan
from simcore.experiments.scaling import scaled
from simcore.network.compiler.compile import Legend, compile_network
from simcore.network.compiler.laws import LawError
from simcore.network.model import Network
from simcore.network.time_span import TimeError
from simcore.scenario.load import Scenario
from simcore.text import Label


@dataclass(frozen=True)
class Built:
    """A Network, and the arrays that it is played as."""

    network: Network
    program: Program
    legend: Legend


@dataclass(frozen=True)
class _Kept:
    scenario: ref[Scenario]
    how: tuple[float, ...]
    built: Built


_last: _Kept | None = None  # one, as a region's takes much memory; it goes with its scenario


def built(
    subject: Scenario | Network, plan: Plan, *, scale: float = 1.0, keep: bool = True
) -> Built:
    """Return what a scenario is played as; what was built last, where that is the same.

    So a scenario that is played again, with another seed or by the other engine, is not built
    again: a scenario never changes, nor is anything that is built ever written to. A Network in
    Python has dicts, which may change.

    plan, scale: as in `program_of` and `network_of`.
    keep: whether this is now what was built last.
    Raises RunError as they do, and where its appointments need more memory than is free.
    """
    global _last
    how, last = (scale, plan.warmup, plan.run), _last
    if last and last.scenario() is subject and last.how == how:
        return last.built
    network = network_of(subject, scale=scale)
    check_memory(book_needs(network, plan))
    found = Built(network, *program_of(network, plan))
    if keep and isinstance(subject, Scenario):
        _last = _Kept(ref(subject, _forget), how, found)
    return found


def _forget(scenario: ref[Scenario]) -> None:
    global _last
    if _last and _last.scenario is scenario:
        _last = None


def network_of(subject: Scenario | Network, *, scale: float = 1.0) -> Network:
    """Return the Network that a scenario of either kind means.

    scale: of population and capacity, above 0 and at most 1.
    Raises RunError where something in a network has no size that could be shrunk.

    >>> from simcore import load_scenario
    >>> network_of(load_scenario("scenarios/examples/mmc.yaml")).resources[0].capacity.values
    (3,)
    """
    if isinstance(subject, Network):
        return scaled(subject, scale)
    if subject.kind == "region":
        from simcore.region.build import build

        return build(subject.model, scale=scale)
    network: Network = subject.model.to_network()
    return scaled(network, scale)


def program_of(network: Network, plan: Plan) -> tuple[Program, Legend]:
    """Return a Network as arrays, and what stands where in them.

    plan: whose warm-up and length, in minutes, say how far calendars are laid out.
    Raises RunError where so long a time, or a year's holidays, or a distribution cannot be
    played.
    """
    try:
        return compile_network(network, plan.warmup, plan.run)
    except TimeError as error:
        raise RunError(error.message, error.remedy) from None
    except LawError as error:
        raise RunError(
            Label(f"a distribution cannot be played: {error}", f"有一个分布无法使用：{error}"),
            Label("choose less extreme parameters", "请选用不那么极端的参数"),
        ) from None

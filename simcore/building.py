"""From a scenario to its Network, and from a Network to the Program that is played."""

from __future__ import annotations

from simcore.engine.program import Program
from simcore.errors import RunError
from simcore.experiments.replicate import Plan
from simcore.experiments.scaling import scaled
from simcore.network.compiler.compile import Legend, compile_network
from simcore.network.compiler.laws import LawError
from simcore.network.model import Network
from simcore.network.time_span import TimeError
from simcore.scenario.load import Scenario
from simcore.text import Label


def network_of(
    subject: Scenario | Network, *, scale: float = 1.0, primary_constant: float = 0.0
) -> Network:
    """Return the Network that a scenario of either kind means.

    scale: of population and capacity, above 0 and at most 1.
    primary_constant: added to the utility of every primary institution of a region.
    Raises RunError where something in a network has no size that could be shrunk.

    >>> from simcore import load_scenario
    >>> network_of(load_scenario("scenarios/examples/mmc.yaml")).resources[0].capacity.values
    (3,)
    """
    if isinstance(subject, Network):
        return scaled(subject, scale)
    if subject.kind == "region":
        from simcore.region.build import build

        return build(subject.model, scale=scale, primary_constant=primary_constant)
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

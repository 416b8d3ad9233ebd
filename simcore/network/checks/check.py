"""What is wrong with a Network before it runs.

Every check is a pure function of the Network and returns findings, so the scenario
front ends place them in their files and Python users read them as they are.
"""

from __future__ import annotations

from collections.abc import Callable

from simcore.network.checks.expressions import wrong_values
from simcore.network.checks.givens import wrong_givens
from simcore.network.checks.lending import lending
from simcore.network.checks.pathways import behind_ends, loops
from simcore.network.checks.rates import wrong_rates
from simcore.network.checks.references import unknown
from simcore.network.checks.rules import misfits
from simcore.network.checks.sequences import sequences
from simcore.network.checks.use import Used, closed, reserves, unused
from simcore.network.findings import Finding
from simcore.network.flow import flow
from simcore.network.model import Network
from simcore.network.open_units import planned
from simcore.text import Label

__all__ = ["Finding", "check"]


def check(
    network: Network, *, whole: bool = True, elsewhere: Callable[[], Used] = set
) -> list[Finding]:
    """Return all findings; none for a Network that can run.

    network: as it was written, right or wrong.
    whole: False where parts could not be read: a step may be None, what follows it is not judged,
        and nothing is said about what seems unused.
    elsewhere: gives what is in use in other layers of the scenario, which may be unused here.
    """
    lent = list(lending(network))
    written, network = network, network if lent else planned(network)
    missing = list(unknown(network))
    followed = flow(network)
    found = [*lent, *missing, *behind_ends(network), *followed.findings]
    found += [*loops(network, followed.reached), *closed(network), *reserves(network)]
    if whole and not network.sources:
        message = Label("there is no source, so no patient arrives", "没有来源，不会有患者到达")
        remedy = Label("add a source with arrivals and a pathway", "请加上带到达与就诊流程的来源")
        found.append(Finding(("sources",), message, remedy))
    if whole and not missing:
        found += [*wrong_values(network), *wrong_givens(written), *misfits(network)]
        found += [*sequences(network), *wrong_rates(network)]
        found += [*unused(network, followed.reached, elsewhere)]
    return found

"""Transfers that can run in a circle, where patients may have to change places."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.network.findings import Finding, finding
from simcore.network.flow import circular_transfers, each_step
from simcore.network.model import Network
from simcore.network.steps import Transfer


def circular_faults(network: Network) -> Iterator[Finding]:
    """Yield what could not be done by a patient who changes places with another."""
    circular = circular_transfers(network)
    pools = {pool.name for pool in network.pools}
    for where, step in each_step(network):
        if not isinstance(step, Transfer) or (step.origin, step.to) not in circular:
            continue
        if step.after is not None:
            yield finding(
                (*where, "transfer", "after"),
                "transfers can run in a circle here, so no place can stay busy after",
                "此处转移可能形成循环，不能写 after",
                "leave it out, or release in a step of its own",
                "请去掉，或另写一步 release",
            )  # fmt: skip
        for key, name in (("from", step.origin), ("to", step.to)):
            if name in pools:
                yield finding(
                    (*where, "transfer", key),
                    "transfers can run in a circle here, and not through a pool",
                    "此处转移可能形成循环，循环不能经过资源池",
                    "name a resource of the pool", "请写资源池中的某个资源",
                )  # fmt: skip

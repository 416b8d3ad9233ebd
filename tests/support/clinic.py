"""A clinic in which each test of the checks puts one thing wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from simcore.network.checks.check import Finding, check
from simcore.network.model import Network
from simcore.network.resources import Resource
from simcore.network.sources import Source
from simcore.network.steps import Delay, Step
from support.models import constant, exponential, label, leave, network, profile

TEN = constant(10.0)
SOME_TIME = exponential(25.0)
AWAY: Mapping[str, Sequence[Step]] = {"away": [Delay(TEN), leave("away")]}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
DAYS = ((0.0, 0), (480.0, 2), (1020.0, 0))


def room(name: str = "a", capacity: Any = 2, **fields: Any) -> Resource:
    return Resource(name, label(name), profile(capacity), **fields)


def people(name: str = "people", rate: Any = 0.03, **fields: Any) -> Source:
    given: dict[str, Any] = {"mix": (("adult", 0.6), ("child", 0.4)), **fields}
    return Source(name, label(name), "visit", profile(rate), **given)


def clinic(
    *steps: Step,
    resources: Sequence[Resource] = (room(),),
    sources: Sequence[Source] = (),
    paths: Mapping[str, Sequence[Step]] | None = None,
    **fields: Any,
) -> Network:
    """Return a Network of one pathway, which ends with leave where the steps do not end it."""
    end = [] if steps and steps[-1].ends else [leave()]
    pathways = {"visit": [*steps, *end], **(paths or {})}
    return network(resources, sources or [people()], pathways, classes=("adult", "child"), **fields)


def only(wrong: Network) -> Finding:
    """Return the one finding of a Network, having seen that it can be read in both languages."""
    found = check(wrong)
    assert len(found) == 1, found
    for text in (found[0].message, found[0].remedy):
        assert CHINESE.search(text.zh)
        assert text.en
        assert not CHINESE.search(text.en)
    return found[0]

"""A small scenario, and what a command line ends with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

QUEUE = """\
kind: network
name: {en: One desk, zh: 一个窗口}
time: {warmup: 1 d, run: 3 d}
replications: 2
resources:
  desk: {name: {en: Desk, zh: 窗口}, capacity: 2}
sources:
  people:
    name: {en: People, zh: 来人}
    arrivals: {rate: 10 / h}
    pathway: visit
pathways:
  visit:
    - use: {resource: desk, for: 9 min}
    - leave: {en: served, zh: 办结}
variants:
  slow: {pathways.visit.0.use.for: 13 min}
"""


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


Cli = Callable[..., Ended]

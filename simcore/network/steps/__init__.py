"""What a patient does: the steps of a pathway, a file for each few near kin.

A new kind of step is a module here; whoever imports this package finds its classes by name.
"""

from __future__ import annotations

from simcore.network.steps.appointments import Book
from simcore.network.steps.attributes import Set
from simcore.network.steps.base import Step
from simcore.network.steps.batches import Gather, Scatter
from simcore.network.steps.delays import Delay, Until
from simcore.network.steps.forks import Fork, Join
from simcore.network.steps.holds import Hold, Signal
from simcore.network.steps.milestones import Milestone
from simcore.network.steps.release import Release
from simcore.network.steps.routing import Branch, Choose, Go, Leave, Option, Route
from simcore.network.steps.seizing import Seize, Use
from simcore.network.steps.transfer import Transfer
from simcore.network.steps.waiting import Balk

__all__ = [
    "Balk",
    "Book",
    "Branch",
    "Choose",
    "Delay",
    "Fork",
    "Gather",
    "Go",
    "Hold",
    "Join",
    "Leave",
    "Milestone",
    "Option",
    "Release",
    "Route",
    "Scatter",
    "Seize",
    "Set",
    "Signal",
    "Step",
    "Transfer",
    "Until",
    "Use",
]

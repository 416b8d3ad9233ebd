"""The word by which the time since arriving is counted: milestone."""

from __future__ import annotations

from simcore.network import steps
from simcore.scenario.network.steps.word import StepWord
from simcore.scenario.values.fields import Name

WORDS = (
    StepWord("milestone", Name, lambda name, common: [steps.Milestone(name, **common)], rank=18),
)

"""What a patient draws at a step: one uniform, and a value from it."""

from __future__ import annotations

import math

from simcore.engine.jit import part
from simcore.engine.kernels import at
from simcore.engine.kernels.expressions import evaluate
from simcore.engine.laws import Law
from simcore.engine.ops import StepRow
from simcore.engine.records import NONE, PART, Patient, State
from simcore.engine.sampling.distributions import sample
from simcore.engine.sampling.random import uniforms


@part
def draw(s: State, p: Patient, i: int, step: StepRow) -> float:
    """Return the uniform of this meeting of patient i with this step."""
    visit = 0
    if step.counter != NONE:
        who = i if s.more.n == 0 else at.more(s, i).root
        visit = at.visits(s, who, step.counter).n
        at.visits(s, who, step.counter).n += 1
    source = at.source(s, p.source).key
    u, _ = uniforms(s.seed, s.replication, source, p.turn >> PART, step.key, visit)
    return u


@part
def value(s: State, p: Patient, i: int, step: StepRow, law: int) -> float:
    """Return a value for patient i at this step, which may be negative: minutes, or a number.

    Of an expression that has no finite value, 0; its law is noted in `valueless`, and the run ends.
    """
    row = at.laws(s)[law]
    if row.kind == Law.SEQUENCE:
        return at.number(s, row.offset + (p.turn >> PART) % row.n).x
    if row.kind != Law.EXPRESSION:
        return sample(at.laws(s), at.numbers(s), law, draw(s, p, i, step))
    u = draw(s, p, i, step) if row.a > 0.0 else 0.0
    x = evaluate(s, p, at.more(s, i).root, row.offset, row.n, u)
    if abs(x) < math.inf:
        return x
    if s.valueless == NONE:
        s.valueless = law
    return 0.0


@part
def value_of_class(s: State, p: Patient, i: int, step: StepRow, law: int) -> float:
    """Return a value for patient i, `law` being that of the first class."""
    return value(s, p, i, step, law + p.class_ * step.by_class)


@part
def minutes(s: State, p: Patient, i: int, step: StepRow, law: int) -> float:
    """Return a time to be spent, as `value_of_class` does; one below 0 is 0."""
    return max(value_of_class(s, p, i, step, law), 0.0)


@part
def own_draw(s: State, index: int) -> float:
    """Return the next uniform of resource `index`, which has random numbers of its own."""
    rules = at.rules(s, index)
    u, _ = uniforms(s.seed, s.replication, rules.key, rules.drawn, 1, 0)
    rules.drawn += 1
    return u

"""What a patient draws at a step: one uniform, and a value from it."""

from __future__ import annotations

from simcore.engine.dtypes import NONE, PART
from simcore.engine.jit import part
from simcore.engine.kernels import at
from simcore.engine.kernels.expressions import evaluate
from simcore.engine.sampling.distributions import Law, sample
from simcore.engine.sampling.random import uniforms


@part
def draw(s, p, i, step):
    """Return the uniform of this meeting of patient i with this step."""
    visit = 0
    if step.slot != NONE:
        who = i if s.n_more == 0 else at.more(s, i).root
        visit = at.visits(s, who, step.slot).n
        at.visits(s, who, step.slot).n += 1
    source = at.source(s, p.source).key
    u, _ = uniforms(s.seed, s.replication, source, p.turn >> PART, step.key, visit)
    return u


@part
def value(s, p, i, step, law):
    """Return a value for patient i at this step: minutes, or a number for an attribute.

    A distribution gives no negative one, an expression may.
    """
    row = at.distributions(s)[law]
    if row.kind == Law.EXPRESSION:
        u = draw(s, p, i, step) if row.a > 0.0 else 0.0
        return evaluate(s, p, at.more(s, i).root, row.offset, row.n, u)
    return sample(at.distributions(s), at.table(s), law, draw(s, p, i, step))


@part
def own_draw(s, index):
    """Return the next uniform of resource `index`, which has random numbers of its own."""
    rules = at.rules(s, index)
    u, _ = uniforms(s.seed, s.replication, rules.key, rules.drawn, 1, 0)
    rules.drawn += 1
    return u

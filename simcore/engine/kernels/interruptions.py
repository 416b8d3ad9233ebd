"""Services that can be interrupted: by someone more urgent, a closing or a breakdown."""

from __future__ import annotations

from simcore.engine.jit import part
from simcore.engine.kernels import at
from simcore.engine.kernels.calendar import schedule, unschedule
from simcore.engine.kernels.draws import minutes
from simcore.engine.kernels.handlers import call, handler
from simcore.engine.kernels.logs import log_interruption
from simcore.engine.kernels.queues import join_queue, queued_row, rank_of
from simcore.engine.kernels.resources import bit_of, make_ready
from simcore.engine.kernels.units import occupy, units_of
from simcore.engine.ops import End, Op, Regain, Routine, SeizeAny, Serve
from simcore.engine.program_records import Rules
from simcore.engine.records import FOREVER, NONE, State
from simcore.engine.rules import Rule

serve_row = at.step_as(Serve)
end_row = at.step_as(End)
regain_row = at.step_as(Regain)


@handler(Op.SERVE)
def serve(s: State, i: int) -> int:
    """Begin a delay, or what is left of it after an interruption."""
    p, more = at.patient(s, i), at.more(s, i)
    step = serve_row(s, p.step)
    if more.left >= 0.0:
        time = more.left
        more.left = NONE
    else:
        time = minutes(s, p, i, at.common(step), step.law)
        more.total = time
    if step.end == NONE:
        p.step = step.next
    else:
        p.step = step.end
        _enter_service(s, i, at.rules(s, step.resource))
    schedule(s, i, s.now + time)
    return 0


@part
def _enter_service(s: State, i: int, rules: Rules) -> None:
    more = at.more(s, i)
    more.earlier, more.later = rules.last, NONE
    if rules.last == NONE:
        rules.first = i
    else:
        at.more(s, rules.last).later = i
    rules.last = i


@handler(Op.END)
def end(s: State, i: int) -> int:
    """End a service that could have been interrupted."""
    p = at.patient(s, i)
    step = end_row(s, p.step)
    leave_service(s, i, at.rules(s, step.resource))
    p.step = step.next
    return 1


@part
def leave_service(s: State, i: int, rules: Rules) -> None:
    """Take patient i off the list of those who can be interrupted."""
    more = at.more(s, i)
    if more.earlier == NONE:
        rules.first = more.later
    else:
        at.more(s, more.earlier).later = more.later
    if more.later == NONE:
        rules.last = more.earlier
    else:
        at.more(s, more.later).earlier = more.earlier


@part
def regain_of(s: State, i: int) -> int:
    """Return the REGAIN row of patient i, who is at the END row of a delay."""
    return end_row(s, at.patient(s, i).step).regain


@part
def find_victim(s: State, rules: Rules, rank: int, earliest: bool) -> int:
    """Return who loses a unit to `rank`, NONE where nobody is of a worse one.

    Of the worst rank, who started last or, with `earliest`, first. A service that ends at this
    instant is over.
    """
    victim, worst = NONE, rank
    i = rules.first
    while i != NONE:
        p = at.patient(s, i)
        theirs = rank_of(s, p, i, queued_row(s, regain_of(s, i)))
        worse = theirs > worst or (theirs == worst and victim != NONE and not earliest)
        if worse and p.time > s.now:
            victim, worst = i, theirs
        i = at.more(s, i).later
    return victim


@part
def take_away(s: State, i: int, rule: int) -> None:
    """Interrupt the service of patient i by a rule."""
    s.losing = rule
    call(s, Routine.INTERRUPT, i)


@handler(Routine.INTERRUPT)
def interrupt(s: State, i: int) -> int:
    """Stop the service of patient i and let them wait again, by the rule in `s.losing`."""
    p, more = at.patient(s, i), at.more(s, i)
    unschedule(s, i)
    rule = s.losing
    row = regain_of(s, i)
    step = regain_row(s, row)
    index = step.resource
    leave_service(s, i, at.rules(s, index))
    occupy(s, index, -units_of(s, i, step))
    at.resource(s, index).interrupted += 1
    p.step = row
    log_interruption(s, i)
    if rule == Rule.LEAVE:
        p.step = step.sent_away
        make_ready(s, i)
        return 0
    if rule == Rule.RESUME:
        more.left = p.time - s.now
    elif rule == Rule.RESTART:
        more.left = more.total
    p.time = FOREVER
    more.since = s.now
    join_queue(s, i, index, rank_of(s, p, i, queued_row(s, row)), True)
    return 0


@part
def _units_of_worse(s: State, rules: Rules, rank: int) -> int:
    """Return how many units those have who can lose them to `rank`: see `find_victim`."""
    units = 0
    i = rules.first
    while i != NONE:
        p, row = at.patient(s, i), queued_row(s, regain_of(s, i))
        if p.time > s.now and rank_of(s, p, i, row) > rank:
            units += units_of(s, i, row)
        i = at.more(s, i).later
    return units


@part
def preempt(s: State, i: int, step: SeizeAny, index: int, rank: int) -> bool:
    """Interrupt as many as it takes, if the rank and the rule allow it; tell whether they were.

    Nobody of this rank or a better one who waits is overtaken, and no unit that is kept from the
    rank is made free for it.
    """
    rules, resource = at.rules(s, index), at.resource(s, index)
    own = bit_of(rank)
    if rank > rules.by or step.n_also > 0 or resource.waiting_ranks & (own | (own - 1)):
        return False
    keep = at.queue(s, index, rank).keep
    spare, wanted = resource.capacity - resource.busy, units_of(s, i, step) + keep
    if spare < keep or spare + _units_of_worse(s, rules, rank) < wanted:
        return False
    while resource.capacity - resource.busy < wanted:
        take_away(s, find_victim(s, rules, rank, rules.earliest != 0), rules.preempting)
    return True

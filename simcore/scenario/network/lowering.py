"""What each step of the YAML means: steps of `network.model`, one for most words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from simcore.network import steps
from simcore.network.means import mean
from simcore.network.values import Expression
from simcore.scenario.network.step import BranchOption, Seize, StepText, Table, Use, Waiting, alike
from simcore.text import Label


def lower(step: StepText) -> tuple[steps.Step, ...]:
    """Return the steps of the model that a step stands for."""
    [word] = step.words
    return tuple(LOWER[word](step))


def _waiting(waiting: Waiting, resource: str) -> dict[str, Any]:
    """Return the fields that all steps that wait share."""
    return {
        "priority": waiting.priority,
        "group": waiting.group,
        "patience": waiting.patience,
        "on_renege": waiting.on_renege,
        "balk": tuple(_balks(waiting, resource)),
    }


def _balks(waiting: Waiting, resource: str) -> Iterator[steps.Balk]:
    for balk in waiting.balk:
        match balk.kinds:
            case ["when"]:
                when = balk.when.text
            case ["queue"]:
                when = f'queue("{resource}") >= {balk.queue}'
            case ["full"]:
                when = f'free("{resource}") <= 0'
            case _:
                assert isinstance(waiting, Use)
                work = f'queue("{resource}") * {mean(waiting.time)!r}'
                when = f'{work} > {balk.expected_wait!r} * capacity("{resource}")'
        yield steps.Balk(Expression(when), balk.go)


def _seize(step: StepText) -> Iterator[steps.Step]:
    text: Seize = step.seize
    shared = _waiting(text, text.resource)
    yield steps.Seize(
        text.resource, **shared, units=text.units, also=text.also, key=step.id, cost=step.cost
    )


def _use(step: StepText) -> Iterator[steps.Step]:
    text: Use = step.use
    shared = _waiting(text, text.resource)
    yield steps.Use(
        text.resource, text.time, **shared, units=text.units, also=text.also, after=text.after,
        key=step.id, cost=step.cost,
    )  # fmt: skip


def _transfer(step: StepText) -> Iterator[steps.Step]:
    text = step.transfer
    shared = _waiting(text, text.to)
    yield steps.Transfer(
        text.origin, text.to, **shared, after=text.after, key=step.id, cost=step.cost
    )


def _release(step: StepText) -> Iterator[steps.Step]:
    text = step.release
    yield steps.Release(text.resource, after=text.after, key=step.id, cost=step.cost)


def _branch(step: StepText) -> Iterator[steps.Step]:
    text = step.branch
    if isinstance(text, Table):
        yield _table(text, step)
    elif text[0].share is None:
        yield _route(text, step)
    else:
        yield _shares(text, step)


def _shares(options: list[BranchOption], step: StepText) -> steps.Branch:
    shares = alike([option.share for option in options])
    if not isinstance(shares[0], tuple):
        pairs = tuple((option.share, option.go) for option in options)
        return steps.Branch(pairs, key=step.id, cost=step.cost)
    pairs = tuple((row[0], option.go) for row, option in zip(shares, options, strict=True))
    rows = tuple(zip(*shares, strict=True))
    return steps.Branch(pairs, rows, key=step.id, cost=step.cost)


def _route(options: list[BranchOption], step: StepText) -> steps.Route:
    conditions = tuple((o.condition, o.go) for o in options if o.condition is not None)
    otherwise = options[-1].otherwise or ""
    return steps.Route(conditions, otherwise, key=step.id, cost=step.cost)


def _table(text: Table, step: StepText) -> steps.Branch:
    """Let each pathway of the table be an option, its share that of the first row."""
    names = list(dict.fromkeys(name for _, shares in text.table for name in shares))
    rows = tuple((x, tuple(shares.get(n, 0.0) for n in names)) for x, shares in text.table)
    options = tuple(zip(rows[0][1], names, strict=True))
    return steps.Branch(options, by=text.by, table=rows, key=step.id, cost=step.cost)


def _set(step: StepText) -> Iterator[steps.Step]:
    """Yield one step for each attribute; the first one costs."""
    for k, (name, value) in enumerate(step.set_):
        key = f"{step.id}/{name}" if step.id and k else step.id
        yield steps.Set(name, value, key=key, cost=0.0 if k else step.cost)


def _book(step: StepText) -> Iterator[steps.Step]:
    text = step.book
    yield steps.Book(
        book=text.book,
        on_full=text.on_full,
        notice=text.notice,
        entitled=text.entitled,
        punctuality=text.punctuality,
        no_show=text.no_show or 0.0,
        on_no_show=text.on_no_show or "",
        group=text.group,
        key=step.id,
        cost=step.cost,
    )


def _gather(step: StepText) -> Iterator[steps.Step]:
    text = step.gather
    label = text.name or Label(text.gate, text.gate)
    yield steps.Gather(text.gate, label, text.size, text.longest, key=step.id, cost=step.cost)


LOWER: dict[str, Callable[[StepText], Iterator[steps.Step]]] = {
    "seize": _seize,
    "use": _use,
    "transfer": _transfer,
    "release": _release,
    "branch": _branch,
    "set": _set,
    "book": _book,
    "gather": _gather,
    "delay": lambda s: iter([steps.Delay(s.delay, key=s.id, cost=s.cost)]),
    "until": lambda s: iter([steps.Until(s.until, key=s.id, cost=s.cost)]),
    "fork": lambda s: iter([steps.Fork(tuple(s.fork), key=s.id, cost=s.cost)]),
    "join": lambda s: iter([steps.Join(key=s.id, cost=s.cost)]),
    "scatter": lambda s: iter([steps.Scatter(key=s.id, cost=s.cost)]),
    "go": lambda s: iter([steps.Go(s.go, key=s.id)]),
    "leave": lambda s: iter([steps.Leave(s.leave, key=s.id, cost=s.cost)]),
}

"""The rows that take units and give them back, for every step that does."""

from __future__ import annotations

from simcore.engine import ops
from simcore.engine.records import NONE
from simcore.network.compiler.rows import Rows, Written
from simcore.network.resources import MOST_UNITS
from simcore.network.steps.delays import mean_by_class
from simcore.network.steps.naming_rows import write_each
from simcore.network.steps.taking import Taking
from simcore.network.steps.waiting import Waiting
from simcore.network.values import ByClass, Expression, Value
from simcore.network.walk import Taken


def write_seize(rows: Rows, step: Waiting, key: str, server: object, origin: str = "") -> Written:
    """Append the rows that take what a step waits for, those at which patients wait being loose.

    server: the step in which patients then spend time. origin: what is held meanwhile.
    """
    for k, balk in enumerate(step.balk):
        asked, gone = f"{key}/balk {k + 1}", rows.label()
        row = rows.add(ops.If(law=rows.law(balk.when), go=gone), asked)
        balks = ops.Balk(resource=rows.resource(step.main), next=rows.pathway(balk.go))
        rows.hide(row, gone, [(balks, f"{asked}/go")])
    _write_asked(rows, step, key)

    def write(group: str) -> Written:
        row = _write_wait(rows, step, key, server, origin, group)
        return Written(row, [row])

    return write_each(rows, step.group, f"{key}/group", write)


def outside(group: str) -> str:
    """Return the group of those who wait for a place in the waiting room."""
    return f"{group}/outside"


def _write_wait(
    rows: Rows, step: Waiting, key: str, server: object, origin: str, group: str
) -> int:
    name = step.main
    common = {
        "resource": rows.resource(name),
        "rank": rows.rank(step.priority),
        "tally": rows.tally("started", name, group),
        "place": rows.place("resource", name),
        "origin": rows.resource(origin) if origin else NONE,
    }
    if name not in rows.kinds.general:
        return rows.add(ops.Seize(**common), key)
    also = step.also if isinstance(step, Taking) else ()
    minutes = mean_by_class(server, rows.number.classes)
    row = ops.SeizeAny(
        **common,
        units=rows.units(step.units if isinstance(step, Taking) else 1),
        edge=rows.kinds.edge.get((origin, name), NONE),
        also=rows.members.add(rows.resource(other) for other in also),
        n_also=len(also),
        expected=NONE if minutes is None else rows.table.add(minutes),
    )
    if step.patience is None:
        return rows.add(row, key)
    return _write_with_patience(rows, row, step, step.patience, key, group)


def _write_asked(rows: Rows, step: Waiting, key: str) -> None:
    """Append the rows that settle what depends on the patient."""
    resource = rows.resource(step.main)
    if isinstance(step.priority, Expression | ByClass):
        write_priority(rows, step.priority, resource, key)
    if isinstance(step, Taking) and isinstance(step.units, Expression | ByClass):
        law, by_class = rows.value(step.units)
        most = min(rows.kinds.most_units[step.main], MOST_UNITS)
        row = ops.AskUnits(law=law, by_class=by_class, resource=resource, most=int(most))
        rows.add(row, f"{key}/units")


def write_priority(rows: Rows, value: Expression | ByClass, resource: int, key: str) -> None:
    """Append the row that settles a priority: at a resource, or (NONE) from now on."""
    law, by_class = rows.value(value)
    ranks = sorted(rows.number.ranks)
    rows.add(
        ops.AskPriority(
            law=law, by_class=by_class, resource=resource, priorities=rows.table.add(ranks),
            n=len(ranks),
        ),
        f"{key}/priority",
    )  # fmt: skip


def _write_with_patience(
    rows: Rows, row: ops.SeizeAny, step: Waiting, patience: Value, key: str, group: str
) -> int:
    row.law, row.by_class = rows.value(patience)
    main = rows.add(row, f"{key}/patience")
    tally = rows.tally("reneged", step.main, group)
    row.renege = rows.add(
        ops.Renege(
            resource=row.resource, tally=tally, waits_at=main, next=rows.pathway(step.on_renege)
        ),
        key,
    )
    row.next = len(rows.rows)
    return main


def write_release(rows: Rows, name: str, taken: Taken, after: Value | None, key: str) -> int:
    """Append the row that gives something back."""
    resource, units = rows.resource(name), rows.units(taken.units)
    if name not in rows.kinds.general:
        return rows.add(ops.Release(resource=resource), key)
    if after is None:
        return rows.add(ops.ReleaseAny(resource=resource, units=units), key)
    law, by_class = rows.value(after)
    later = rows.label()
    row = rows.add(
        ops.ReleaseAny(
            resource=resource, units=units, law=law, by_class=by_class, later=later,
            part=rows.new_parts(1),
        ),
        f"{key}/after",
    )  # fmt: skip
    frees = ops.ReleaseAny(resource=resource, units=units, cleaned=1)
    rows.hide(row, later, [(frees, f"{key}/later"), (ops.Vanish(), f"{key}/gone")])
    return row

"""What patients hold before each row of a program, row by row.

It is worked out from the cards alone, and knows nothing of pathways: the auditor's own account,
against which `network.flow` is held in the tests.
"""

from __future__ import annotations

from collections import Counter

from simcore.engine.links import Lead, Units
from simcore.engine.program import Program


class Ambiguous(ValueError):
    """A row that is reached holding different units."""


def held_units(program: Program) -> dict[int, Units]:
    """Return the units of each resource held before each row that can be reached.

    Raises Ambiguous where two paths to a row differ, which `network.checks` refuses.
    """
    held: dict[int, Units] = {int(row): Counter() for row in program.sources.entry}
    work = list(held)
    while work:
        row = work.pop()
        for lead in program.rows[row].leads(program.links):
            units = _after(held[row], lead)
            if lead.row not in held:
                held[lead.row] = units
                work.append(lead.row)
            elif held[lead.row] != units:
                name, before = program.names[lead.row], dict(held[lead.row])
                raise Ambiguous(f"{name} is reached holding {dict(units)} and {before}")
    return held


def _after(held: Units, lead: Lead) -> Units:
    if not lead.taken and not lead.part:
        return held  # as most leads do: a copy each took two thirds of the time
    units = Counter() if lead.part else held.copy()
    units.update(lead.taken)
    return Counter({resource: n for resource, n in units.items() if n})

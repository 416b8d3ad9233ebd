"""What patients hold before each row of a program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from simcore.engine.dtypes import NONE, Op
from simcore.engine.program import Program

Units = Counter[int]


def holdings(program: Program) -> dict[int, Units]:
    """Return the units of each resource held before each row that can be reached.

    Relies on `network.check`: whoever reaches a row holds the same there.
    """
    held: dict[int, Units] = {int(row): Counter() for row in program.sources.entry}
    work = list(held)
    while work:
        row = work.pop()
        for following, units in _onwards(program, row, held[row]):
            if following not in held:
                held[following] = +units
                work.append(following)
    return held


def _onwards(program: Program, row: int, held: Units) -> Iterator[tuple[int, Units]]:
    """Yield the rows that can follow, and what is held there."""
    step, targets = program.steps[row], program.targets
    resource, units = int(step.resource), int(step.units)
    options = [int(t) for t in targets[step.targets : step.targets + step.n]]
    match step.op:
        case Op.LEAVE | Op.JOIN | Op.VANISH:
            return
        case Op.SEIZE:
            yield step.next, held + Counter({resource: 1})
        case Op.SEIZE_ANY:
            also = program.members[step.targets : step.targets + step.n].tolist()
            yield step.next, held + Counter({resource: units}) + Counter(also)
            if step.law != NONE:
                yield row + 1, held
            for waited_for in (resource, *also):
                if program.rules[waited_for].home != NONE:
                    yield int(program.steps[program.rules[waited_for].home].next), held
        case Op.RELEASE | Op.RELEASE_ANY:
            yield step.next, held - Counter({resource: units})
            if step.op == Op.RELEASE_ANY and step.law != NONE:
                yield step.targets, Counter({resource: units})
        case Op.SERVE if step.targets != NONE:
            yield row + 1, held
            taken = int(program.steps[step.targets].units)
            yield step.targets, held - Counter({resource: taken})
        case Op.REGAIN:
            if step.targets != NONE:
                yield step.targets, held
        case Op.FORK:
            yield step.next, held
            yield from ((option, Counter()) for option in options)
        case Op.BRANCH | Op.TABLE:
            yield from ((option, held) for option in options)
        case Op.IF:
            yield step.next, held
            yield int(targets[step.targets]), held
        case Op.BOOK:
            yield step.next, held
            yield step.targets, held
        case Op.GATHER if step.law != NONE:
            yield step.next, held
            yield row + 1, held
        case _:
            yield step.next, held

"""Expressions as bytecode of the engine: names become numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simcore.engine.bytecode import Code
from simcore.network.compiler.rows import Rows
from simcore.network.expressions.postfix import Instruction
from simcore.network.resources import Pool

OF_MEMBERS = (Code.FREE, Code.CAPACITY)
OF_RESOURCE = (Code.QUEUE, Code.BUSY, Code.FREE, Code.CAPACITY)


def to_bytecode(
    instructions: Sequence[Instruction], rows: Rows, pools: Mapping[str, Pool]
) -> list[tuple[int, int]]:
    """Return (code, argument) for each instruction; those about a pool ask its members.

    Who waits for any member stands in the pool's own queue; who has chosen one, in the member's.
    """
    bytecode: list[tuple[int, int]] = []
    for name, argument in instructions:
        code = Code[name]
        pool = pools.get(str(argument))
        if pool and (code in OF_MEMBERS or (code == Code.QUEUE and pool.rule != "first_free")):
            members = pool.members
            bytecode += [(code, rows.resource(member)) for member in members]
            bytecode += [(Code.ADD, 0)] * (len(members) - 1)
        elif code in OF_RESOURCE:
            bytecode.append((code, rows.resource(str(argument))))
        elif code == Code.CONSTANT:
            assert isinstance(argument, float)
            bytecode.append((code, rows.constant(argument)))
        elif code == Code.ATTRIBUTE:
            bytecode.append((code, rows.number.attributes[str(argument)]))
        elif code == Code.WEEKDAY:
            bytecode.append((code, rows.weekdays))
        else:
            bytecode.append((code, 0))
    return bytecode

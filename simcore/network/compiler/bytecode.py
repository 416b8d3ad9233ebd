"""Expressions as bytecode of the engine: names become numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simcore.engine.bytecode import Code
from simcore.network.compiler.rows import Rows
from simcore.network.expressions.postfix import Word
from simcore.network.resources import Pool

OF_RESOURCE = (Code.QUEUE, Code.BUSY, Code.FREE, Code.CAPACITY)


def to_bytecode(
    words: Sequence[Word], rows: Rows, pools: Mapping[str, Pool]
) -> list[tuple[int, int]]:
    """Return (code, argument) for each word; those about a pool ask its members."""
    code: list[tuple[int, int]] = []
    for name, argument in words:
        word = Code[name]
        if word in (Code.FREE, Code.CAPACITY) and argument in pools:
            members = pools[str(argument)].members
            code += [(word, rows.resource(member)) for member in members]
            code += [(Code.ADD, 0)] * (len(members) - 1)
        elif word in OF_RESOURCE:
            code.append((word, rows.resource(str(argument))))
        elif word == Code.CONSTANT:
            assert isinstance(argument, float)
            code.append((word, rows.constant(argument)))
        elif word == Code.ATTRIBUTE:
            code.append((word, rows.number.attributes[str(argument)]))
        else:
            code.append((word, 0))
    return code

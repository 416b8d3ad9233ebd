"""Expressions as code of the engine: names become numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simcore.engine.kernels.expressions import Code
from simcore.network.expressions.parser import Word

if TYPE_CHECKING:
    from simcore.network.compiler.rows import Rows

OF_RESOURCE = (Code.QUEUE, Code.BUSY, Code.FREE, Code.CAPACITY)


def to_words(words: Sequence[Word], rows: Rows) -> list[tuple[int, int]]:
    """Return (code, argument) for each word; those about a pool ask its members."""
    pools = {pool.name: pool for pool in rows.network.pools}
    code: list[tuple[int, int]] = []
    for name, argument in words:
        word = Code[name]
        if word in (Code.FREE, Code.CAPACITY) and argument in pools:
            members = pools[str(argument)].members
            code += [(word, rows.resource[member]) for member in members]
            code += [(Code.ADD, 0)] * (len(members) - 1)
        elif word in OF_RESOURCE:
            code.append((word, rows.resource[str(argument)]))
        elif word == Code.CONSTANT:
            assert isinstance(argument, float)
            code.append((word, rows.constant(argument)))
        elif word == Code.ATTRIBUTE:
            code.append((word, rows.attribute[str(argument)]))
        else:
            code.append((word, 0))
    return code

"""Which rows of the step table can follow which."""

from __future__ import annotations

from simcore.engine.dtypes import NONE, Op
from simcore.engine.program import Ints, Records

_ENDS = (Op.LEAVE, Op.JOIN, Op.VANISH)


def successors(steps: Records, targets: Ints) -> list[list[int]]:
    """Return, for each row, the rows that the same patient, or a part of him, can do next.

    After a part has joined, his patient may go on behind any fork.
    """
    columns = (steps[name].tolist() for name in FIELDS)
    found = [_of(k, row, targets) for k, row in enumerate(zip(*columns, strict=True))]
    forks = [k for k, op in enumerate(steps.op.tolist()) if op == Op.FORK]
    joined = sorted({follow for k in forks for follow in found[k]})
    for k, op in enumerate(steps.op.tolist()):
        if op == Op.JOIN:
            found[k] = joined
    return found


FIELDS = ("op", "next", "targets", "n", "law")


def _of(k: int, row: tuple[int, ...], targets: Ints) -> list[int]:
    op, following, first, n, law = row
    some = [int(row) for row in targets[first : first + n]]
    match op:
        case Op.BRANCH | Op.TABLE:
            return some
        case Op.FORK:
            return [following, *some]
        case Op.IF:
            return [following, int(targets[first])]
        case Op.BOOK:
            return [following, first]
        case Op.SEIZE_ANY | Op.GATHER if law != NONE:
            return [following, k + 1]
        case Op.RELEASE_ANY if law != NONE:
            return [following, first]
        case Op.SERVE if first != NONE:
            return [k + 1, first]
        case Op.REGAIN if first != NONE:
            return [following, first]
        case _ if op in _ENDS:
            return []
    return [following]

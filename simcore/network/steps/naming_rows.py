"""The rows that lead each patient to the row of their name, where a name depends on them."""

from __future__ import annotations

from collections.abc import Callable

from simcore.engine import ops
from simcore.network.compiler.rows import Rows, Written
from simcore.network.naming import NameBy, NameByClass, Naming, names_of


def write_each(rows: Rows, name: Naming, key: str, write: Callable[[str], Written]) -> Written:
    """Append what `write` does with a name; of several, with each, behind a row that tells.

    key: of that row.
    """
    if isinstance(name, str):
        return write(name)
    names = names_of(name)
    labels = {one: rows.label() for one in names}
    targets = rows.targets.add(labels.values())
    main = rows.add(_telling(rows, name, names, targets), key)
    loose: list[int] = []
    for one in names:
        rows.place_label(labels[one])
        loose += write(one).loose
    return Written(main, loose)


def _telling(
    rows: Rows, name: NameBy | NameByClass, names: tuple[str, ...], targets: int
) -> ops.Branch:
    """Return the branch of which one share is all: that of the patient's name."""
    n = len(names)
    own = name.names if isinstance(name, NameByClass) else [one for _, one in name.table]
    shares = rows.table.add(float(k >= names.index(one)) for one in own for k in range(n))
    if isinstance(name, NameByClass):
        return ops.Branch(shares=shares, n=n, by_class=n, targets=targets)
    values = rows.table.add(value for value, _ in name.table)
    return ops.Table(
        law=rows.law(name.by), values=values, n_values=len(name.table), shares=shares, n=n,
        targets=targets,
    )  # fmt: skip

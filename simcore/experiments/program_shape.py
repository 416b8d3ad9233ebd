"""What a Program is, by name: whether a run of one can go on as a run of another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from simcore.engine import records
from simcore.engine.memory import KEPT
from simcore.engine.program import Choices, Program
from simcore.engine.record import Record
from simcore.errors import RunError
from simcore.text import Label

LABELS = {
    "step": "步骤",
    "resource": "资源",
    "resource that can be interrupted, pooled or the like": "可中断、入池等的资源",
    "member of a pool": "资源池成员",
    "source": "来源",
    "kind of step": "步骤类型",
    "kind of source": "来源类型",
    "class": "患者类别",
    "tally": "统计项",
    "place": "位置",
    "count of visits": "到访次数",
    "priority": "优先级",
    "pair that can block each other": "可能相互阻塞的资源",
    "number of units": "占用数量",
    "attribute": "属性",
    "what is measured": "测量的资源",
    "book": "号源",
    "beginning": "起点",
}
REMEDY = Label(
    "a branch may change numbers, but not names, steps, orders, waiting rooms or kinds of "
    "arrivals: warm up anew",
    "分支只能修改数值，不能改变名称、步骤、次序、候诊位或到达方式：请重新预热",
)


def shape_of(program: Program) -> dict[str, Any]:
    """Return what two Programs must have in common, each under the name that messages use.

    "layout" and "numbers" are digests: of the records of the engine, and of all numbers of the
    Program, which may differ.
    """
    ops = [row.OP.name for row in program.rows]
    entries = program.sources.entry.tolist()
    return {
        "layout": _digest(_layout()),
        "numbers": _digest(*_arrays(program)),
        "resource": list(program.held),
        "source": [program.names[row].rsplit("/", 1)[0] for row in entries],
        "class": list(program.class_names),
        "step": list(program.names),
        "kind of step": [f"{op} of {name}" for name, op in zip(program.names, ops, strict=True)],
        "kind of source": program.sources.kind.tolist(),
        "count of visits": program.steps.counter.tolist(),
        "tally": [getattr(row, "tally", None) for row in program.rows],
        "place": [getattr(row, "place", None) for row in program.rows],
        "priority": list(range(program.queues.shape[1])),
        "resource that can be interrupted, pooled or the like": program.rules.general.tolist(),
        "member of a pool": program.members.tolist(),
        "pair that can block each other": [[int(e.origin), int(e.to)] for e in program.edges],
        "number of units": [getattr(row, "units", None) for row in program.rows],
        "attribute": list(range(program.attributes)),
        "what is measured": [*program.measures.levels.tolist(), program.most_level],
        "book": list(range(program.books.size)),
        "beginning": [program.monday, program.start],
    }


def _layout() -> bytes:
    """Return what a state's bytes mean: the names and types of all that is kept."""
    kept = {name: records.State.elements[name] for name in KEPT}
    of_all: dict[str, type[Record]] = {"clock": records.State, **kept}
    return str([(name, record.dtype.descr) for name, record in of_all.items()]).encode()


def _arrays(tables: Program | Choices) -> Iterator[bytes]:
    for field in fields(tables):
        value = getattr(tables, field.name)
        if isinstance(value, Choices):
            yield from _arrays(value)
        elif isinstance(value, np.ndarray):
            yield np.ascontiguousarray(value).tobytes()
        elif isinstance(value, int | float):
            yield repr(value).encode()


def _digest(*parts: bytes) -> str:
    sha = hashlib.sha256()
    for part in parts:
        sha.update(part)
    return sha.hexdigest()


def check_shape(state: Any, ours: Mapping[str, Any]) -> None:
    """Raise RunError with the first difference between the shape of a state and our own.

    state: as it was read, whatever it is.
    """
    if not isinstance(state, dict) or not all(
        isinstance(state.get(k), type(ours[k])) for k in ours
    ):
        raise RunError(
            Label("the saved state is of another network", "保存的状态属于另一网络"), REMEDY
        )
    if state["layout"] != ours["layout"]:
        raise RunError(
            Label(
                "the saved state is of another version of simcore",
                "保存的状态来自另一版本的 simcore",
            ),
            Label("warm up anew with this version", "请用当前版本重新预热"),
        )
    for what in ours:
        if what in ("layout", "numbers") or state[what] == ours[what]:
            continue
        theirs, own = (json.dumps(x, ensure_ascii=False) for x in _first(state[what], ours[what]))
        raise RunError(
            Label(
                f"the saved state is of another network: its {what} is {theirs}, here {own}",
                f"保存的状态属于另一网络：其{LABELS.get(what, what)}为 {theirs}，此处为 {own}",
            ),
            REMEDY,
        )


def _first(a: Sequence[Any], b: Sequence[Any]) -> tuple[Any, Any]:
    """Return the first elements that differ, None behind an end."""
    n = max(len(a), len(b))
    pairs = ((x[k] if k < len(x) else None for x in (a, b)) for k in range(n))
    return next((x, y) for x, y in pairs if x != y)

"""States of a run as files, and runs that go on from them: the same one, or a branch.

A branch is a run of another Program of the same shape: the same rows, resources and sources by
name, other numbers. It applies them from the moment of the state on.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simcore.engine import records
from simcore.engine.branching import apply
from simcore.engine.memory import KEPT, MOMENT
from simcore.engine.ops import Op
from simcore.engine.program import Program
from simcore.engine.record import Record
from simcore.engine.simulation import EventFilter, Simulation
from simcore.errors import RunError
from simcore.text import Label

FORMAT = "simcore state 1"
State = Mapping[str, NDArray[Any]]
REMEDY = Label(
    "a branch may change numbers, but not names, steps, orders, waiting rooms or kinds of "
    "arrivals: warm up anew",
    "分支只能修改数值，不能改变名称、步骤、次序、候诊位或到达方式：请重新预热",
)


def capture(simulation: Simulation) -> State:
    """Return a copy of all that a run needs to go on; its event log is left behind."""
    found = {name: np.array(getattr(simulation, name)) for name in KEPT}
    program = simulation.program
    return found | {
        # np.array of a record shares its memory
        "clock": np.frombuffer(simulation.clock.tobytes(), records.State.dtype),
        "refitted": np.array(simulation.refitted),
        "first_slots": np.array(program.slots),
        "about": np.frombuffer(json.dumps(_about(program)).encode(), np.uint8),
    }


def revive(
    state: State,
    program: Program,
    *,
    log: bool | EventFilter = False,
    max_patients: int = 50_000_000,
) -> Simulation:
    """Return the run that goes on from a state. Raises RunError for a Program of another shape."""
    about = json.loads(state["about"].tobytes())
    ours = _about(program)
    _compare(about, ours)
    clock = state["clock"][0]
    simulation = Simulation(
        program, int(clock["seed"]), int(clock["replication"]), log=log, max_patients=max_patients
    )
    for name in KEPT:
        array = state[name].copy()
        setattr(simulation, name, array.view(np.recarray) if array.dtype.names else array)
    for name in MOMENT:
        simulation.clock[name] = clock[name]
    simulation.clock["logged"] = 0
    simulation.refitted = (float(state["refitted"][0]), int(state["refitted"][1]))
    if about["numbers"] != ours["numbers"]:
        apply(simulation, program, state["first_slots"].view(np.recarray))
    return simulation


# What a Program is, so that two can be compared


def _about(program: Program) -> dict[str, Any]:
    ops = [Op(op).name for op in program.steps.op.tolist()]
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
        "priority": list(range(program.lines.shape[1])),
        "resource that can be interrupted, pooled or the like": program.rules.general.tolist(),
        "member of a pool": program.members.tolist(),
        "pair that can block each other": [[int(e.origin), int(e.to)] for e in program.edges],
        "attribute": list(range(program.attributes)),
        "book": list(range(program.books.size)),
        "beginning": [program.monday, program.start],
    }


def _layout() -> bytes:
    """Return what a state's bytes mean: the names and types of all that is kept."""
    kept = {name: records.State.elements[name] for name in KEPT}
    of_all: dict[str, type[Record]] = {"clock": records.State, **kept}
    return str([(name, record.dtype.descr) for name, record in of_all.items()]).encode()


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
    "pools": "资源池",
    "pair that can block each other": "可能相互阻塞的资源",
    "attribute": "属性",
    "book": "号源",
    "beginning": "起点",
}


def _arrays(program: Program) -> Iterator[bytes]:
    for field in fields(program):
        value = getattr(program, field.name)
        if isinstance(value, np.ndarray):
            yield np.ascontiguousarray(value).tobytes()
        elif isinstance(value, int | float):
            yield repr(value).encode()


def _digest(*parts: bytes) -> str:
    sha = hashlib.sha256()
    for part in parts:
        sha.update(part)
    return sha.hexdigest()


def _compare(state: Mapping[str, Any], ours: Mapping[str, Any]) -> None:
    """Raise RunError with the first difference in shape."""
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


# Files


def check_writable(path: Path) -> None:
    """Raise RunError unless something may be written under this name."""
    parent = path.absolute().parent
    while not parent.exists():
        parent = parent.parent
    if parent.is_dir() and os.access(parent, os.W_OK | os.X_OK):
        return
    raise RunError(
        Label(f"{path} cannot be written: {parent} takes no files",
              f"无法写入 {path}：{parent} 不能存放文件"),
        Label("name a place in a folder that you may write to", "请换到可写入的文件夹中"),
    )  # fmt: skip


def write_states(path: Path, states: Sequence[State], note: Mapping[str, Any]) -> None:
    """Write the states of replications, in order, to one file, whole or not at all."""
    head = {"format": FORMAT, "states": len(states), "note": dict(note)}
    arrays: dict[str, Any] = {"head": np.frombuffer(json.dumps(head).encode(), np.uint8)}
    for k, state in enumerate(states):
        arrays |= {f"{k}/{name}": array for name, array in state.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez_compressed(file, allow_pickle=False, **arrays)
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


DAMAGED = (  # what reading a file that is no state, or a damaged one, was seen to raise
    OSError, ValueError, KeyError, TypeError, EOFError, AttributeError, zipfile.BadZipFile,
    zlib.error,
)  # fmt: skip


def read_states(path: Path) -> tuple[list[State], dict[str, Any]]:
    """Return the states of a file and the note it was written with. Raises RunError."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as found:
            head = json.loads(found["head"].tobytes())
            arrays = {name: found[name] for name in found.files}
        if head["format"] != FORMAT:
            raise no_state(path)
        states: list[State] = [
            {name.split("/", 1)[1]: a for name, a in arrays.items() if name.startswith(f"{k}/")}
            for k in range(head["states"])
        ]
        return states, dict(head["note"])
    except FileNotFoundError:
        raise RunError(
            Label(f"{path} is not there", f"{path} 不存在"),
            Label("write it with --save-warm-state", "请用 --save-warm-state 写出"),
        ) from None
    except DAMAGED as error:
        raise no_state(path) from error


def no_state(path: Path) -> RunError:
    """Return what to say of a file that is no state, or not the whole of one."""
    return RunError(
        Label(
            f"{path} is no saved state, or not the whole of one",
            f"{path} 不是已保存的状态，或不完整",
        ),
        Label("write it anew with --save-warm-state", "请用 --save-warm-state 重新写出"),
    )


def save(simulation: Simulation, path: Path) -> None:
    """Write the state of a run to a file, whole or not at all."""
    write_states(path, [capture(simulation)], {})


def restore(path: Path, program: Program, *, log: bool | EventFilter = False) -> Simulation:
    """Return the run that goes on from a file. Raises RunError where it cannot."""
    states, _ = read_states(path)
    return revive(states[0], program, log=log)

"""States of the end of a warm-up, as files that several scenarios branch from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simcore.engine.program import Program
from simcore.engine.records import FOREVER
from simcore.errors import RunError
from simcore.experiments.program_shape import shape_of
from simcore.experiments.replicate import Plan, Replication
from simcore.experiments.saving import SavedRun
from simcore.experiments.state_files import (
    StateFile,
    check_replaceable,
    no_state,
    read_states,
    write_states,
)
from simcore.text import Label

NOTED = {  # what a run that goes on must agree with, by its key in the note
    "start": "起始日期", "scale": "规模", "warmup": "预热时长", "seed": "随机数种子",
}  # fmt: skip
KINDS = {  # of what a note says
    "start": str | None, "scale": float, "warmup": float, "seed": int, "name": str,
    "hash": str | None,
}  # fmt: skip


@dataclass(frozen=True)
class WarmStates:
    """The states of the replications of one run, and what that run was.

    file: in which they are.
    note: warmup (minutes), seed, scale, start (a date or None), name, hash of the scenario.
    """

    file: StateFile
    note: dict[str, Any]

    @property
    def path(self) -> Path:
        """Return where the file is."""
        return self.file.path

    @property
    def replications(self) -> int:
        """Return how many states there are."""
        return len(self.file.digests)

    def of_first(self, replications: int) -> list[SavedRun]:
        """Return the first replications. Raises RunError where there are fewer."""
        n = self.replications
        if replications > n:
            raise RunError(
                Label(
                    f"{self.path} holds {n} replications, not {replications}",
                    f"{self.path} 含 {n} 次独立模拟，而非 {replications} 次",
                ),
                Label(
                    f"ask for {n} at most, or warm up with more",
                    f"请最多使用 {n} 次，或以更多次独立模拟预热",
                ),
            )
        return [SavedRun(self.file, number) for number in range(replications)]

    def check(self, **ours: Any) -> None:
        """Raise RunError unless a run of this start, scale, warmup and seed can go on from here."""
        for what, zh in NOTED.items():
            theirs, own = (_shown(what, x[what]) for x in (self.note, ours))
            if theirs != own:
                raise RunError(
                    Label(
                        f"{self.path} has the {what} {theirs}, this run {own}",
                        f"{self.path} 的{zh}为 {theirs}，本次运行为 {own}",
                    ),
                    Label(
                        f"choose the same {what}, or warm up anew", f"请使用相同的{zh}，或重新预热"
                    ),
                )

    def manifest(self) -> dict[str, Any]:
        """Return what a manifest says of where a run went on from."""
        return {"path": str(self.path), **self.note}


def _shown(what: str, value: Any) -> str:
    return "no date" if value is None else f"{value:g} min" if what == "warmup" else str(value)


def read_warm(path: Path) -> WarmStates:
    """Return the states that `write_warm` wrote.

    Raises RunError where there is no such file, or it holds something else.
    """
    file = read_states(path)
    note = file.note
    if not all(isinstance(note.get(what), kind) for what, kind in KINDS.items()):
        raise no_state(path)
    if not 0.0 <= note["warmup"] < FOREVER:
        raise no_state(path)
    return WarmStates(file, note)


def write_warm(
    path: Path, program: Program, plan: Plan, played: Sequence[Replication], about: dict[str, Any]
) -> None:
    """Write the states of the end of the warm-up of all replications, whole or not at all.

    program: that was played; plan: how, which must keep states.
    about: what more to note of the run; see `WarmStates`.
    Raises RunError where a replication did not get to the end of its warm-up.
    """
    states = [r.state for r in played if r.state is not None]
    if len(states) < len(played):
        raise RunError(
            Label("the warm-up did not end: no state to save", "预热未完成，没有可保存的状态"),
            Label("shorten it, or give more capacity", "请缩短预热或增加容量"),
        )
    check_replaceable(path)  # the run was long: something may be there by now
    note = {"warmup": float(plan.warmup), "seed": plan.seed, **about}
    write_states(path, states, shape_of(program), note)

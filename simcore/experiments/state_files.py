"""States of replications as one file of arrays, with a note."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simcore.errors import RunError
from simcore.experiments.files import whole_file
from simcore.text import Label

FORMAT = "simcore state 1"
State = Mapping[str, NDArray[Any]]
DAMAGED = (  # what reading a file that is no state, or a damaged one, was seen to raise
    OSError, ValueError, KeyError, TypeError, EOFError, AttributeError, zipfile.BadZipFile,
    zlib.error,
)  # fmt: skip


def write_states(path: Path, states: Sequence[State], note: Mapping[str, Any]) -> None:
    """Write the states of replications, in order, to one file, whole or not at all.

    note: what to say of them, as JSON takes it.
    """
    head = {"format": FORMAT, "states": len(states), "note": dict(note)}
    arrays: dict[str, Any] = {"head": np.frombuffer(json.dumps(head).encode(), np.uint8)}
    for k, state in enumerate(states):
        arrays |= {f"{k}/{name}": array for name, array in state.items()}
    with whole_file(path) as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)


def read_states(path: Path) -> tuple[list[State], dict[str, Any]]:
    """Return the states of a file and the note that they were written with.

    Raises RunError where there is no such file, or it is no state or a damaged one.
    """
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

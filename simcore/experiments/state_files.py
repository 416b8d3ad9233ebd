"""States of replications as one file: a head that says what they are, and the bytes of arrays.

A file may come from anywhere. What its bytes mean is not read from it but said by a schema, and
none are unpacked before their number fits it.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simcore.errors import RunError
from simcore.files import check_writable, regular_file, whole_file
from simcore.text import Label

FORMAT = "simcore state 2"
HEAD, ABOUT = "head.json", "about.json"
MOST_HEAD = 1_000_000  # bytes
SPARE = 1024  # rows of which a file need not have a byte each
QUICK = 1  # level of compression: a fifth larger than the best, in a third of the time
State = Mapping[str, NDArray[Any]]
DAMAGED = (  # what unpacking a file that is no state, or a damaged one, was seen to raise
    OSError, ValueError, LookupError, TypeError, EOFError, RuntimeError, OverflowError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip


@dataclass(frozen=True)
class Rows:
    """What an array of a state is.

    dtype: of its elements.
    row: the shape of each row.
    n: how many rows; None for as many as the file says, each of which takes a byte of it at
        least, as no two patients are alike.
    like: an array before it that has as many rows; up to so many times as many.
    """

    dtype: np.dtype[Any]
    row: tuple[int, ...] = ()
    n: int | None = None
    like: str = ""
    up_to: int = 1

    def bytes_of_row(self) -> int:
        """Return how many bytes a row has."""
        return self.dtype.itemsize * int(np.prod(self.row, dtype=np.int64))


Schema = Mapping[str, Rows]  # by the name of each array, in the order of the file


@dataclass(frozen=True)
class StateFile:
    """A file of states, of which the head has been read.

    path: of the file.
    note: what was written with the states.
    digests: SHA-256 of each state, by number.
    """

    path: Path
    note: dict[str, Any]
    digests: tuple[str, ...]

    def about(self, most: int) -> Any:
        """Return what the states are of, as it was written.

        most: bytes that it may have.
        Raises RunError where it is damaged; returns None where it is longer.
        """
        with _opened(self.path) as file:
            if file.getinfo(ABOUT).file_size > most:
                return None
            return json.loads(file.read(ABOUT))

    def state(self, number: int, schema: Schema) -> State:
        """Return one of the states. Raises RunError where it does not fit, or is damaged."""
        found: dict[str, NDArray[Any]] = {}
        with _opened(self.path) as file:
            for name, rows in schema.items():
                found[name] = _array(file, f"{number}/{name}", rows, found)
            if _digest(found) != self.digests[number]:
                raise ValueError("not what was written")
        return found


def _array(file: zipfile.ZipFile, member: str, rows: Rows, before: State) -> NDArray[Any]:
    """Return an array, whose length is held against its schema before it is unpacked."""
    info, size = file.getinfo(member), rows.bytes_of_row()
    n, rest = divmod(info.file_size, size) if size else (len(before[rows.like]), info.file_size)
    most = info.compress_size + SPARE if rows.n is None else rows.n
    least = 0 if rows.n is None else rows.n
    if rows.like:
        most = len(before[rows.like]) * rows.up_to
        least = most if rows.up_to == 1 else 0
    if rest or not least <= n <= most:
        raise ValueError(f"{member} has {info.file_size} bytes")
    return np.frombuffer(bytearray(file.read(info)), rows.dtype).reshape(n, *rows.row)


def _digest(state: State) -> str:
    sha = hashlib.sha256()
    for name, array in sorted(state.items()):
        sha.update(f"{name} {array.shape} ".encode())
        sha.update(np.ascontiguousarray(array).view(np.uint8).data if array.size else b"")
    return sha.hexdigest()


def write_states(
    path: Path, states: Sequence[State], about: Mapping[str, Any], note: Mapping[str, Any]
) -> None:
    """Write the states of replications, in order, to one file, whole or not at all.

    about: what they are of; note: what to say of them. Both as JSON takes them.
    """
    digests = [_digest(state) for state in states]
    head = {"format": FORMAT, "digests": digests, "note": dict(note)}
    with (
        whole_file(path) as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=QUICK) as packed,
    ):
        packed.writestr(HEAD, json.dumps(head))
        packed.writestr(ABOUT, json.dumps(about))
        for k, state in enumerate(states):
            for name, array in state.items():
                packed.writestr(f"{k}/{name}", np.ascontiguousarray(array).tobytes())


def read_states(path: Path) -> StateFile:
    """Return a file of states, whose arrays are read when they are asked for.

    Raises RunError where there is no such file, or it is no state or a damaged one.
    """
    with _opened(path) as file:
        if file.getinfo(HEAD).file_size > MOST_HEAD:
            raise ValueError("the head is too long")
        head = json.loads(file.read(HEAD))
        if head["format"] != FORMAT:
            raise ValueError("another format")
        return StateFile(path, dict(head["note"]), tuple(map(str, head["digests"])))


def check_replaceable(path: Path) -> None:
    """Raise RunError unless states can be written here: the name is free, or holds states."""
    try:
        if os.path.lexists(path):
            if path.is_symlink():
                raise no_state(path)  # the link would be replaced, not the file
            read_states(path)
    except RunError:
        raise RunError(
            Label(f"{path} is there already and is no saved state",
                  f"{path} 已存在，且不是已保存的状态"),
            Label("choose another name, or move it away", "请换一个名称，或先移走它"),
        ) from None  # fmt: skip
    check_writable(path)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a file of states; whatever then fails is said to be the file's fault."""
    try:
        with regular_file(path) as file, zipfile.ZipFile(file) as packed:
            yield packed
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

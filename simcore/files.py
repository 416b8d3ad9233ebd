"""Files: read where they are plain and not too large, written whole or not at all.

What is being written stands beside its place in a folder of ours, which is locked while its run is
alive: one that is not is what a killed run left behind, and the next run there removes it.
"""

from __future__ import annotations

import errno
import glob
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from simcore.errors import RunError
from simcore.text import Label

fcntl: Any = None  # on Windows age alone tells what is left behind
with suppress(ImportError):
    fcntl = import_module("fcntl")

MARK = ".simcore-part"  # ends the name of a folder of ours
NEW, OLD = "new", "old"  # in it: what is being written, and what stepped aside for it
ABANDONED = 86_400.0  # seconds after which a folder that cannot be locked is nobody's

# Reading


def regular_file(path: Path) -> IO[bytes]:
    """Return a file opened for reading, and nothing that never ends or waits for a writer.

    Raises OSError where it cannot be read, or is a folder, a device or a pipe.
    """
    flags = (getattr(os, name, 0) for name in ("O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))
    if not stat.S_ISREG(mode := os.stat(path).st_mode):
        raise _not_regular(path, mode)
    handle = os.open(path, os.O_RDONLY | sum(flags))
    file = os.fdopen(handle, "rb")
    if not stat.S_ISREG(mode := os.fstat(handle).st_mode):
        file.close()
        raise _not_regular(path, mode)
    return file


def _not_regular(path: Path, mode: int) -> OSError:
    if stat.S_ISDIR(mode):
        return IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    return OSError(errno.EINVAL, "not a regular file", str(path))


def read_at_most(path: Path, most: int) -> bytes | None:
    """Return what a regular file holds, None where it is more than so many bytes.

    Raises OSError as `regular_file` does.
    """
    with regular_file(path) as file:
        found = file.read(most + 1)
    return found if len(found) <= most else None


# Writing


def check_writable(path: Path) -> None:
    """Raise RunError unless something can be written under this name, whose folder may be new."""
    parent = path.absolute().parent
    while not parent.exists():
        parent = parent.parent
    try:
        os.rmdir(tempfile.mkdtemp(dir=parent, suffix=MARK))
    except OSError:
        raise RunError(
            Label(f"{path} cannot be written: {parent} takes no files",
                  f"无法写入 {path}：{parent} 不能存放文件"),
            Label("name a place in a folder that you may write to", "请换到可写入的文件夹中"),
        ) from None  # fmt: skip


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a file beside a path, and rename it to the path once it is written.

    Folders on the way are made. Where writing fails, an older file of that name stays.
    """
    with beside(path) as folder:
        with (folder / NEW).open("wb") as file:
            yield file
        os.replace(folder / NEW, path)


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """Make a folder beside a path, to write in; what is in it at the end is removed.

    Folders on the way are made, and what killed runs left beside the path is removed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    sweep(path)
    with ExitStack() as open_locks:
        folder = None
        while folder is None or not folder.exists():  # another run may sweep it before it is locked
            folder = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}.", suffix=MARK))
            try:
                open_locks.enter_context(_lock(folder))
            except BlockingIOError:
                folder = None
            except OSError:
                pass  # there are no locks here: its age tells
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def sweep(path: Path) -> None:
    """Remove what killed runs left beside a path; what had stepped aside for them comes back."""
    for name in glob.glob(f".{glob.escape(path.name)}.*{MARK}", root_dir=path.parent):
        folder = path.parent / name
        with suppress(OSError), _lock(folder):
            if (folder / OLD).exists() and not os.path.lexists(path):
                os.rename(folder / OLD, path)
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder. Raises OSError where a living run has it, or it is no folder."""
    if fcntl is None:
        if time.time() - folder.stat().st_mtime < ABANDONED:
            raise OSError(errno.EBUSY, "it may be in use", str(folder))
        yield
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)

"""Compiled kernels kept on disk, for their owner alone: what is read back is run as code.

numba's own cache trusts every file that it finds: an empty one ends a run, and a folder that others
can write to lets them run code. Here a file that is not what was written is compiled anew.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import stat
import sys
import tempfile
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numba
from numba.core import compiler, serialize
from numba.core.caching import _Cache

from simcore.text import Label

_RESULT: Any = compiler.CompileResult
_SERIALIZE: Any = serialize
SEAL = hashlib.sha256().digest_size  # bytes before the code: a digest of its name and of all of it
OTHERS = stat.S_IWGRP | stat.S_IWOTH


class CacheWarning(UserWarning):
    """Kernels cannot be kept: where, why, and what to do about it.

    label: the same in both languages.
    """

    def __init__(self, folder: Path, why: Label) -> None:
        self.label = Label(
            f"compiled kernels cannot be kept in {folder}: {why.en}; this run compiles its own\n"
            "    → mend the folder, or name one of your own in SIMCORE_CACHE_DIR",
            f"编译结果无法存于 {folder}：{why.zh}；本次运行将重新编译\n"
            "    → 请修复该文件夹，或用 SIMCORE_CACHE_DIR 另行指定自己的文件夹",
        )
        super().__init__(self.label.en)


def private_folder(root: Path, name: str) -> Label | None:
    """Make root/name where it is missing; return why code from there is not safe, None if it is.

    Both must be folders of the user's, which nobody else can write to, and no symbolic links.
    """
    try:
        root.parent.mkdir(parents=True, exist_ok=True)
        for folder in (root, root / name):
            with suppress(FileExistsError):
                folder.mkdir(mode=0o700)
            if why := _unsafe(folder.lstat()):
                return why
        with tempfile.TemporaryFile(dir=root / name):
            return None
    except OSError as error:
        return _failed(error)


def _unsafe(found: os.stat_result) -> Label | None:
    if not stat.S_ISDIR(found.st_mode):
        return Label("it is no folder, or a symbolic link to one", "它不是文件夹，或只是符号链接")
    if not hasattr(os, "getuid"):
        return None  # Windows says nothing here of owners
    if found.st_uid != os.getuid():
        return Label("it belongs to another user", "它属于其他用户")
    if found.st_mode & OTHERS:
        return Label("others can write to it", "其他用户可以写入")
    return None


def _failed(error: OSError) -> Label:
    return Label(f"{error.strerror}", f"系统提示“{error.strerror}”")


class Store:
    """A private folder of files, each sealed by a digest; what is damaged counts as not there.

    folder: None for a store that keeps nothing.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def read(self, name: str) -> bytes | None:
        """Return what was written under a name, None where it is not there or not whole."""
        if self.folder is None:
            return None
        try:
            found = _read_regular(self.folder / name)
        except OSError:
            return None
        seal, code = found[:SEAL], found[SEAL:]
        return code if seal == _seal(name, code) else None

    def write(self, name: str, code: bytes) -> None:
        """Keep code under a name; where that fails, warn, and keep nothing from then on."""
        if self.folder is None:
            return
        try:
            _write_whole(self.folder / name, _seal(name, code) + code)
        except OSError as error:
            warnings.warn(CacheWarning(self.folder, _failed(error)), stacklevel=2)
            self.folder = None


def _seal(name: str, code: bytes) -> bytes:
    return hashlib.sha256(name.encode() + code).digest()


def _read_regular(path: Path) -> bytes:
    flags = (getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_CLOEXEC", "O_BINARY"))
    with os.fdopen(os.open(path, os.O_RDONLY | sum(flags)), "rb") as file:
        return file.read() if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else b""


def _write_whole(path: Path, data: bytes) -> None:
    handle, part = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(part, path)
    except OSError:
        with suppress(OSError):
            os.unlink(part)
        raise


class KernelCache(_Cache):
    """What numba asks for one function's compiled code.

    function: one that closes over nothing, as what it closes over is not part of its name.
    """

    def __init__(self, function: Callable[..., Any], store: Store) -> None:
        code = function.__code__
        self._function = (
            function.__module__, function.__qualname__, code.co_firstlineno, code.co_code,
            code.co_consts, numba.__version__, sys.version,
        )  # fmt: skip
        self._store = store

    @property
    def cache_path(self) -> str | None:
        """Return the folder, None where nothing is kept."""
        return str(self._store.folder) if self._store.folder else None

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return the compiled code for a signature, None where it must be compiled."""
        target_context.refresh()
        found = self._store.read(self._name(sig, target_context.codegen()))
        return found and _RESULT._rebuild(target_context, *pickle.loads(found))

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep the compiled code for a signature."""
        if not data.library.has_dynamic_globals:
            self._store.write(self._name(sig, data.codegen), _SERIALIZE.dumps(data._reduce()))

    def _name(self, sig: Any, codegen: Any) -> str:
        key = repr((self._function, sig, codegen.magic_tuple())).encode()
        return f"{self._function[1]}-{hashlib.sha256(key).hexdigest()[:32]}.kernel"

    def enable(self) -> None:
        """Do nothing: it is always on."""

    def disable(self) -> None:
        """Do nothing: a store that keeps nothing stands for it."""

    def flush(self) -> None:
        """Do nothing: what is out of date has another name."""

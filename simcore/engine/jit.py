"""The one place that says how kernels are compiled and where they are cached.

numba's own cache does not notice an edit in another file (numba issue 1833), so the cache
folder is named after the contents of every file of this package, and of the one outside whose
numbers kernels take.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
import numpy as np
from numpy.typing import NDArray

from simcore import time_units
from simcore.engine.kernel_cache import CacheWarning, KernelCache, Store, private_folder

COMPILED = not vars(numba.config)["DISABLE_JIT"]
CHECKED = os.environ.get("NUMBA_BOUNDSCHECK") == "1"  # every index is checked
F = TypeVar("F", bound=Callable[..., Any])


def bare(array: NDArray[Any]) -> NDArray[Any]:
    """Return records as kernels take them: fields are attributes, compiled or not.

    Compiled kernels take plain arrays: numba needs 6 microseconds to recognise a recarray
    at every call, and 1 for a plain one.
    """
    return array.view(np.ndarray) if COMPILED else array


def cache_folder() -> Path | None:
    """Return the folder of the compiled kernels: $SIMCORE_CACHE_DIR or the user's cache.

    Where that will not do, one of the user's own under the temporary folder; where neither does,
    a warning says why, and the result is None.
    """
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    root = Path(os.environ.get("SIMCORE_CACHE_DIR") or Path(home) / "simcore")
    digest = hashlib.sha256(os.environ.get("NUMBA_BOUNDSCHECK", "").encode())
    for source in (Path(time_units.__file__), *sorted(Path(__file__).parent.rglob("*.py"))):
        digest.update(source.read_bytes())
    name = f"kernels-{digest.hexdigest()[:16]}"
    spare = Path(tempfile.gettempdir()) / f"simcore-{os.getuid() if hasattr(os, 'getuid') else 0}"
    why = private_folder(root, name)
    if why is None:
        return root / name
    if private_folder(spare, name) is None:
        return spare / name
    warnings.warn(CacheWarning(root, why), stacklevel=2)
    return None


_STORE = Store(cache_folder() if COMPILED else None)

# Kernels allocate nothing, so they need no reference counts (numba's `_nrt`): with them
# M/M/1 took 1,240 nanoseconds a customer, without them 290.
OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}


def kernel(function: F) -> F:
    """Compile an entry point, cached on disk, free of the interpreter lock.

    function: returns a number or nothing, and never raises.
    """
    return _compile(function, no_cfunc_wrapper=True)


def part(function: F) -> F:
    """Compile a function that kernels call, and let LLVM copy it into each of them.

    A call that is not copied pushes 56 bytes an array: measured on M/M/1, 290 nanoseconds a
    customer, copied 190. Python cannot call it: the wrapper for that took a third of the
    compilation.

    function: as for `kernel`.
    """
    return _compile(function, forceinline=True, no_cpython_wrapper=True, no_cfunc_wrapper=True)


def shared(function: F) -> F:
    """Compile a part that Python calls too.

    function: as for `kernel`.
    """
    return _compile(function, forceinline=True, no_cfunc_wrapper=True)


def rare(function: F) -> F:
    """Compile a part that is long or rare, and called where it is used.

    function: as for `kernel`; Python cannot call it.
    """
    return _compile(function, no_cpython_wrapper=True, no_cfunc_wrapper=True)


def native_address(function: Callable[..., Any], signature: tuple[Any, ...]) -> int:
    """Return where the native code of a function is, compiled or from the cache.

    It takes what numba's own calls do: a pointer to the result, one to an exception, and the
    arguments.

    function: as for `kernel`.
    signature: numba's types of the arguments.
    """
    compiled: Any = rare(function)
    compiled.compile(signature)
    result = compiled.overloads[signature]
    return int(result.library.get_pointer_to_function(result.fndesc.llvm_func_name))


def _compile(function: F, **options: bool) -> F:
    compiled: Any = numba.njit(**{**OPTIONS, **options})(function)
    if COMPILED and function.__closure__ is None:
        compiled._cache = KernelCache(function, _STORE)
    result: F = compiled
    return result

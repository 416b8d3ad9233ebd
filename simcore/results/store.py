"""Results on disk: manifest.json and one Parquet file a table, whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from simcore.errors import RunError
from simcore.experiments.files import check_writable, umask
from simcore.results.manifest import FORMAT
from simcore.text import Label

MANIFEST = "manifest.json"
SUFFIX = ".parquet"
LOGS = ("events.csv", "events.xes")  # for other tools


def save_tables(
    folder: Path,
    manifest: Mapping[str, Any],
    tables: Mapping[str, pd.DataFrame],
    further: Mapping[str, Callable[[Path], None]] | None = None,
) -> None:
    """Write a result folder, replacing an older result of the same name.

    manifest, tables: as in `Results`.
    further: what writes each file of `LOGS` that is wanted.

    All is written beside under a temporary name and renamed, so a killed run leaves no half of
    it. Raises RunError where the folder holds anything that is not a result.
    """
    folder = folder.absolute()
    check_free(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        for name, table in tables.items():
            table.to_parquet(temporary / f"{name}{SUFFIX}", index=False)
        for name, write in (further or {}).items():
            write(temporary / name)
        text = json.dumps(manifest, ensure_ascii=False, indent=1, allow_nan=False)
        (temporary / MANIFEST).write_text(text + "\n", encoding="utf-8")
        temporary.chmod(0o777 & ~umask())
        _move(temporary, folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def check_free(folder: Path) -> None:
    """Raise RunError unless a result may be written to the folder.

    It may be new, empty, or hold an older result and nothing else.
    """
    if not folder.exists() or is_result(folder):
        check_writable(folder)
        return
    raise RunError(
        Label(
            f"{folder} is there already and is not just a simcore result",
            f"{folder} 已存在，且不只是 simcore 结果",
        ),
        Label("choose another --out, or move it away", "请换一个 --out，或先移走它"),
    )


def is_result(folder: Path) -> bool:
    """Tell whether a folder holds a result, or nothing, and no file beside it."""
    if not folder.is_dir():
        return False
    names = [entry.name for entry in folder.iterdir()]
    if not names:
        return True
    ours = all(name in (MANIFEST, *LOGS) or name.endswith(SUFFIX) for name in names)
    return ours and _read_manifest(folder).get("format") == FORMAT


def _move(temporary: Path, folder: Path) -> None:
    """Rename into place; an older result steps aside first, and back if that fails."""
    if not folder.exists():
        os.rename(temporary, folder)
        return
    old = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.old."))
    os.rename(folder, old)  # onto an empty folder
    try:
        os.rename(temporary, folder)
    except BaseException:
        os.rename(old, folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a result folder. Raises RunError where it is none."""
    manifest = _read_manifest(folder)
    if manifest.get("format") != FORMAT:
        raise RunError(
            Label(f"{folder} is not a simcore result", f"{folder} 不是 simcore 结果"),
            Label(
                "name a folder that `simcore run --out` wrote",
                "请指定由 simcore run --out 写出的文件夹",
            ),
        )
    return manifest


def table_files(folder: Path) -> dict[str, Path]:
    """Return the files of the tables of a result folder by name."""
    return {path.stem: path for path in sorted(folder.glob(f"*{SUFFIX}"))}

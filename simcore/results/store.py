"""Results on disk: manifest.json and one Parquet file a table, whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from simcore.errors import RunError
from simcore.files import NEW, OLD, beside, check_writable, read_at_most
from simcore.results.manifest import FORMAT
from simcore.text import Label

MANIFEST = "manifest.json"
SUFFIX = ".parquet"
FILES = "files"  # in the manifest: the bytes of each file beside it, by name
MOST_MANIFEST = 100_000_000  # bytes
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
    with beside(folder) as place:
        new = place / NEW
        new.mkdir()
        for name, table in tables.items():
            table.to_parquet(new / f"{name}{SUFFIX}", index=False)
        for name, write in (further or {}).items():
            write(new / name)
        whole = {**manifest, FILES: _sizes(new)}
        text = json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False)
        (new / MANIFEST).write_text(text + "\n", encoding="utf-8")
        check_free(folder)
        _move(new, folder, place / OLD)


def check_free(folder: Path) -> None:
    """Raise RunError unless a result may be written to the folder.

    It may be new, empty, or hold an older result and nothing else.
    """
    if not os.path.lexists(folder) or is_result(folder):
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
    """Tell whether a folder holds a result as it was written, or nothing, and no file beside it.

    One that is reached by a link is none: the link would be replaced, not the folder.
    """
    if folder.is_symlink() or not folder.is_dir():
        return False
    found = _sizes(folder)
    if not found:
        return True
    manifest = _read_manifest(folder)
    found.pop(MANIFEST, None)
    return manifest.get("format") == FORMAT and manifest.get(FILES) == found


def _sizes(folder: Path) -> dict[str, int]:
    """Return the bytes of each plain file of a folder by name; -1 for what is none."""
    return {
        entry.name: entry.stat(follow_symlinks=False).st_size
        if entry.is_file(follow_symlinks=False) else -1
        for entry in os.scandir(folder)
    }  # fmt: skip


def _move(new: Path, folder: Path, old: Path) -> None:
    """Rename into place; an older result steps aside first, and back if that fails."""
    if not folder.exists():
        os.rename(new, folder)
        return
    os.rename(folder, old)
    try:
        os.rename(new, folder)
    except BaseException:
        os.rename(old, folder)
        raise


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads(read_at_most(folder / MANIFEST, MOST_MANIFEST) or b"")
    except (OSError, ValueError, RecursionError):
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
    return {key: value for key, value in manifest.items() if key != FILES}


def table_files(folder: Path) -> dict[str, Path]:
    """Return the files of the tables of a result folder by name."""
    return {path.stem: path for path in sorted(folder.glob(f"*{SUFFIX}"))}

"""How a scenario names other files: by relative paths, as any system writes them."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath


def relative_path(name: object) -> Path | None:
    r"""Return the path of a file beside a scenario, None for what is no relative path.

    name: `tables/rates.csv`, or as Windows writes it, `tables\rates.csv`.
    """
    windows = PureWindowsPath(name) if isinstance(name, str) else None
    return None if windows is None or windows.anchor else Path(windows.as_posix())

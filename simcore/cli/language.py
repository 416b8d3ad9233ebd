"""Which language to speak: --lang, else SIMCORE_LANG, else the locale."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Literal

Lang = Literal["en", "zh"]
LANGS: tuple[Lang, ...] = ("zh", "en")
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides


def language(args: Sequence[str], environ: Mapping[str, str] = os.environ) -> Lang:
    """Return the language asked for; help and errors need it before options are parsed."""
    asked = _option(args) or environ.get("SIMCORE_LANG", "")
    if asked not in LANGS:
        asked = next((environ[name] for name in LOCALE if environ.get(name)), "")
    return "zh" if asked.lower().startswith("zh") else "en"


def _option(args: Sequence[str]) -> str:
    for k, arg in enumerate(args):
        if arg.startswith("--lang="):
            return arg.removeprefix("--lang=")
        if arg == "--lang" and k + 1 < len(args):
            return args[k + 1]
    return ""

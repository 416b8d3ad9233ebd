"""Consoles and pipes that do not know every character: never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

BAD = "kind: network\nname: {en: Café ±, zh: 门诊é}\ntime: {run: 1}\n"
GOOD = """kind: network
name: {en: Café –, zh: 门诊é}
time: {run: 1 d}
replications: 2
resources: {desk: {name: {en: Café ± №, zh: 窗口é}, capacity: 2}}
sources: {all: {arrivals: {rate: 5 / h}, pathway: visit}}
pathways: {visit: [{use: {resource: desk, for: {exponential: 10 min}}}, {leave: {en: é, zh: 离开}}]}
"""


@pytest.mark.parametrize("encoding", ["gbk", "latin-1", "ascii"])
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("words", "text", "code"),
    [(["check"], BAD, 2), (["check"], GOOD, 0), (["run"], GOOD, 0), (["run", "--json"], GOOD, 0)],
)
def test_never_a_traceback(
    tmp_path: Path, encoding: str, lang: str, words: list[str], text: str, code: int
) -> None:
    path = tmp_path / "é门.yaml"
    path.write_text(text, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "simcore", *words, str(path), "--lang", lang],
        env=os.environ | {"PYTHONUTF8": "0", "PYTHONIOENCODING": encoding},
        capture_output=True, check=False,
    )  # fmt: skip
    assert b"Traceback" not in ended.stderr
    assert ended.returncode == code
    if "--json" in words:
        name = json.loads(ended.stdout.decode(encoding))["manifest"]["name"]
        assert name == {"en": "Café –", "zh": "门诊é"}
    elif code == 2:
        assert b"time.run" in ended.stderr
    elif encoding == "gbk" and lang == "zh" and words == ["run"]:
        assert "门诊" in ended.stdout.decode(encoding)

"""Which language is shown: option, environment, locale."""

from __future__ import annotations

import pytest

from simcore.cli.language import language


@pytest.mark.parametrize(
    ("args", "environ", "expected"),
    [
        ([], {}, "en"),
        (["run", "x", "--lang", "zh"], {}, "zh"),
        (["run", "x", "--lang=zh"], {}, "zh"),
        (["run", "x", "--lang", "en"], {"SIMCORE_LANG": "zh"}, "en"),
        ([], {"SIMCORE_LANG": "zh"}, "zh"),
        ([], {"SIMCORE_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ([], {"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, "zh"),
        (["--lang"], {}, "en"),
        (["--lang", "fr"], {"LANG": "zh_CN"}, "zh"),
    ],
)
def test_language(args: list[str], environ: dict[str, str], expected: str) -> None:
    assert language(args, environ) == expected

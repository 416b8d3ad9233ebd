"""The report of a region: targets, clauses, and the width of a terminal."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from rich.cells import cell_len
from rich.console import Console

from simcore.cli.language import Lang
from simcore.cli.report.report import print_report
from simcore.play import simulate
from simcore.results.results import Results
from simcore.scenario.load import load_scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SHOWN = ("manifest", "resources", "indicators", "group_waits", "overloads", "costs")
OVER = pd.DataFrame(
    {"resource": ["desk"], "label_en": ["Desk"], "label_zh": ["窗口"], "offered_load": [1.5],
     "queue_start": [3], "queue_end": [900], "capacity_mean": [2.0], "stopped": [True]}
)  # fmt: skip


@pytest.fixture(scope="module")
def region() -> Results:
    scenario = load_scenario(
        SCENARIOS / "shaoxing" / "2020-targets.yaml", set_=["policy.first_contact=behavioural"]
    )
    return simulate(scenario, scale=0.01, warmup=0.0, run=10080.0)


def printed(results: Any, lang: Lang, width: int) -> str:
    out = io.StringIO()
    print_report(results, lang, Console(file=out, width=width, highlight=False))
    return out.getvalue()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [80, 120])
def test_a_region_fits_the_terminal(region: Results, lang: Lang, width: int) -> None:
    text = printed(region, lang, width)
    assert max(cell_len(line.rstrip()) for line in text.splitlines()) <= width
    assert "…" not in text
    for words in {"en": ("Targets", "Use of each tier", "tightest", "cannot know", "At 0.01"),
                  "zh": ("目标", "各级使用情况", "最紧张", "局限", "按 0.01")}[lang]:  # fmt: skip
        assert words in text


def test_every_target_is_shown_with_its_clause(region: Results) -> None:
    text = printed(region, "zh", 120)
    for row in region.targets.itertuples():
        assert str(row.label_zh) in text
        assert str(row.clause) in text


def test_verdicts_are_counted(region: Results) -> None:
    targets = region.targets.assign(verdict=["met"] * 7 + ["missed", "undecided"])
    changed = SimpleNamespace(**{name: getattr(region, name) for name in SHOWN}, targets=targets)
    assert "met 7 · missed 1 · undecided 1" in printed(changed, "en", 100)
    assert "达标 7 · 未达标 1 · 未定 1" in printed(changed, "zh", 100)


def test_an_imposed_indicator_is_marked(region: Results) -> None:
    imposed = {**region.manifest, "imposed": {"indicator": "primary_visit_share"}}
    rest = {name: getattr(region, name) for name in (*SHOWN, "targets") if name != "manifest"}
    changed = SimpleNamespace(**rest, manifest=imposed)
    assert "imposed)" in printed(changed, "en", 120)
    assert "强制设定)" in printed(changed, "zh", 120)
    assert "imposed)" not in printed(region, "en", 120)


def test_a_run_that_ended_early_says_so(region: Results) -> None:
    rest = {name: getattr(region, name) for name in (*SHOWN, "targets") if name != "manifest"}
    rest["overloads"] = OVER
    changed = SimpleNamespace(**rest, manifest={**region.manifest, "status": "overload"})
    text = printed(changed, "en", 100)
    assert "The run ended early" in text
    assert "150.0%" in text

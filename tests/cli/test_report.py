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
from simcore.region.impose import Solution
from simcore.region.instruments import Instrument, instrument
from simcore.region.notes import imposed as note_of
from simcore.results.results import Results
from simcore.scenario.load import load_scenario
from simcore.scenario.region.region import RegionScenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SHAOXING = SCENARIOS / "shaoxing" / "2020-targets.yaml"
SHOWN = ("manifest", "resources", "indicators", "group_waits", "overloads", "costs")
OVER = pd.DataFrame(
    {"resource": ["desk"], "label_en": ["Desk"], "label_zh": ["窗口"], "offered_load": [1.5],
     "queue_start": [3], "queue_end": [900], "capacity_mean": [2.0], "stopped": [True]}
)  # fmt: skip


@pytest.fixture(scope="module")
def region() -> Results:
    scenario = load_scenario(SHAOXING, set_=["policy.first_contact=behavioural"])
    return simulate(scenario, scale=0.01, warmup=0.0, run=10080.0)


def printed(results: Any, lang: Lang, width: int, **how: bool) -> str:
    out = io.StringIO()
    print_report(results, lang, Console(file=out, width=width, highlight=False), **how)
    return out.getvalue()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [80, 120])
def test_a_region_fits_the_terminal(region: Results, lang: Lang, width: int) -> None:
    text = printed(region, lang, width)
    assert max(cell_len(line.rstrip()) for line in text.splitlines()) <= width
    assert "…" not in text
    said = {
        "en": ("Targets", "Use of each tier", "tightest", "cannot know", "At 1:100"),
        "zh": ("目标", "各级医疗机构运行情况", "最紧张", "局限", "按 1:100"),
    }
    for words in said[lang]:
        assert words in text


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [80, 120])
def test_all_of_a_region_by_area_fits_the_terminal(region: Results, lang: Lang, width: int) -> None:
    text = printed(region, lang, width, whole=True, by_area=True)
    assert max(cell_len(line.rstrip()) for line in text.splitlines()) <= width
    assert "…" not in text
    title = {"en": "Indicators by area", "zh": "分区、县（市）指标"}[lang]
    above, *blocks = text.split(title)
    assert len(blocks) == {80: 2, 120: 1}[width]  # the whole and six areas
    for name in region.area_indicators[f"area_{lang}"].unique():
        assert any(name.split()[0] in block.splitlines()[1] + block.splitlines()[2]
                   for block in blocks)  # fmt: skip
    listed = above.split({"en": "All indicators", "zh": "全部指标"}[lang])[1]
    squeezed = "".join(listed.split())
    for name in region.indicators[f"label_{lang}"]:
        assert "".join(name.split())[:12] in squeezed


def test_all_shows_every_row(region: Results) -> None:
    longest = printed(region, "en", 200, whole=True).split("Waits, the longest first")[1]
    waits = region.group_waits
    told = waits[(waits["n"] >= 30) & (waits["outcome"] == "started")]
    assert len(told) > 20
    assert sum(name in longest for name in told["label_en"].unique()) == told["label_en"].nunique()
    assert "Indicators by area" not in printed(region, "en", 200, whole=True)


def test_every_target_is_shown_with_its_clause(region: Results) -> None:
    text = printed(region, "zh", 120)
    for row in region.targets.itertuples():
        assert str(row.label_zh) in text
        assert str(row.clause) in text


def test_where_most_hours_are_lost_stands_first(region: Results) -> None:
    resources = region.resources[region.resources["kind"] == "resource"]
    worst = resources.sort_values("queue_mean").iloc[-1]["label_en"]
    first = printed(region, "en", 200).split("tightest")[1].splitlines()[2]
    assert first.split(" †")[0].strip().startswith(worst)


def test_a_pool_that_the_scale_makes_small_is_marked(region: Results) -> None:
    whole = {**region.manifest, "scale": 1.0}
    rest = {name: getattr(region, name) for name in (*SHOWN, "targets") if name != "manifest"}
    for lang, words in (("en", "† below 10 units"), ("zh", "† 缩小后不足 10 个单位")):
        assert words in printed(region, lang, 120)
        assert "†" not in printed(SimpleNamespace(**rest, manifest=whole), lang, 120)


def instrument_of(by: str) -> Instrument:
    share = {"policy.first_contact": {"primary_share": "70%", "by": by}}
    model = load_scenario(SHAOXING, set_=share).model
    assert isinstance(model, RegionScenario)
    found = instrument(model)
    assert found is not None
    return found


@pytest.mark.parametrize(("by", "value", "en", "zh"), [
    ("compliance", 0.48,
     "70% needs 48.0% as compliance with gatekeeping (possible: 0.0% to 100.0%). The plan itself, "
     "with 30.0%, gives 66.4%",
     "达到 70% 需基层首诊遵从比例为 48.0%（可行范围 0.0% 至 100.0%）；"
     "短程试算中，方案本身（30.0%）为 66.4%"),
    ("trust", -0.2,
     "70% needs -0.20 as a constant of utility on primary care (possible: -10.00 to +10.00)",
     "达到 70% 需基层吸引力常数为 -0.20（可行范围 -10.00 至 +10.00）"),
    ("price", 37.2,
     "70% needs 37 yuan as a charge on visits that bypass primary care (possible: 0 yuan to "
     "1,000 yuan). The plan itself, with 0 yuan,",
     "达到 70% 需越级就诊加收费用为 37 元（可行范围 0 元 至 1,000 元）；"
     "短程试算中，方案本身（0 元）"),
])  # fmt: skip
def test_what_an_imposed_share_takes_is_said(by: str, value: float, en: str, zh: str) -> None:
    note = note_of(instrument_of(by), Solution(value, 0.7, True, 0.664, 3), 0.7)
    assert en in note.en
    assert zh in note.zh


def test_an_imposed_share_out_of_reach_is_said() -> None:
    note = note_of(instrument_of("compliance"), Solution(1.0, 0.803, False, 0.664, 2), 0.95)
    assert (
        "compliance with gatekeeping alone cannot make it 95%: in short runs 100.0%, the end of "
        "what is possible (0.0% to 100.0%), gives 80.3%, and the plan itself, with 30.0%, 66.4%"
    ) in note.en
    assert "仅靠基层首诊遵从比例无法使其为 95%" in note.zh
    assert "端点 100.0% 时为 80.3%，方案本身（30.0%）为 66.4%" in note.zh


def shown(results: Results, targets: pd.DataFrame, lang: Lang, **manifest: Any) -> str:
    """Return the report of results with other targets, and other facts in the manifest."""
    rest = {name: getattr(results, name) for name in SHOWN if name != "manifest"}
    whole = {**results.manifest, **manifest}
    return printed(SimpleNamespace(**rest, targets=targets, manifest=whole), lang, 120)


def test_only_verdicts_on_what_is_simulated_are_counted(region: Results) -> None:
    simulated = region.targets["kind"] == "simulated"
    assert simulated.sum() == 5
    verdicts = ["met", "met", "met", "missed", "undecided"]
    targets = region.targets.copy()
    targets.loc[simulated, "verdict"] = verdicts
    assert "simulated: met 3 · missed 1 · undecided 1\n" in shown(region, targets, "en")
    assert "模拟得出：达标 3 · 未达标 1 · 未定 1\n" in shown(region, targets, "zh")
    none = shown(region, targets[targets["kind"] == "input"], "en")
    assert "simulated:" not in none
    assert "= set" in none


@pytest.mark.parametrize(("verdict", "en", "zh"), [
    ("set", "= set ", "= 已设定 "),
    ("set otherwise", "≠ set otherwise", "≠ 设定不符"),
    ("imposed", "= imposed ", "= 强制设定 "),
    ("imposed otherwise", "≠ imposed otherwise", "≠ 强制设定不符"),
])  # fmt: skip
def test_what_is_given_is_never_met(region: Results, verdict: str, en: str, zh: str) -> None:
    given = region.targets[region.targets["kind"] == "input"].assign(verdict=verdict)
    for lang, word, met in (("en", en, "✓ met"), ("zh", zh, "达标")):
        text = shown(region, given, lang)  # type: ignore[arg-type]
        assert text.count(word) == len(given)
        assert met not in text


def test_what_is_not_represented_is_shown_with_its_reason(region: Results) -> None:
    missing = region.targets[region.targets["kind"] == "not represented"]
    assert len(missing) == 20
    for lang, title in (("en", "Targets not represented"), ("zh", "未纳入模型的目标")):
        _, below = "".join(printed(region, lang, 250).split()).split("".join(title.split()))  # type: ignore[arg-type]
        for row in missing.to_dict("records"):
            for said in (row[f"label_{lang}"], row["clause"], row[f"reason_{lang}"]):
                assert "".join(said.split()) in below


def test_what_gains_are_over_is_said_with_its_cost(region: Results) -> None:
    over = {"name": {"en": "Then", "zh": "当时"}, "ended_early": False}
    seconds = {**region.manifest["seconds"], "baseline": 12.0}
    for baseline, en, zh in (
        (over, "Gains are over Then, played on the same random numbers in 12.0 s.", "12.0 秒。"),
        ({**over, "ended_early": True}, "(Then) did not come to its end", "（当时）未能运行到底"),
        (None, "it was not played", "基线未运行"),
    ):
        how = {"baseline": baseline, "seconds": seconds}
        assert en in shown(region, region.targets, "en", **how)
        assert zh in shown(region, region.targets, "zh", **how)


def test_a_run_that_ended_early_says_so(region: Results) -> None:
    rest = {name: getattr(region, name) for name in (*SHOWN, "targets") if name != "manifest"}
    rest["overloads"] = OVER
    changed = SimpleNamespace(**rest, manifest={**region.manifest, "status": "overload"})
    text = printed(changed, "en", 100)
    assert "The run ended early" in text
    assert "150.0%" in text


def test_a_network_tells_how_many_are_there_and_how_many_were_lost() -> None:
    file = SCENARIOS / "examples" / "emergency-department.yaml"
    found = simulate(file, replications=2, warmup=0.0, run=2880.0)
    for lang, words in (("en", ("patients in the system, mean", "left a queue unserved")),
                        ("zh", ("系统内患者平均数", "放弃等待者占到达患者的比例"))):  # fmt: skip
        text = printed(found, lang, 120)
        assert all(word in text for word in words)
        assert "lost either way" not in text  # nobody balks: it would say the same again

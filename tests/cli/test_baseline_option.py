"""`simcore run` plays the baseline too where a target is a gain on it; `check` reads it."""

from __future__ import annotations

from pathlib import Path

from support.terminal import Cli

NOW = Path(__file__).parents[2] / "scenarios" / "shaoxing" / "2020-targets.yaml"
SHORT = ("--variant", "behavioural", "--scale", 0.005, "--set", "targets=[T-S01,T-S05]",
         "--set", "calendar.warmup=0 d", "--set", "calendar.run=1 d")  # fmt: skip


def test_run_says_what_gains_are_over(cli: Cli) -> None:
    for lang, said in (
        ("en", "Gains are over Shaoxing, 2015 baseline, played on the same random numbers"),
        ("zh", "提高系相对绍兴市2015年基线而言"),
    ):
        ended = cli("run", NOW, *SHORT, "--lang", lang)
        assert said in ended.out.replace("\n", " "), ended.err


def test_run_may_leave_it_out_and_asks_for_no_more_replications(cli: Cli) -> None:
    ended = cli("run", NOW, *SHORT, "--no-baseline", "--require-targets")
    assert ended.code == 0
    assert "it was not played" in ended.out
    assert "replications" not in ended.err


def test_check_tells_what_is_wrong_with_it(cli: Cli, tmp_path: Path) -> None:
    ended = cli("check", NOW, "--set", "baseline=../examples/mmc.yaml")
    assert ended.code == 2
    assert "mmc.yaml is no region" in ended.err
    then = "extends: shaoxing/2015-baseline.yaml\nname: then\nseed: many\n"
    now = "extends: shaoxing/2020-targets.yaml\nbaseline: then.yaml\n"
    (tmp_path / "then.yaml").write_text(then, encoding="utf-8")
    (tmp_path / "now.yaml").write_text(now, encoding="utf-8")
    ended = cli("check", tmp_path / "now.yaml")
    assert ended.code == 2
    assert "then.yaml:3:7: seed" in ended.err

"""`simcore run`: what it prints and writes, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from support.terminal import QUEUE, Cli

from simcore.cli import run as run_module
from simcore.results.results import load_results
from simcore.scenario.load import load_scenario


def test_tables_in_english(cli: Cli, queue: Path) -> None:
    ended = cli("run", queue)
    assert ended.code == 0
    for words in ("One desk", "3 days, after a warm-up of 1 day", "2 replications", "Desk",
                  "in use", "Waits", "Where patients go", "--out DIR"):  # fmt: skip
        assert words in ended.out
    assert ended.err == ""  # no progress bar where nobody watches


def test_tables_in_chinese(cli: Cli, queue: Path) -> None:
    ended = cli("run", queue, "--lang", "zh")
    assert ended.code == 0
    for words in (
        "一个窗口",
        "3 天，预热 1 天",
        "独立模拟 2 次",
        "使用率",
        "等候",
        "患者流向",
        "办结",
    ):
        assert words in ended.out
    assert "replications" not in ended.out


def test_json_is_one_document_and_nothing_else(cli: Cli, queue: Path) -> None:
    ended = cli("run", queue, "--json")
    document = json.loads(ended.out)
    assert document["manifest"]["name"] == {"en": "One desk", "zh": "一个窗口"}
    assert document["manifest"]["scenario"]["hash"] == load_scenario(queue).hash
    assert document["resources"][0]["resource"] == "desk"
    assert 0.7 < document["resources"][0]["utilisation"] < 0.8
    assert ended.err == ""


@pytest.mark.parametrize(
    ("lang", "heads"), [("en", ("75%", "30 min or longer")), ("zh", ("75%", "30 分钟", "及以上"))]
)
def test_quantiles_and_shares_are_shown_when_asked_for(
    cli: Cli, queue: Path, lang: str, heads: tuple[str, ...]
) -> None:
    asked = ("--quantile", "75%", "--at-least", "30 min", "--lang", lang)
    ended = cli("run", queue, *asked)
    assert ended.code == 0
    assert all(head in ended.out for head in heads)
    found = json.loads(cli("run", queue, *asked, "--json").out)
    quantile, share = found["group_waits_asked"]
    assert (quantile["asked"], quantile["of"]) == ("quantile", 0.75)
    assert (share["asked"], share["of"]) == ("at least", 30.0)
    assert 0.0 < share["value"] < 1.0


@pytest.mark.parametrize(
    "asked", [("--quantile", "101%"), ("--at-least", "0 h"), ("--at-least", "4")]
)
def test_what_is_no_quantile_or_time_is_refused(
    cli: Cli, queue: Path, asked: tuple[str, str]
) -> None:
    ended = cli("run", queue, *asked)
    assert ended.code == 2
    assert asked[0] in ended.err


def test_out_writes_a_folder(cli: Cli, queue: Path, tmp_path: Path) -> None:
    ended = cli("run", queue, "--out", tmp_path / "out", "--log", "--seed", "9")
    assert ended.code == 0
    assert "Saved in" in ended.out
    found = load_results(tmp_path / "out")
    assert found.manifest["seed"] == 9
    assert len(found.events) > 1000


def test_variants_settings_and_options_reach_the_run(cli: Cli, queue: Path) -> None:
    ended = cli("run", queue, "--variant", "slow", "--set", "resources.desk.capacity=3",
                "--replications", "1", "--scale", "0.5", "--json")  # fmt: skip
    m = json.loads(ended.out)["manifest"]
    document = m["scenario"]["document"]
    assert m["scenario"]["variants"] == ["slow"]
    assert document["pathways"]["visit"][0]["use"]["for"] == "13 min"
    assert document["resources"]["desk"]["capacity"] == 3
    assert (m["replications"], m["scale"]) == (1, 0.5)


def test_a_resource_that_cannot_keep_up_is_named(cli: Cli, queue: Path) -> None:
    for lang, heading, said in (
        ("en", "More work than capacity", '"Desk" is overloaded'),
        ("zh", "需求超过服务能力", "“窗口”的需求超过服务能力"),
    ):
        ended = cli("run", queue, "--variant", "slow", "--set", "time.run=20 d", "--lang", lang)
        assert ended.code == 1
        assert heading in ended.out
        assert ended.err.startswith(said)


@pytest.mark.parametrize("scale", ["50%", "50％", "0.5"])
def test_a_scale_may_be_a_share(cli: Cli, queue: Path, scale: str) -> None:
    ended = cli("run", queue, "--scale", scale, "--json")
    assert json.loads(ended.out)["manifest"]["scale"] == 0.5


@pytest.mark.parametrize("scale", ["500%", "0%", "nan%", "half"])
def test_a_scale_that_cannot_be_is_refused(cli: Cli, queue: Path, scale: str) -> None:
    ended = cli("run", queue, "--scale", scale)
    assert (ended.code, ended.out) == (2, "")
    assert "--scale" in ended.err


STUCK = """\
kind: network
name: {en: Two doors, zh: 两道门}
time: {warmup: 0 d, run: 1 d}
replications: 2
resources:
  bed: {capacity: 1, name: {en: Bed, zh: 床位}}
  nurse: {capacity: 1, name: {en: Nurse, zh: 护士}}
sources:
  admitted: {arrivals: {at: [0 min]}, pathway: bed_first}
  visited: {arrivals: {at: [0 min]}, pathway: nurse_first}
pathways:
  bed_first:
    - seize: bed
    - delay: 5 min
    - use: {resource: nurse, for: 10 min}
    - release: bed
    - leave: {en: home, zh: 回家}
  nurse_first:
    - seize: nurse
    - delay: 7 min
    - use: {resource: bed, for: 10 min}
    - release: nurse
    - leave: {en: home, zh: 回家}
"""


def test_a_deadlock_is_named_with_its_time(cli: Cli, tmp_path: Path) -> None:
    stuck = tmp_path / "stuck.yaml"
    stuck.write_text(STUCK, encoding="utf-8")
    for lang, heading, said in (
        ("en", "Deadlock: from 7 min on nobody at Bed, Nurse can go on", "patients at Bed, Nurse"),
        ("zh", "死锁：自第 7 分钟起，床位、护士 的患者互相等候", "床位、护士 的患者互相等候"),
    ):
        ended = cli("run", stuck, "--lang", lang)
        assert ended.code == 1
        assert heading in " ".join(ended.out.split())
        assert ended.err.startswith(said)


def test_bad_input_is_2_with_every_problem(cli: Cli, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(QUEUE.replace("1 d", "1").replace("10 / h", "10"), encoding="utf-8")
    for lang, words in (("en", "2 problems"), ("zh", "共 2 处问题")):
        ended = cli("run", bad, "--lang", lang)
        assert (ended.code, ended.out) == (2, "")
        assert f"{bad}:3:16" in ended.err
        assert words in ended.err


def test_a_missing_file_is_2(cli: Cli, tmp_path: Path) -> None:
    ended = cli("run", tmp_path / "nothing.yaml")
    assert ended.code == 2
    assert "nothing.yaml" in ended.err


def test_a_folder_of_another_is_refused_before_the_run(
    cli: Cli, queue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.docx").write_text("mine", encoding="utf-8")
    monkeypatch.setattr("simcore.play.simulate", lambda *a, **k: pytest.fail("it was played"))
    ended = cli("run", queue, "--out", tmp_path / "out")
    assert ended.code == 1
    assert "choose another --out" in ended.err


def test_ctrl_c_is_130_and_leaves_nothing(
    cli: Cli, queue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*args: Any, **rest: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("simcore.play.simulate", interrupted)
    for lang, words in (("en", "stopped"), ("zh", "已中止")):
        ended = cli("run", queue, "--out", tmp_path / "out", "--lang", lang)
        assert ended.code == 130
        assert words in ended.err
    assert not (tmp_path / "out").exists()


def test_ctrl_c_while_it_prints_says_where_the_result_is(
    cli: Cli, queue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*args: Any, **rest: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("simcore.cli.report.report.print_report", interrupted)
    out = tmp_path / "out"
    for lang, words in (("en", f"stopped; the result is in {out}"), ("zh", "已中止；结果已保存到")):
        ended = cli("run", queue, "--out", out, "--lang", lang)
        assert ended.code == 130
        assert words in ended.err
        assert "no result" not in ended.err
    assert load_results(out).manifest["status"] == "complete"
    assert "no result was written" in cli("run", queue).err


def test_the_results_hash_tells_whether_two_runs_are_the_same(
    cli: Cli, queue: Path, tmp_path: Path
) -> None:
    def mark(name: str, *options: str) -> str:
        ended = cli("run", queue, "--out", tmp_path / name, *options)
        saved: str = load_results(tmp_path / name).manifest["results_hash"]
        assert f"(results {saved[:12]})" in ended.out
        assert load_results(tmp_path / name).hash == saved
        return saved

    first = mark("a", "--jobs", "1")
    assert mark("b", "--jobs", "2") == first
    assert mark("c", "--log", "all") == first
    assert mark("d", "--engine", "simpy") == first
    assert mark("e", "--seed", "2") != first
    whole = json.loads(cli("run", queue, "--json").out)
    assert whole["manifest"]["results_hash"] == first


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--variant", ""), "--variant: a name is expected"),
        (("--series-step", ""), "--series-step: a duration is expected"),
        (("--log", ""), "--log keeps events in a folder"),
        (("--log", "", "--out", "new"), 'a log of "" is not known'),
        (("--log", "all", "--out", "new", "--log-attribute", ""), 'there is no attribute ""'),
        (("--out", ""), "choose another --out"),
        (("--from-state", ""), "is no saved state"),
        (("--save-warm-state", ""), "is no saved state"),
        (("--set", ""), "sets nothing"),
        (("--set", "extends=x.yaml"), "can only be said in a file"),
        (("--set", "variants.x.seed=1"), "can only be said in a file"),
    ],
)
def test_an_option_that_says_nothing_is_refused(
    cli: Cli, queue: Path, options: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    ended = cli("run", queue, *options)
    assert ended.code in (1, 2)
    assert said in ended.err


def judged(*verdicts: str, status: str = "complete") -> Any:
    over = pd.DataFrame({"label_en": ["Desk"], "label_zh": ["窗口"], "stopped": [True]})
    targets = pd.DataFrame({"verdict": list(verdicts), "value": 1.0})
    return SimpleNamespace(
        manifest={"status": status, "deadlocks": []}, targets=targets, overloads=over
    )


@pytest.mark.parametrize(
    ("results", "required", "code", "said"),
    [
        (judged("met", "missed"), False, 0, ""),
        (judged("met", "missed"), True, 3, ""),
        (judged("met", "met"), True, 0, ""),
        (judged("met", "set otherwise", "imposed otherwise", "not represented"), True, 0, ""),
        (judged("met", "undecided"), True, 0, "1 undecided"),
        (judged("missed", "undecided"), True, 3, "1 undecided"),
        (judged("met", status="overload"), True, 1, '"Desk" is overloaded'),
    ],
)
def test_exit_codes(
    capsys: pytest.CaptureFixture[str], results: Any, required: bool, code: int, said: str
) -> None:
    assert run_module.exit_code(results, required, "en") == code
    assert said in capsys.readouterr().err


def test_help_imports_little() -> None:
    """The package and its help leave numba, pandas and scipy alone."""
    program = (
        "import sys, simcore, simcore.cli.main;"
        "simcore.cli.main.main(['--help']);"
        "print([m for m in ('numba', 'pandas', 'scipy', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True,
        env={**os.environ, "SIMCORE_LANG": "en"},
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_warm_state_a_sample_and_a_finer_series(cli: Cli, queue: Path, tmp_path: Path) -> None:
    warm, out = tmp_path / "warm.state", tmp_path / "out"
    assert cli("run", queue, "--save-warm-state", warm).code == 0
    ended = cli("run", queue, "--from-state", warm, "--out", out, "--log", "sample=50%",
                "--log-format", "csv", "--series-step", "12h")  # fmt: skip
    assert ended.code == 0, ended.err
    assert str(warm) in ended.out.replace("\n", "")
    assert (out / "events.csv").exists()
    manifest = load_results(out).manifest
    assert manifest["window"]["series_step_minutes"] == 720.0


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--series-step", "1"), 2, "unit"),
        (("--series-step", "1 s"), 2, "1 minute"),
        (("--log", "some", "--out", "x"), 1, "sample=5%"),
        (("--from-state", "nowhere"), 1, "nowhere"),
    ],
)
def test_what_cannot_be_read_is_said(
    cli: Cli, queue: Path, arguments: tuple[str, str], code: int, says: str
) -> None:
    ended = cli("run", queue, *arguments)
    assert ended.code == code
    assert says in ended.err


def test_a_log_that_would_be_kept_nowhere_is_refused(cli: Cli, queue: Path, tmp_path: Path) -> None:
    for args in (["--log"], ["--log-format", "csv", "--out", tmp_path / "out"]):
        ended = cli("run", queue, *args)
        assert ended.code == 2
        assert "add --" in ended.err
    assert not (tmp_path / "out").exists()


def test_names_keep_their_brackets(cli: Cli, queue: Path) -> None:
    text = queue.read_text(encoding="utf-8").replace("en: Desk", 'en: "Desk [a] [/b]"')
    queue.write_text(text, encoding="utf-8")
    assert "Desk [a] [/b]" in cli("run", queue).out


@pytest.mark.parametrize("option", ["--out", "--save-warm-state"])
def test_what_cannot_be_written_is_said_before_the_run(
    cli: Cli, queue: Path, option: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simcore.play.simulate", None)  # is not called
    ended = cli("run", queue, option, queue / "below")
    assert ended.code == 1
    assert "takes no files" in ended.err

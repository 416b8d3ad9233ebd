"""The bar: what a terminal sees of a run, and a pipe does not."""

from __future__ import annotations

import io
from datetime import date

from rich.console import Console

from simcore.cli.progress import Bar, moment
from simcore.experiments.stages import Stage

DAY = 1440.0


def test_the_simulated_date_is_shown() -> None:
    stage = Stage("run", 1.0, 2.0, 31.5 * DAY, date(2020, 1, 6))
    assert moment(stage, "en") == "2020-02-06"


def test_without_a_date_days_are_counted() -> None:
    assert moment(Stage("run", 1.0, 2.0, 3.5 * DAY), "en") == "day 3"
    assert moment(Stage("run", 1.0, 2.0, -0.5 * DAY), "zh") == "第 -1 天"


def shown(terminal: bool) -> str:
    out = io.StringIO()
    console = Console(file=out, force_terminal=terminal, width=100)
    with Bar("en", console) as bar:
        bar(Stage("build"))
        bar(Stage("solve", 1.0, 4.0, DAY, None, attempt=3))
        bar.progress.refresh()
        bar(Stage("run", 2.0, 4.0, 2 * DAY))
        bar.progress.refresh()
    return out.getvalue()


def test_a_terminal_sees_the_stages() -> None:
    text = shown(terminal=True)
    assert "attempt 3" in text
    assert "simulating" in text
    assert "50%" in text


def test_a_pipe_sees_nothing() -> None:
    assert shown(terminal=False).strip() == ""

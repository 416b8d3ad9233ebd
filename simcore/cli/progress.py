"""The progress bar: on the terminal's error stream, so that results can be piped."""

from __future__ import annotations

from datetime import timedelta
from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from simcore.cli.language import Lang
from simcore.text import Label
from simcore.time_units import MINUTES_PER_DAY

if TYPE_CHECKING:
    from simcore.experiments.stages import Stage

PHASES = {
    "build": Label("building the network", "构建网络"),
    "compile": Label("compiling (once on this machine)", "编译（本机仅一次）"),
    "solve": Label("solving the primary share, attempt {attempt}", "求解基层占比，第 {attempt} 次"),
    "baseline": Label("simulating the baseline", "模拟基线"),
    "run": Label("simulating", "模拟中"),
}


class Bar:
    """Shows the stages of `simulate`; call it with each. Silent where nobody watches."""

    def __init__(self, lang: Lang, console: Console | None = None) -> None:
        self.lang = lang
        console = console or Console(stderr=True)
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TaskProgressColumn(),
            TextColumn("[dim]{task.fields[moment]}"),
            TimeRemainingColumn(compact=True),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self.task = self.progress.add_task(PHASES["build"][lang], total=None, moment="")
        self.shown: tuple[str, int] = ("", 0)

    def __enter__(self) -> Bar:
        self.progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.progress.stop()

    def __call__(self, stage: Stage) -> None:
        text = PHASES[stage.phase][self.lang].format(attempt=stage.attempt)
        if (stage.phase, stage.attempt) != self.shown:
            self.shown = (stage.phase, stage.attempt)
            self.progress.reset(self.task, total=stage.total or None, description=text)
        self.progress.update(
            self.task,
            completed=stage.done,
            total=stage.total or None,
            moment=moment(stage, self.lang) if stage.total else "",
        )


def moment(stage: Stage, lang: Lang) -> str:
    """Return the simulated date, or the day of the run; the warm-up counts up to day 0."""
    day = int(stage.now // MINUTES_PER_DAY)
    if stage.start is not None:
        return (stage.start + timedelta(days=day)).isoformat()
    return Label(f"day {day}", f"第 {day} 天")[lang]

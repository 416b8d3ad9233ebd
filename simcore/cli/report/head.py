"""The head of a report: what was run."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from simcore.cli import figures
from simcore.cli.report.page import Page
from simcore.text import visible


def header(page: Page) -> Iterator[RenderableType]:
    """Yield what was run, how long and how often."""
    m = page.results.manifest
    scenario = m["scenario"]
    yield Text("\n" + m["name"][page.lang], style="bold")
    if scenario:
        chosen = "".join(f" + {name}" for name in scenario["variants"])
        yield Text(visible(f"{scenario['path']}{chosen}"), style="dim")
    yield Text(_window(page), style="dim")
    if m.get("from_state"):
        path = visible(m["from_state"]["path"])
        text = page.say(f"goes on from the saved state {path}", f"从保存的状态 {path} 继续")
        yield Text(text, style="dim")
    yield Text(" · ".join(_size(page)), style="dim")
    if m["scale"] < 1.0:
        yield Text(_scale_warning(page, m["scale"]), style="yellow")


def _window(page: Page) -> str:
    w = page.results.manifest["window"]
    run, warmup = (figures.days(w[k], page.lang) for k in ("run_minutes", "warmup_minutes"))
    start = w["start"]
    begins = page.say(f" from {start}", f"（自 {start}）") if start else ""
    return page.say(f"{run}{begins}, after a warm-up of {warmup}", f"{run}{begins}，预热 {warmup}")


def _size(page: Page) -> list[str]:
    m = page.results.manifest
    n, patients = m["replications"], figures.count(m["patients"])
    wall = figures.seconds(m["seconds"]["total"], page.lang)
    return [
        page.say(f"{n} replication{'' if n == 1 else 's'}", f"独立模拟 {n} 次"),
        page.say(f"seed {m['seed']}", f"随机数种子 {m['seed']}"),
        page.say(f"{patients} patients", f"患者 {patients} 人次"),
        wall if m["engine"] == "numba" else f"{wall} (SimPy)",
    ]


def _scale_warning(page: Page, scale: float) -> str:
    return page.say(
        f"At {_size_of(scale)} of full size, for a quick look: small pools wait longer.",
        f"按 {_size_of(scale)} 缩小试算，等候时间偏长，仅供参考。",
    )


def _size_of(scale: float) -> str:
    """Return a scale as planners write it: 1:20, or in per cent where that is no whole number."""
    times = 1.0 / scale
    return f"1:{times:.0f}" if abs(times - round(times)) < 1e-9 * times else f"{scale:.3g}"

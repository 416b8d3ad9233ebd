"""What happens to patients in the whole system: how many are there, how they leave it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from simcore.engine.phases import Phase
from simcore.results.asking import asking_sums
from simcore.results.columns import label_columns
from simcore.results.intervals import half_width, ratio
from simcore.results.run import Run
from simcore.results.waits import STAYS
from simcore.text import Label

FIGURES = {  # id: name, unit, one sum over another
    "in_system": (
        Label("patients in the system, mean", "系统内患者平均数"),
        Label("patients", "人"), "in_system", "minutes",
    ),
    "stay": (
        Label("time from arriving to leaving, mean", "就诊全程平均时间"),
        Label("minutes", "分钟"), "stayed", "left",
    ),
    "queued": (
        Label("wait in a queue, served or not, mean", "每次排队平均等候时间（含未获服务者）"),
        Label("minutes", "分钟"), "queued_minutes", "queued",
    ),
    "balked": (
        Label("did not join a queue, of those who came", "未加入排队者占到达患者的比例"),
        Label("share", "比例"), "balked", "arrived",
    ),
    "reneged": (
        Label("left a queue unserved, of those who came", "放弃等待者占到达患者的比例"),
        Label("share", "比例"), "unserved", "arrived",
    ),
    "lost": (
        Label("lost either way, of those who came", "上述两者合计占到达患者的比例"),
        Label("share", "比例"), "lost", "arrived",
    ),
}  # fmt: skip


def system_table(run: Run) -> pd.DataFrame:
    """Return one row for each figure of the whole system, with the half-width of its interval.

    A patient who balks or reneges twice counts twice.
    """
    whole, samples = _sums(run, run.windows), _sums(run, run.samples)
    figures = FIGURES.items()
    return pd.DataFrame(
        {
            "id": list(FIGURES),
            **label_columns([name for _, (name, *_) in figures]),
            **label_columns([unit for _, (_, unit, *_) in figures], "unit"),
            "value": [float(ratio(whole[a], whole[b])[0]) for _, (*_, a, b) in figures],
            "half_width": [float(ratio(samples[a], samples[b])[1]) for _, (*_, a, b) in figures],
        }
    )


def _sums(run: Run, windows: Any) -> dict[str, Any]:
    comes, leaves = run.rows_in(Phase.ARRIVAL), run.rows_in(Phase.EXIT)
    rows, _ = run.tallies_of(STAYS)
    stays = (rows[:, None] * len(run.network.classes) + np.arange(len(run.network.classes))).ravel()
    found = {
        "minutes": [w.minutes for w in windows],
        "in_system": [w.totals.system_area for w in windows],
        "stayed": [w.totals.tallies.total[stays].sum() for w in windows],
        "arrived": [w.totals.counts[comes].sum() for w in windows],
        "left": [w.totals.counts[leaves].sum() for w in windows],
    }
    asked = {name: x.sum(axis=1) for name, x in asking_sums(run, windows).items()}
    return asked | {name: np.array(x, float) for name, x in found.items()}


def exit_table(run: Run) -> pd.DataFrame:
    """Return one row for each exit that somebody left by: patients a replication, and their share.

    Where there is one replication, patients have no half-width; shares have that of its batches.
    """
    rows, names = run.tallies_of(STAYS)
    n_classes = len(run.network.classes)
    tallies = rows[:, None] * n_classes + np.arange(n_classes)
    whole, samples = (
        np.array([w.totals.tallies.n[tallies].sum(axis=1) for w in windows], float).reshape(
            (len(windows), len(rows))
        )
        for windows in (run.windows, run.samples)
    )
    label = {name: x for kind, name, x in run.legend.places if kind == "exit"}
    all_of = {"whole": whole, "samples": samples}
    every = {k: np.broadcast_to(x.sum(axis=1)[:, None], x.shape) for k, x in all_of.items()}
    table = pd.DataFrame(
        {
            "exit": [name for _, name, _ in names],
            **label_columns([label[name] for _, name, _ in names]),
            "patients_mean": whole.mean(axis=0),
            "patients_half_width": half_width(whole),
            "share": ratio(whole, every["whole"])[0],
            "share_half_width": ratio(samples, every["samples"])[1],
        }
    )
    return table[table["patients_mean"] > 0].reset_index(drop=True)

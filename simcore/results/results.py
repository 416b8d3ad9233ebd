"""The results of a run: tidy tables, made or read when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from simcore.errors import RunError
from simcore.results import store
from simcore.results.costs import cost_table
from simcore.results.deadlocks import deadlock_table
from simcore.results.digest import digest
from simcore.results.each import each_replication
from simcore.results.events import event_table
from simcore.results.flows import flow_table
from simcore.results.indicators import NO_VALUES, area_table, indicator_table, value_table
from simcore.results.levels import level_table, measured_table
from simcore.results.mining import write_csv, write_xes
from simcore.results.overload import overload_table
from simcore.results.resources import resource_table
from simcore.results.run import Run
from simcore.results.series import daily_resource_table, daily_table, replication_table
from simcore.results.spread import histogram_table, spread_table
from simcore.results.system import exit_table, system_table
from simcore.results.targets import target_table
from simcore.results.waits import milestone_table, stay_table, wait_table
from simcore.scenario.values.quantities import read_minutes
from simcore.text import Label

EACH = {  # tables that are there of each replication too, as `replication_NAME`
    "resources": resource_table, "waits": wait_table, "stays": stay_table,
    "milestones": milestone_table, "flows": flow_table, "exits": exit_table,
    "levels": level_table, "measured": measured_table,
}  # fmt: skip
AREAS = "area_indicators"  # costly to make
BASELINE = "baseline_values"  # where the baseline was played
EVENTS = "events"
HASH = "results_hash"  # in the manifest
LogForm = Literal["csv", "xes"]
Makers = Mapping[str, Callable[[], pd.DataFrame]]


class Results:
    """Tables and the manifest of one run, as `simulate` and `load_results` return them.

    manifest: everything needed to play the run again, its status, and how long it took.

    Column names carry their units. `*_half_width` is the half-width of a 95% interval:
    Student's t over replications, or over 13 batches where there is one replication; NaN
    where there is none. All counts are of events within the window, warm-up excluded.
    Tables are made, or read, when first asked for.
    """

    def __init__(self, manifest: dict[str, Any], makers: Makers) -> None:
        """Hold what makes each table; makers: functions by the name of their table."""
        self.manifest = manifest
        self._makers = makers
        self._tables: dict[str, pd.DataFrame] = {}

    def table(self, name: str) -> pd.DataFrame:
        """Return a table by its name, one of `names`. Raises KeyError for any other."""
        if name not in self._tables:
            self._tables[name] = self._makers[name]()
        return self._tables[name]

    def __getstate__(self) -> dict[str, Any]:
        """Return what is pickled: the manifest, and every table as it is."""
        return {"manifest": self.manifest, "tables": {k: self.table(k) for k in self.names}}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Hold tables that are there already."""
        self.manifest, self._tables = state["manifest"], state["tables"]
        self._makers = {name: partial(self._tables.__getitem__, name) for name in self._tables}

    @property
    def names(self) -> list[str]:
        """Return the names of all tables; of those that are costly to make, where they are made."""
        return [name for name in self._makers if name != AREAS or name in self._tables]

    @cached_property
    def hash(self) -> str:
        """Return the SHA-256 of all that the run found: equal for two runs that are the same.

        Times, versions and the machine are not in it; nor is what may be asked for beside, the
        event log and the indicators by area.
        """
        names = (name for name in self.names if name not in (AREAS, EVENTS))
        return digest((name, self.table(name)) for name in names)

    @property
    def indicators(self) -> pd.DataFrame:
        """Return one row for each indicator: value, half-width, method, kind."""
        return self.table("indicators")

    @property
    def area_indicators(self) -> pd.DataFrame:
        """Return one row for each area of a region and indicator: visits where patients live.

        It takes seconds to make, and is saved only where it was asked for before. Raises RunError
        where there are no areas, or the result was saved without it.
        """
        if AREAS not in self._makers:
            raise RunError(
                Label("there are no indicators by area", "没有分区、县（市）的指标"),
                Label("run a region, and ask for them before it is saved: --by area",
                      "请运行地区情景，并在保存前要求：--by area"),
            )  # fmt: skip
        return self.table(AREAS)

    @property
    def indicator_values(self) -> pd.DataFrame:
        """Return every indicator of every replication (batch 0), or batch of a lone one."""
        return self.table("indicator_values")

    @property
    def targets(self) -> pd.DataFrame:
        """Return one row for each target: its kind, its verdict, and its clause.

        kind: "simulated", whose verdict is "met", "missed" or "undecided" at this precision;
            "input", which the scenario itself gives: "set"; "imposed"; "not represented", where
            `reason_en` and `reason_zh` say why. What is set or imposed otherwise than the target
            wants is "set otherwise" or "imposed otherwise".
        gain: whether it is asked of what the indicator gains on its value in the `baseline`; then
            value and half_width are those of the difference on the same random numbers.
        """
        return self.table("targets")

    @property
    def resources(self) -> pd.DataFrame:
        """Return use, queue, waits and load of all that is held or waited at."""
        return self.table("resources")

    @property
    def waits(self) -> pd.DataFrame:
        """Return waits by resource, group, outcome and class, minutes."""
        return self.table("waits")

    @property
    def group_waits(self) -> pd.DataFrame:
        """Return waits by resource, group and outcome, minutes, all classes together."""
        return self.table("group_waits")

    @property
    def stays(self) -> pd.DataFrame:
        """Return the time from arriving to leaving, by exit and class, minutes."""
        return self.table("stays")

    def quantiles(
        self, of: str = "waits", q: Sequence[float] = (), at_least: Sequence[float | str] = ()
    ) -> pd.DataFrame:
        """Return any quantile of waits or stays, and the share that took so long or longer.

        of: "waits", "group_waits" or "stays", whose rows are meant.
        q: levels of quantiles, from 0 to 1.
        at_least: times such as "4 h", or minutes.
        Returns a row for each of these and each row of the table: `value` in minutes, or a share,
        and `half_width` over replications, NaN where there is one. Times are known to a relative
        `quantile_relative_error`, as the manifest has it; a threshold of whole minutes up to 64, or
        of those doubled again and again, such as 4 h, is exact. Raises RunError for what cannot
        be asked.
        """
        minutes = [read_minutes(x) if isinstance(x, str) else float(x) for x in at_least]
        return spread_table(self.table("histograms"), of, q, minutes)

    @property
    def milestones(self) -> pd.DataFrame:
        """Return the time from arriving to each `milestone`, by class, minutes."""
        return self.table("milestones")

    @property
    def flows(self) -> pd.DataFrame:
        """Return the moves between sources, resources and exits, a replication."""
        return self.table("flows")

    @property
    def levels(self) -> pd.DataFrame:
        """Return the share of the time with so many busy, waiting, blocked, free: see `measure`."""
        return self.table("levels")

    @property
    def measured(self) -> pd.DataFrame:
        """Return chances and quantiles over time of what is measured, such as that all are busy."""
        return self.table("measured")

    @property
    def exits(self) -> pd.DataFrame:
        """Return how many patients left by each exit, a replication, and their share."""
        return self.table("exits")

    @property
    def system(self) -> pd.DataFrame:
        """Return figures of the whole system, such as the mean number of patients in it."""
        return self.table("system")

    @property
    def daily(self) -> pd.DataFrame:
        """Return arrivals, departures and patients in the system, by replication and day."""
        return self.table("daily")

    @property
    def daily_resources(self) -> pd.DataFrame:
        """Return use, queue and waits of every resource, by replication and day."""
        return self.table("daily_resources")

    @property
    def replications(self) -> pd.DataFrame:
        """Return one row for each replication: status, and the patients it accounts for."""
        return self.table("replications")

    @property
    def overloads(self) -> pd.DataFrame:
        """Return the resources that could not keep up, with their offered load, if any."""
        return self.table("overloads")

    @property
    def deadlocks(self) -> pd.DataFrame:
        """Return how many replications came to a deadlock or did not, and after how long."""
        return self.table("deadlocks")

    @property
    def costs(self) -> pd.DataFrame:
        """Return what steps and open resources cost a replication, yuan; empty if nothing."""
        return self.table("costs")

    @property
    def events(self) -> pd.DataFrame:
        """Return the event log: one row for each patient and step, as `event_table` says.

        Raises RunError where the run was not asked to keep it.
        """
        if EVENTS not in self.names:
            raise RunError(
                Label("this run kept no event log", "本次运行未保存事件日志"),
                Label("ask for one: simulate(..., log=True), or simcore run --log all",
                      "请在运行时要求保存：simulate(..., log=True) 或 simcore run --log all"),
            )  # fmt: skip
        return self.table(EVENTS)

    def save(self, folder: str | Path, log_forms: Sequence[LogForm] = ()) -> Path:
        """Write manifest.json, with the results' hash, and a Parquet file a table, or nothing.

        folder: is made; an older result in it is replaced.
        log_forms: the event log once more, as events.csv, or as events.xes for process mining.
        Returns the path of the folder. Raises RunError where it holds anything but a result or
        cannot be written to, XES is asked for of a network without dates, or there is no log to
        write.
        """
        path = Path(folder)
        tables = {name: self.table(name) for name in self.names}
        writers = {"csv": write_csv, "xes": write_xes}
        further = {f"events.{form}": partial(writers[form], self.events) for form in log_forms}
        manifest = {**self.manifest, HASH: self.hash}
        store.save_tables(path, manifest, tables, further)
        return path


def results_of(run: Run, manifest: dict[str, Any], baseline: pd.DataFrame | None = None) -> Results:
    """Return the results of a run that has just been played.

    manifest: `run_part`, `machine_part` and what else is known of the run.
    baseline: the `value_table` of the baseline, of the indicators whose gains are targets. A run
        that ended early has gained nothing that is known.
    """
    # None of these holds the Results: what a run left takes much memory, which is free with them
    values = cache(lambda: value_table(run))
    before = NO_VALUES if baseline is None or run.ended_early else baseline
    indicators = cache(lambda: indicator_table(run, values(), run.network.indicators))
    makers: dict[str, Callable[[], pd.DataFrame]] = {
        "indicators": indicators,
        "indicator_values": values,
        "targets": lambda: target_table(run.network, indicators(), values(), before),
        "resources": lambda: resource_table(run),
        "waits": lambda: wait_table(run),
        "group_waits": lambda: wait_table(run, by_class=False),
        "stays": lambda: stay_table(run),
        "milestones": lambda: milestone_table(run),
        "flows": lambda: flow_table(run),
        "exits": lambda: exit_table(run),
        "levels": lambda: level_table(run),
        "measured": lambda: measured_table(run),
        "histograms": lambda: histogram_table(run),
        "system": lambda: system_table(run),
        "daily": lambda: daily_table(run),
        "daily_resources": lambda: daily_resource_table(run),
        "replications": lambda: replication_table(run),
        "overloads": lambda: overload_table(run),
        "deadlocks": lambda: deadlock_table(run),
        "costs": lambda: cost_table(run),
    }
    for name in EACH:
        makers[f"replication_{name}"] = partial(each_replication, run, EACH[name])
    if baseline is not None:
        makers[BASELINE] = lambda: baseline
    if run.network.areas:
        makers[AREAS] = lambda: area_table(run)
    if run.plan.log:
        makers[EVENTS] = lambda: event_table(run)
    return Results(manifest, makers)


def load_results(folder: str | Path) -> Results:
    """Return the results that `Results.save` wrote to a folder.

    Raises RunError where there are none.

    >>> from tempfile import TemporaryDirectory
    >>> from simcore import simulate
    >>> results = simulate("scenarios/examples/mmc.yaml", replications=2, warmup=0, run=1440)
    >>> with TemporaryDirectory() as folder:
    ...     again = load_results(results.save(f"{folder}/mmc"))
    ...     again.resources.equals(results.resources)
    True
    """
    path = Path(folder)
    manifest = store.read_manifest(path)
    files = store.table_files(path)
    return Results(manifest, {name: partial(pd.read_parquet, file) for name, file in files.items()})

"""The event log as process-mining tools and animations read it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ElementTree, SubElement

import numpy as np
import pandas as pd

from simcore.engine.ops import CARDS
from simcore.engine.phases import Phase

EPOCH = np.datetime64("2001-01-01", "ms")  # a Monday, for a network without dates


def _events(phase: Phase) -> tuple[str, ...]:
    """Return the names of the events of a phase, as `event_table` writes them."""
    return tuple(op.name.lower() for op, card in CARDS.items() if card.phase is phase)


TAKES, GIVES, SERVES = map(_events, (Phase.WAIT, Phase.GIVE_BACK, Phase.SERVICE))
XES = {
    "case_id": "concept:name",
    "activity": "concept:name",
    "timestamp": "time:timestamp",
    "resource": "org:resource",
    "lifecycle": "lifecycle:transition",
}


def mining_table(events: pd.DataFrame) -> pd.DataFrame:
    """Return case_id, activity, timestamp, resource and lifecycle, in the order of time.

    A case is a patient of a replication. Waits ("wait NAME") and services (the step's place in
    its pathway, with the resource last taken) have a start and a complete; an arrival and an
    exit are complete at once. A network without dates begins on Monday, 1 January 2001.
    """
    case = events["replication"].astype(str) + "/" + events["patient"].astype(str)
    events = events.assign(case_id=case, resource=_held(events, case))
    kind = events["event"]
    lasting = events[kind.isin((*TAKES, *SERVES)) & events["ends_minutes"].notna()]
    name = _activity(lasting)
    parts = [
        _rows(lasting, name, "begins", "start"),
        _rows(lasting, name, "ends", "complete"),
    ]
    for what, label in (("arrive", "arrival"), ("leave", "exit")):
        some = events[kind == what]
        name = label + " " + (some["source"] if what == "arrive" else some["exit"]).astype(str)
        parts.append(_rows(some, name, "begins", "complete"))
    found = pd.concat(parts)
    found["order"] = found["lifecycle"].eq("start")  # what ends at an instant goes before
    found = found.sort_values(["timestamp", "case_id", "row", "order"], kind="stable")
    return found[list(XES)].reset_index(drop=True)


def vidigi_log(events: pd.DataFrame) -> pd.DataFrame:
    """Return the log as the animations of vidigi read it, of one replication's events.

    Columns entity_id, pathway, event_type (arrival_departure, queue, resource_use,
    resource_use_end), event, time (minutes) and resource_id; of a unit it is always 1, as
    units have no numbers here.
    """
    types = {"arrive": "arrival_departure", "leave": "arrival_departure"}
    types |= dict.fromkeys(TAKES, "queue") | dict.fromkeys(GIVES, "resource_use_end")
    queues = events["event"].isin(TAKES)
    uses = events[queues & events["ends_minutes"].notna()]
    uses = uses.assign(begins_minutes=uses["ends_minutes"], type="resource_use")
    found = pd.concat([events.assign(type=events["event"].map(types)), uses])
    found = found[found["type"].notna()].sort_values("begins_minutes", kind="stable")
    names = found["type"].map({"queue": "wait", "resource_use_end": "end"})
    event = (names.fillna("use") + " " + found["resource"].astype(str)).where(
        found["type"] != "arrival_departure",
        found["event"].map({"arrive": "arrival", "leave": "depart"}),
    )
    entity, _ = pd.factorize(found["patient"])
    used = found["type"].isin(("resource_use", "resource_use_end"))
    return pd.DataFrame(
        {
            "entity_id": entity + 1,
            "pathway": found["source"].to_numpy(),
            "event_type": found["type"].to_numpy(),
            "event": event.to_numpy(),
            "time": found["begins_minutes"].to_numpy(),
            "resource_id": np.where(used, 1.0, np.nan),
        }
    )


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table of `mining_table` as UTF-8 CSV, times in ISO 8601."""
    table.assign(timestamp=_iso(table["timestamp"])).to_csv(path, index=False)


def write_xes(table: pd.DataFrame, path: Path) -> None:
    """Write a table of `mining_table` as XES (IEEE 1849-2016): a trace for each case."""
    log = Element("log", {"xes.version": "1849-2016", "xmlns": "http://www.xes-standard.org/"})
    for name, prefix in (("Concept", "concept"), ("Time", "time"), ("Lifecycle", "lifecycle"),
                         ("Organizational", "org")):  # fmt: skip
        uri = f"http://www.xes-standard.org/{prefix}.xesext"
        SubElement(log, "extension", {"name": name, "prefix": prefix, "uri": uri})
    table = table.assign(timestamp=_iso(table["timestamp"]))
    for case, events in table.groupby("case_id", sort=False):
        element = SubElement(log, "trace")
        SubElement(element, "string", {"key": XES["case_id"], "value": str(case)})
        for row in events.itertuples():
            _event(SubElement(element, "event"), row)
    ElementTree(log).write(path, encoding="utf-8", xml_declaration=True)


def _event(event: Element, row: Any) -> None:
    for name in ("activity", "resource", "lifecycle"):
        value = getattr(row, name)
        if isinstance(value, str):
            SubElement(event, "string", {"key": XES[name], "value": value})
    SubElement(event, "date", {"key": XES["timestamp"], "value": row.timestamp})


def _iso(times: Any) -> Any:
    return times.dt.strftime("%Y-%m-%dT%H:%M:%S.%f").str[:-3] + "+00:00"


def _held(events: pd.DataFrame, case: Any) -> Any:
    """Return the resource of each event: its own, or for a service the one last taken."""
    took = events["resource"].where(events["event"].isin(TAKES))
    last = took.groupby(case, sort=False).ffill()
    return events["resource"].where(~events["event"].isin(SERVES), last)


def _activity(events: pd.DataFrame) -> Any:
    step = (events["step"] + 1).astype(str)
    service = events["pathway"].astype(str) + " " + step
    wait = "wait " + events["resource"].astype(str)
    return service.where(events["event"].isin(SERVES), wait)


def _rows(events: pd.DataFrame, activity: Any, when: str, lifecycle: str) -> pd.DataFrame:
    times = pd.Series(events[when])
    if times.isna().any():
        minutes = events[f"{when}_minutes"].to_numpy(float)
        times = EPOCH + pd.Series(pd.to_timedelta(minutes, unit="m"), index=events.index)
    return pd.DataFrame(
        {
            "case_id": events["case_id"], "activity": activity, "timestamp": times,
            "resource": events["resource"], "lifecycle": lifecycle, "row": events.index,
        }
    )  # fmt: skip

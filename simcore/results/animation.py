"""The event log as the animations of vidigi read it."""

from __future__ import annotations

import heapq

import numpy as np
import pandas as pd

from simcore.text import Label

COLUMNS = ["entity_id", "pathway", "event_type", "event", "time", "resource_id"]
COMES_AND_GOES = {"arrive": "arrival", "leave": "depart"}  # words, and names that vidigi knows
WAIT, END = Label("wait: ", "等候："), Label("end: ", "结束：")


def vidigi_log(events: pd.DataFrame, replication: int = 0, lang: str = "en") -> pd.DataFrame:
    """Return the log of one replication as vidigi reads it: entities, events and their types.

    events: as `event_table` gives them; arrivals must be among them.
    lang: of the names of events, en or zh.

    Columns: entity_id, pathway (the source), event_type (arrival_departure, queue, resource_use,
    resource_use_end), event, time (minutes, 0 being the first of the log) and resource_id: units
    have no numbers in simcore, so each use is given the lowest that is free; vidigi draws each
    number at a place of its own. Time that is spent without a resource is a queue, as vidigi
    knows nothing else. `arrival` and `depart` are called so.
    """
    events = events[(events["replication"] == replication) & (events["word"] != "breakdown")]
    events = events.assign(
        entity_id=pd.factorize(events["patient"])[0] + 1, label=events[f"label_{lang}"].astype(str)
    )
    found = pd.concat([_comings(events), _queues(events, lang), _uses(events, lang)])
    found = found.sort_values(["time", "order"], kind="stable").reset_index(drop=True)
    found["time"] -= events["asked_minutes"].min()
    return found[COLUMNS]


def _rows(some: pd.DataFrame, kind: str, event: pd.Series, time: str, order: int) -> pd.DataFrame:
    """Return rows of one type; order: of what happens at one instant."""
    return pd.DataFrame(
        {"entity_id": some["entity_id"], "pathway": some["source"].astype(str), "event_type": kind,
         "event": event, "time": some[time], "resource_id": np.nan, "order": order}
    )  # fmt: skip


def _comings(events: pd.DataFrame) -> pd.DataFrame:
    some = events[events["word"].isin(tuple(COMES_AND_GOES))]
    names = some["word"].astype(str).map(COMES_AND_GOES)
    order = names.map({"arrival": 1, "depart": 4})
    return _rows(some, "arrival_departure", names, "asked_minutes", 1).assign(order=order)


def _queues(events: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return waits for a resource, and time that is spent without one."""
    takes = events["resource"].notna()
    waits = events[takes & ~(events["began_minutes"] <= events["asked_minutes"])]
    spends = events[~takes & (events["ended_minutes"] > events["asked_minutes"])]
    return pd.concat(
        [
            _rows(waits, "queue", WAIT[lang] + waits["label"], "asked_minutes", 2),
            _rows(spends, "queue", spends["label"], "asked_minutes", 2),
        ]
    )


def _uses(events: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return when each unit is taken and given back, but for the time of interruptions."""
    taken = events[events["word"].isin(("use", "seize", "transfer"))]
    taken = taken[taken["began_minutes"].notna()]
    lost = events[events["word"] == "interruption"]
    again = lost[lost["outcome"] == "resumed"]
    starts = pd.concat(
        [
            _rows(taken, "resource_use", taken["label"], "began_minutes", 3),
            _rows(again, "resource_use", again["label"], "ended_minutes", 3),
        ]
    ).assign(resource=pd.concat([taken["resource"], again["resource"]]))
    over = taken[taken["ended_minutes"].notna() & (taken["outcome"] != "interrupted")]
    ends = pd.concat(
        [
            _rows(over, "resource_use_end", END[lang] + over["label"], "ended_minutes", 0),
            _rows(lost, "resource_use_end", END[lang] + lost["label"], "asked_minutes", 0),
        ]
    ).assign(resource=pd.concat([over["resource"], lost["resource"]]))
    found = pd.concat([ends, starts]).sort_values(["time", "order"], kind="stable")
    return found.assign(resource_id=_units(found))


def _units(uses: pd.DataFrame) -> list[float]:
    """Return a number for the unit of each use: from 1, the lowest that is free then."""
    free: dict[str, list[int]] = {}
    most: dict[str, int] = {}
    held: dict[tuple[int, str], list[int]] = {}
    found = []
    for entity, resource, kind in zip(
        uses["entity_id"], uses["resource"], uses["event_type"], strict=True
    ):
        spare, own = free.setdefault(resource, []), held.setdefault((entity, resource), [])
        if kind == "resource_use":
            most[resource] = most.get(resource, 0) + (not spare)
            own.append(heapq.heappop(spare) if spare else most[resource])
            found.append(float(own[-1]))
        else:
            found.append(float(own[0]))
            heapq.heappush(spare, own.pop(0))
    return found

"""The event log as pm4py and other tools of process mining read it, and as XES."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import quoteattr

import numpy as np
import pandas as pd

from simcore.errors import RunError
from simcore.results.spreadsheets import without_formulas
from simcore.text import Label, visible

CASE, ACTIVITY, RESOURCE = "case:concept:name", "concept:name", "org:resource"
START, COMPLETE = "start_timestamp", "time:timestamp"
WAIT, INTERRUPTED = Label("wait: ", "等候："), Label("interrupted: ", "中断：")
AT_ONCE = ("arrive", "leave")  # what counts though it takes no time
EXTENSIONS = ("Concept", "Time", "Lifecycle", "Organizational")
CHUNK = 100_000  # transitions written at a time
PREFIXES = {"Organizational": "org"}
NO_DATES = RunError(
    Label("a log for process mining needs dates", "流程挖掘所用的日志需要日期"),
    Label('give the scenario a start, as in --set start="2026-01-05"',
          '请在情景中写 start，例如 --set start="2026-01-05"'),
)  # fmt: skip


def mining_table(events: pd.DataFrame, lang: str = "en") -> pd.DataFrame:
    """Return what takes time, arrivals and exits, one row each, in the order of their ends.

    events: as `event_table` gives them.
    lang: of the names of activities, en or zh.

    The columns are those that pm4py goes by: case:concept:name (replication/patient),
    concept:name (the step's name, "wait: ..." for what comes before it), start_timestamp and
    time:timestamp, and org:resource. What is not over is left out.
    Raises RunError for a log without dates.
    """
    if "asked" not in events:
        raise NO_DATES
    events = events[events["word"] != "breakdown"]
    label = events[f"label_{lang}"].astype(str)
    label = label.where(events["word"] != "interruption", INTERRUPTED[lang] + label)
    waits = _activities(events, WAIT[lang] + label, "asked", "began")
    waits = waits[events["asked"] < events["began"]]
    steps = _activities(events, label, "began", "ended")
    steps = steps[(events["began"] < events["ended"]) | events["word"].isin(AT_ONCE)]
    found = pd.concat([waits, steps]).sort_values([COMPLETE, START], kind="stable")
    return found.reset_index(drop=True)


def _activities(events: pd.DataFrame, name: pd.Series, start: str, end: str) -> pd.DataFrame:
    case = events["replication"].astype(str) + "/" + events["patient"]
    resource = events["resource"].astype(object)
    return pd.DataFrame(
        {CASE: case, ACTIVITY: name, START: events[start], COMPLETE: events[end],
         RESOURCE: resource}
    )  # fmt: skip


def write_csv(events: pd.DataFrame, path: Path) -> None:
    """Write the log as people read it as CSV, UTF-8 with the mark that spreadsheets look for."""
    without_formulas(events).to_csv(path, index=False, encoding="utf-8-sig")


def write_xes(events: pd.DataFrame, path: Path) -> None:
    """Write the log as XES (IEEE 1849-2016), case by case: each activity's start and complete.

    Raises RunError for a log without dates.
    """
    found = _transitions(mining_table(events))
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("<?xml version='1.0' encoding='utf-8'?>\n")
        file.write('<log xes.version="1849-2016" xmlns="http://www.xes-standard.org/">\n')
        for name in EXTENSIONS:
            prefix = PREFIXES.get(name, name.lower())
            uri = f"http://www.xes-standard.org/{prefix}.xesext"
            file.write(f'<extension name="{name}" prefix="{prefix}" uri="{uri}"/>\n')
        for k in range(0, len(found), CHUNK):
            file.writelines(_lines(found.iloc[k : k + CHUNK]))
        file.write("</log>\n")


def _transitions(activities: pd.DataFrame) -> pd.DataFrame:
    """Return starts and completions, each case's together; what ends goes before what starts."""
    lasting = activities[activities[START] < activities[COMPLETE]]
    starts = lasting.assign(at=lasting[START], order=1, what="start")
    ends = activities.assign(at=activities[COMPLETE], order=0, what="complete")
    found = pd.concat([ends, starts])
    found["case"] = pd.factorize(found[CASE])[0]
    found = found.sort_values(["case", "at", "order"], kind="stable", ignore_index=True)
    begins = found["case"] != found["case"].shift()
    return found.assign(begins=begins, ends=begins.shift(-1, fill_value=True))


def _lines(found: pd.DataFrame) -> list[str]:
    """Return the text of each transition, with the beginning and the end of its trace."""
    case = _text("concept:name", found[CASE].where(found["begins"], ""))
    parts = [
        ("<trace>" + case + "\n").where(found["begins"], ""),
        "<event>" + _text(ACTIVITY, found[ACTIVITY]),
        _text(RESOURCE, found[RESOURCE].fillna("")).where(found[RESOURCE].notna(), ""),
        _text("lifecycle:transition", found["what"]),
        f'<date key="{COMPLETE}" value="' + _iso(found["at"]) + '"/></event>\n',
        pd.Series(np.where(found["ends"], "</trace>\n", ""), found.index),
    ]
    return ["".join(row) for row in zip(*parts, strict=True)]


def _text(key: str, values: pd.Series) -> pd.Series:
    """Return an attribute for each value, what XML does not take as it stands being escaped."""
    written = {value: quoteattr(visible(value)) for value in values.unique()}
    return f'<string key="{key}" value=' + values.map(written) + "/>"


def _iso(times: pd.Series) -> pd.Series:
    text = np.datetime_as_string(times.to_numpy("datetime64[ms]"))
    return pd.Series(text, times.index) + "+00:00"

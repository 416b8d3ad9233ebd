"""CSV files of arrivals: what they become, and what is wrong with them, by their own lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from simcore.errors import Problem
from simcore.scenario.files import yaml
from simcore.scenario.files.reach import Reach
from simcore.scenario.network import profile_csv


def test_csv_files_become_part_of_the_scenario(tmp_path: Path) -> None:
    (tmp_path / "rates.csv").write_text(
        "星期,时间,每小时\n周一,00:00,2\n周一,08:30:15,12\n" + "".join(
            f"{day},0:00,3\n" for day in ("tue", "wed", "4", "5", "sat", "sunday") if day != "4"
        ) + "thu,0:00,3\n", encoding="utf-8",
    )  # fmt: skip
    (tmp_path / "times.csv").write_text("hours\n1\n2.5\n", encoding="utf-8")
    (tmp_path / "seasons.csv").write_text("date,factor\n2019-07-01,0.8\n01-01,1.2\n")
    file = tmp_path / "f.yaml"
    file.write_text(
        "sources:\n  a: {arrivals: {csv: rates.csv, yearly: {csv: seasons.csv}}}\n"
        "  b: {arrivals: {times_csv: times.csv}}\n"
    )
    problems: list[Any] = []
    sources = profile_csv.inline(yaml.read(file, problems), file, Reach.of(file), problems).plain()[
        "sources"
    ]
    assert problems == []
    weekly = sources["a"]["arrivals"]["weekly"]
    assert weekly["mon 00:00-08:30:15"] == "2.0 / h"
    assert weekly["mon 08:30:15-24:00"] == "12.0 / h"
    assert len(weekly) == 8
    assert sources["a"]["arrivals"]["yearly"] == {"07-01": "80%", "01-01": "120%"}
    assert sources["b"]["arrivals"] == {"at": ["1.0 hours", "2.5 hours"]}


def problems(folder: Path, text: str | bytes, arrivals: str = "csv: t.csv") -> list[Problem]:
    """Return what is wrong with a file t.csv that a source names."""
    (folder / "t.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    file = folder / "f.yaml"
    file.write_text(f"sources: {{a: {{arrivals: {{{arrivals}}}}}}}\n")
    found: list[Problem] = []
    profile_csv.inline(yaml.read(file, []), file, Reach.of(file), found)
    return found


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def week(**other: str) -> str:
    """Return a table with every hour, in which lines are other than they should be."""
    lines = {f"{day}{hour}": f"{day},{hour},3" for day in DAYS for hour in range(24)} | other
    return "day,hour,rate\n" + "\n".join(lines.values()) + "\n"


def by_time(**begins: str) -> str:
    """Return a table with one row a day, from midnight on where nothing else is said."""
    rows = [f"{day},{begins.get(day, '0:00')},3\n" for day in DAYS if begins.get(day) != ""]
    return "day,time,rate\n" + "".join(rows)


RATES = {
    "not a number": (week(mon0="mon,0,two"), 'line 2: "two" is not a number'),
    "a negative rate": (week(mon0="mon,0,-1"), 'line 2: "-1" is not a number'),
    "not a day": (week(tue0="xyz,0,2"), 'line 26: "xyz" is not a day of the week'),
    "a month": (week(mon0="month,0,2"), 'line 2: "month" is not a day of the week'),
    "not an hour": (week(mon0="mon,24,2"), 'line 2: "24" is not a time of day'),
    "half an hour": (week(mon0="mon,00:30,2"), 'line 2: "00:30" is not a time of day'),
    "behind empty lines": ("day,hour,rate\n\n\nmon,x,1\n", 'line 4: "x" is not a time of day'),
    "an hour twice": (week(mon5="mon,4,3"), "line 7: this is said on line 6 already"),
    "a missing hour": (week(mon5=""), "mon has no row for 05:00"),
    "a missing day": (by_time(sun=""), "there is no row for sun"),
    "a late beginning": (by_time(sun="8:00"), "sun has no row for 00:00"),
    "only headings": ("day,hour,rate\n", "no rows are there"),
    "nothing": ("", "no rows are there"),
    "no day": ("hour,rate\n0,2\n", "there is no column day"),
    "another heading": ("星期,小时,到达率\n周一,0,2\n", "there is no column rate"),
    "a column twice": ("day,hour,rate,rate\nmon,0,2,3\n", "rate and rate say the same"),
    "hour and time": ("day,hour,time,rate\nmon,0,0:00,3\n", "hour and time say the same"),
    "semicolons": ("day;hour;rate\nmon;0;2\n", 'the cells are separated by ";"'),
    "tabs": ("day\thour\trate\nmon\t0\t2\n", "the cells are separated by a tab"),
    "a decimal comma": (week(mon0="mon,0,2,5"), "line 2: 4 cells under 3 headings"),
    "an empty cell": (week(mon0="mon,0,"), "line 2: no rate is given"),
    "a short line": (week(mon0="mon,0"), "line 2: no rate is given"),
    "not UTF-8": ("星期,小时,每小时\n".encode("gbk"), "cannot read this file as text"),
}
FACTORS = {
    "slashes": ("date,factor\n2020/1/1,1\n", 'line 2: "2020/1/1" is not a day of the year'),
    "two years": (
        "date,factor\n2020-01-01,1\n2021-01-01,2\n",
        "dates of several years: 2020, 2021",
    ),
    "a day twice": ("day,factor\n1,1\n01-01,2\n", "line 3: this is said on line 2 already"),
    "a leap day": (
        "date,factor\n2020-02-28,1\n2020-02-29,2\n",
        "line 3: this is said on line 2 already",
    ),
    "no such day": ("date,factor\n2021-02-30,1\n", "is not a day of the year"),
}
TIMES = {
    "two units": ("minutes,hours\n1,2\n", "minutes and hours say the same"),
    "falling": ("hours\n1\n3\n2\n", "line 4: it comes before the one above"),
}
CASES = [
    pytest.param(arrivals, *case, id=name)
    for arrivals, cases in [
        ("csv: t.csv", RATES), ("yearly: {csv: t.csv}", FACTORS), ("times_csv: t.csv", TIMES)
    ]
    for name, case in cases.items()
]  # fmt: skip


@pytest.mark.parametrize(("arrivals", "text", "message"), CASES)
def test_wrong_csv_files(tmp_path: Path, arrivals: str, text: str | bytes, message: str) -> None:
    [problem] = problems(tmp_path, text, arrivals)
    assert problem.message.en.startswith("t.csv: ")
    assert message in problem.message.en
    assert problem.line == 1
    assert problem.path.startswith("sources.a.arrivals.")


def test_all_lines_that_are_wrong_are_told(tmp_path: Path) -> None:
    found = problems(tmp_path, week(mon3="mon,3,x", sun23="sun,25,3"))
    assert [p.message.en for p in found] == [
        't.csv: line 5: "x" is not a number', 't.csv: line 169: "25" is not a time of day'
    ]  # fmt: skip


def test_the_remedy_names_the_headings(tmp_path: Path) -> None:
    [problem] = problems(tmp_path, "星期,小时,到达率\n周一,0,2\n")
    assert problem.message.zh == "t.csv：没有“每小时”一列"
    assert problem.remedy.zh == "标题应为：星期；小时或时间；每小时；现有标题：星期、小时、到达率"


def test_a_missing_file_is_not_there(tmp_path: Path) -> None:
    [problem] = problems(tmp_path, "", "csv: nowhere.csv")
    assert problem.message.en == "nowhere.csv: there is no such file"


def test_every_hour_is_read(tmp_path: Path) -> None:
    assert problems(tmp_path, week()) == []

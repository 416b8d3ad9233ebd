"""The log as people read it, worked out by hand: who asked for what, when it began and ended."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from support.lives import AWAY, clinic, people, room
from support.models import constant, label, leave

from simcore.experiments.logs import LogPlan
from simcore.network.model import Network
from simcore.network.resources import Breakdown, Closing, Pool, Preemption, SlotBook
from simcore.network.sources import Renewal
from simcore.network.steps import (
    Balk,
    Book,
    Branch,
    Delay,
    Fork,
    Gather,
    Go,
    Hold,
    Join,
    Release,
    Scatter,
    Seize,
    Set,
    Signal,
    Transfer,
    Until,
    Use,
)
from simcore.network.values import Expression
from simcore.play import simulate
from simcore.results.mining import mining_table

TWO, FIVE, TEN = (constant(x) for x in (2.0, 5.0, 10.0))
OPEN_FOR_10 = ((0.0, 1), (10.0, 0), (30.0, 1))  # capacity by minute of the week
EVERY_FOUR = people(process=Renewal(constant(4.0)), limit=2)
ENGINES = ("numba", "simpy")


def played(model: Network, engine: Any = "numba", **how: Any) -> pd.DataFrame:
    return simulate(model, engine=engine, **{"run": 5000.0, "log": True, **how}).events


def rows(events: pd.DataFrame) -> list[str]:
    """Return each row as text: patient, word, resource, asked, began, ended, outcome."""
    columns = ["patient", "word", "resource", "asked_minutes", "began_minutes", "ended_minutes",
               "outcome"]  # fmt: skip
    found = events[~events["word"].isin(("arrive", "leave"))][columns]
    return [
        " ".join("-" if x != x or x is None else f"{x:g}" if isinstance(x, float) else str(x)
                 for x in row)
        for row in found.itertuples(index=False)
    ]  # fmt: skip


def gate(size: int) -> Gather:
    return Gather("gate", label("gate"), size)


CASES: dict[str, tuple[Network, list[str]]] = {
    "a use that is waited for": (
        clinic([Use("a", TEN)], [people(0, 4)]),
        ["people/0 use a 0 0 10 done", "people/1 use a 4 10 20 done"],
    ),
    "a seize lasts until the release": (
        clinic([Seize("a"), Delay(FIVE), Release("a"), Delay(TWO)], [people(0, 1)]),
        ["people/0 seize a 0 0 5 done", "people/0 delay - 0 0 5 done",
         "people/1 seize a 1 5 10 done", "people/0 release a 5 5 5 done",
         "people/0 delay - 5 5 7 done", "people/1 delay - 5 5 10 done",
         "people/1 release a 10 10 10 done", "people/1 delay - 10 10 12 done"],
    ),
    "a transfer keeps the one until the other is had": (
        clinic([Seize("a"), Delay(TWO), Transfer("a", "b"), Delay(FIVE), Release("b")],
               [people(0, 2)], [room(), room(1, "b")]),
        ["people/0 seize a 0 0 2 done", "people/0 delay - 0 0 2 done",
         "people/0 transfer b 2 2 7 done", "people/0 delay - 2 2 7 done",
         "people/1 seize a 2 2 7 done", "people/1 delay - 2 2 4 done",
         "people/1 transfer b 4 7 12 done", "people/0 release b 7 7 7 done",
         "people/1 delay - 7 7 12 done", "people/1 release b 12 12 12 done"],
    ),
    "who gives up, and who does not join": (
        clinic([Use("a", TEN, patience=TWO, on_renege="away",
                    balk=(Balk(Expression("queue(a) >= 1"), "away"),))],
               [people(0, 1, 2)], paths=AWAY),
        ["people/0 use a 0 0 10 done", "people/1 use a 1 - 3 reneged",
         "people/2 use a 2 - 2 balked"],
    ),
    "the urgent interrupt": (
        clinic([Use("a", TEN)], [people(0, priority=2), people(4, name="urgent")],
               [room(preemption=Preemption(1, "resume"))]),
        ["people/0 use a 0 0 20 done", "urgent/0 use a 4 4 14 done",
         "people/0 interruption a 4 4 14 resumed"],
    ),
    "again after a closing": (  # a service begun anew is still one use
        clinic([Delay(TWO), Use("a", constant(15.0))], [people(0)],
               [room(OPEN_FOR_10, closing=Closing("restart"))]),
        ["people/0 delay - 0 0 2 done", "people/0 use a 2 2 45 done",
         "people/0 interruption a 10 10 30 resumed"],
    ),
    "sent away by a closing": (
        clinic([Use("a", constant(15.0))], [people(0, 5)],
               [room(OPEN_FOR_10, closing=Closing("leave", "leave", "away"))], AWAY),
        ["people/0 use a 0 0 10 interrupted", "people/1 use a 5 - 10 sent home",
         "people/0 interruption a 10 10 10 interrupted"],
    ),
    "sent away with a unit that was seized": (
        clinic([Seize("a"), Delay(constant(15.0)), Release("a")], [people(0)],
               [room(OPEN_FOR_10, closing=Closing("leave", "leave", "away"))], AWAY),
        ["people/0 seize a 0 0 10 interrupted", "people/0 delay - 0 0 10 interrupted",
         "people/0 interruption a 10 10 10 interrupted"],
    ),
    "two parts side by side": (
        clinic([Fork(("test", "test")), Delay(TWO)], [people(0)],
               paths={"test": [Use("a", FIVE), Join()]}),
        ["people/0 fork - 0 0 10 done", "people/0 use a 0 0 5 done", "people/0 use a 0 5 10 done",
         "people/0 join - 5 5 5 done", "people/0 join - 10 10 10 done",
         "people/0 delay - 10 10 12 done"],
    ),
    "who is taken along": (
        clinic([gate(2), Delay(FIVE), Scatter(), Delay(TWO)], [people(0, 4)], []),
        ["people/0 gather gate 0 4 4 done", "people/1 gather gate 4 4 4 done",
         "people/0 delay - 4 4 9 done", "people/0 scatter - 9 9 9 done",
         "people/0 delay - 9 9 11 done", "people/1 delay - 9 9 11 done"],
    ),
    "a signal": (
        clinic([Hold("results", label("results"))], [people(0), people(3, name="lab", to="lab")],
               [], {"lab": [Signal("results"), leave()]}),
        ["people/0 hold results 0 3 3 done", "lab/0 signal - 3 3 3 done"],
    ),
    "a waiting room": (  # places to wait are no words of the YAML
        clinic([Use("a", TEN)], [people(0, 1, 2)], [room(waiting_room=1)]),
        ["people/0 use a 0 0 10 done", "people/1 use a 1 10 20 done",
         "people/2 use a 2 20 30 done"],
    ),
    "cleaning is no patient's": (
        clinic([Use("a", FIVE, after=TWO)], [people(0, 1)]),
        ["people/0 use a 0 0 5 done", "people/1 use a 1 7 12 done"],
    ),
    "an appointment, and a full book": (
        clinic([Book("book", "away")], [people(0, 1)], [], AWAY, start=date(2020, 1, 6),
               books=(SlotBook("book", label("book"), ((600.0, 1),), 1440.0),)),
        ["people/0 book - 0 600 600 done", "people/1 book - 1 - 1 full"],
    ),
    "a moment of the week": (
        clinic([Until((30.0,))], [people(0)], []), ["people/0 until - 0 30 30 done"],
    ),
    "the same step again": (
        clinic([Use("a", TWO), Branch(((1.0, "visit"),))], [people(0)], paths=AWAY),
        ["people/0 use a 0 0 2 done", "people/0 branch - 2 2 2 done", "people/0 use a 2 2 4 done",
         "people/0 branch - 4 4 4 done", "people/0 use a 4 4 - -"],
    ),
    "the same step at once again": (
        clinic([Use("a", TWO), Go("visit")], [people(0)]),
        ["people/0 use a 0 0 2 done", "people/0 use a 2 2 4 done", "people/0 use a 4 4 - -"],
    ),
    "a breakdown": (
        clinic([Delay(TWO), Use("a", FIVE)], [people(0)],
               [room(breakdowns=(Breakdown(FIVE, TEN),))]),
        ["people/0 delay - 0 0 2 done", "people/0 use a 2 2 17 done",
         "a/breakdown 1/0 breakdown a 5 5 15 done", "people/0 interruption a 5 5 15 resumed"],
    ),
}  # fmt: skip
ENDS = {"the same step again": 5.0, "the same step at once again": 5.0, "a breakdown": 19.0}


STAY = clinic(
    [Use("beds", TEN)], [people(0, 4)], [room(name="own"), room(name="shared")],
    start=date(2026, 1, 5),
    pools=(Pool("beds", label("beds"), ("own", "shared"), moves_back=True),),
)  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
def test_a_move_is_a_row_of_its_own(engine: str) -> None:
    """It is counted, and what tools read goes on as if there were none."""
    results = simulate(STAY, engine=engine, run=5000.0, log=True)
    events = results.events
    assert rows(events) == [
        "people/0 use beds 0 0 10 done", "people/1 use beds 4 4 14 done",
        "people/1 move own 10 10 10 done",
    ]  # fmt: skip
    move = events[events["word"] == "move"].iloc[0]
    assert (move["pathway"], move["step"], move["label_en"]) == ("", 1, "beds")
    moved = results.resources.set_index("resource")["moved"]
    assert moved.to_dict() == {"own": 1.0, "shared": 0.0, "beds": 1.0}
    assert (
        mining_table(events)["concept:name"].tolist()
        == mining_table(events[events["word"] != "move"])["concept:name"].tolist()
    )


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", CASES)
def test_what_patients_did(name: str, engine: str) -> None:
    model, expected = CASES[name]
    assert rows(played(model, engine, run=ENDS.get(name, 5000.0))) == expected


def test_the_parts_of_a_patient_are_told_apart() -> None:
    events = played(CASES["two parts side by side"][0])
    assert events[events["word"] == "use"]["part"].tolist() == [1, 2]
    assert events[events["word"].isin(("fork", "delay"))]["part"].tolist() == [0, 0]


def test_names_are_those_of_the_yaml() -> None:
    events = played(CASES["a transfer keeps the one until the other is had"][0])
    own = events[events["patient"] == "people/0"].set_index("word")
    assert own.index.tolist() == ["arrive", "seize", "delay", "transfer", "delay", "release",
                                  "leave"]  # fmt: skip
    assert set(own["pathway"]) == {"visit"}
    assert own["step"].tolist() == [0, 1, 2, 3, 4, 5, 6]
    assert own.loc["transfer", "label_en"] == "move to b"
    assert own.loc["transfer", "label_zh"] == "转入b"
    assert own.loc["leave", "label_en"] == "home"
    assert set(own["class"]) == {"patient"}


def test_a_step_goes_by_its_own_name() -> None:
    events = played(clinic([Use("a", TEN, called=label("X-ray"))], [people(0)]))
    assert events.set_index("word").loc["use", "label_en"] == "X-ray"


def test_the_warm_up_is_marked() -> None:
    events = played(clinic([Use("a", TEN)], [EVERY_FOUR]), warmup=5.0)
    assert rows(events) == ["people/0 use a -1 -1 9 done", "people/1 use a 3 9 19 done"]
    assert events[events["word"] == "use"]["warmup"].tolist() == [True, False]


def test_dates_are_those_of_the_start_and_not_made_up() -> None:
    model = [Use("a", TEN)], [people(0, 4)]
    assert not {"asked", "began", "ended"} & set(played(clinic(*model)))
    dated = clinic([Use("a", TEN)], [EVERY_FOUR], start=date(2020, 1, 6))
    events = played(dated, warmup=6.0)
    uses = events[events["word"] == "use"]
    assert uses["began"].astype(str).tolist() == ["2020-01-05 23:58:00", "2020-01-06 00:08:00"]


@pytest.mark.parametrize("engine", ENGINES)
def test_attributes_that_were_asked_for(engine: str) -> None:
    """Values are those with which a patient comes to the step."""
    ages = [Set("age", Expression("age + 1")), Use("a", TEN), Set("age", FIVE)]
    came = people(0, 4, values=(("age", TEN),))
    model = clinic(ages, [came], attributes=("weight", "age"))
    events = played(model, engine, log=LogPlan(attributes=("age",)))
    assert events.groupby("word", observed=True)["attribute_age"].unique().map(list).to_dict() == {
        "arrive": [0.0], "set": [10.0, 11.0], "use": [11.0], "leave": [5.0],
    }  # fmt: skip
    assert "attribute_weight" not in events


def test_many_leave_at_one_instant() -> None:
    """More are interrupted by one closing than the log had room for."""
    n = 9000
    model = clinic([Use("a", constant(15.0))], [people(0, size=constant(n))],
                   [room(((0.0, n), (10.0, 0)), closing=Closing("leave", "leave", "away"))],
                   AWAY)  # fmt: skip
    events = played(model, run=100.0)
    assert (events["outcome"] == "interrupted").sum() == 2 * n


def test_the_rows_of_a_resource_alone() -> None:
    model = clinic([Use("b", TWO), Use("a", TEN), Delay(FIVE)], [people(0, 4)],
                   [room(), room(2, "b")])  # fmt: skip
    assert rows(played(model, log="resource=a")) == [
        "people/0 use a 2 2 12 done", "people/1 use a 6 12 22 done"
    ]  # fmt: skip
    assert np.isnan(played(model, run=15.0)["ended_minutes"]).any()

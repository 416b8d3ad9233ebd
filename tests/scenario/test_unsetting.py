"""`null` unsets whatever may be left out: every key of the language, and every named entry."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import BaseModel

from simcore.errors import ScenarioError
from simcore.scenario.faults.explain import keys_of, record_at
from simcore.scenario.files import paths
from simcore.scenario.files.tree import Node
from simcore.scenario.load import Scenario, load_scenario, parse_scenario
from simcore.scenario.network.network import NetworkScenario
from simcore.scenario.region.region import RegionScenario
from simcore.scenario.schema import json_schema

ROOT = Path(__file__).parents[2] / "scenarios"
SHAOXING = ROOT / "shaoxing"
FILES = [
    Path(__file__).parent / "every_key.yaml",
    *(f for part in ("examples", "published") for f in sorted((ROOT / part).glob("*.yaml"))),
    SHAOXING / "2015-baseline.yaml",  # first, as no target needs the baseline that it is given
    SHAOXING / "2020-targets.yaml",
]
BASELINE = {  # what Shaoxing's does not say
    "replications": 2,
    "baseline": "2015-baseline.yaml",
    "conditions.respiratory.yearly": {"1": "120%", "7": "80%"},
    "conditions.respiratory.growth": "3% a year",
    "areas.yuecheng.supply.village": "90%",
    "sources.areas": "assumption",
    "areas.yuecheng.age_bands": {"0-14": "11%", "15-59": "60%", "60+": "29%"},
    "areas.yuecheng.aged_65_and_over": "20%",
    "conditions.respiratory.surges": [{"from": "30 d", "shape": [["0 d", "100%"], ["9 d", "90%"]]}],
    "calendar.holidays": "china",
    "policy.private": {"share_of_beds": "20%", "beds_per_1000": None},
}
INLINED = {("Arrivals", "csv"), ("Arrivals", "times_csv")}  # their rows take their place
MODELS: dict[str, type[BaseModel]] = {"network": NetworkScenario, "region": RegionScenario}


def records(kind: Any, seen: dict[type[BaseModel], None]) -> dict[type[BaseModel], None]:
    """Return every record that an annotation leads to."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        if kind not in seen:
            seen[kind] = None
            for field in kind.model_fields.values():
                records(field.annotation, seen)
        return seen
    for inner in typing.get_args(kind):
        records(inner, seen)
    return seen


def optional_keys() -> set[tuple[str, str]]:
    """Return the record and the key of all that may be left out, from the dataclasses."""
    found = {r: None for model in MODELS.values() for r in records(model, {})}
    return {
        (record.__name__, field.alias or name)
        for record in found
        for name, field in record.model_fields.items()
        if not field.is_required()
    }


@cache
def scenario(file: Path) -> Scenario:
    return load_scenario(file, set_=BASELINE if file.stem == "2015-baseline" else {})


def entries(node: Node, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the path of every key of a tree, and of every item of a list."""
    for name, child in node.children():
        if path or name != "variants":
            yield (*path, name)
            yield from entries(child, (*path, name))


@cache
def places() -> dict[tuple[str, str], tuple[Path, tuple[str, ...]]]:
    """Return where each key of the language is first written: record and key to file and path."""
    found: dict[tuple[str, str], tuple[Path, tuple[str, ...]]] = {}
    for file in FILES:
        one = scenario(file)
        for path in entries(one.tree):
            record = record_at(MODELS[one.kind], path[:-1])
            if record is not None and path[-1] in keys_of(record):
                found.setdefault((record.__name__, path[-1]), (file, path))
            elif record is None and record_at(MODELS[one.kind], path) is not None:
                kind = record_at(MODELS[one.kind], path)
                assert kind is not None
                found.setdefault((kind.__name__, "(an entry)"), (file, path))
    return found


def told(made: Any) -> Any:
    """Return what comes of making a scenario: its digest, or what is wrong with it."""
    try:
        return made().hash
    except ScenarioError as error:
        return sorted((p.path, p.message.en) for p in error.problems)


def without(value: Any, path: tuple[str, ...]) -> Any:
    """Return plain values without the key at a path."""
    key: Any = int(path[0]) if isinstance(value, list) else path[0]
    copy = value.copy()
    if len(path) > 1:
        copy[key] = without(copy[key], path[1:])
    else:
        del copy[key]
    return copy


def test_every_key_that_may_be_left_out_is_written_in_a_file_here() -> None:
    assert optional_keys() - places().keys() == INLINED


@pytest.mark.parametrize("what", sorted(places()), ids=".".join)
def test_null_is_as_if_the_key_were_not_there(what: tuple[str, str]) -> None:
    file, path = places()[what]
    whole = scenario(file)
    gone = without(whole.document, path)
    gone["variants"] = {"whole": whole.document}  # what the key's value uses is in use there
    assert told(lambda: whole.with_({paths.join(path): None})) == told(
        lambda: parse_scenario(gone, folder=file.parent)
    )


def test_null_unsets_a_table() -> None:
    other = {"rate": "1 / h", "csv": None}
    changed = load_scenario(FILES[0], set_={"sources.table.arrivals": other})
    assert "weekly" not in changed.document["sources"]["table"]["arrivals"]
    other = {"at": ["1 h"], "times_csv": None}
    changed = load_scenario(FILES[0], set_={"sources.trace.arrivals": other})
    assert changed.document["sources"]["trace"]["arrivals"] == {"at": ["1 h"]}


def test_null_unsets_in_a_variant_and_in_a_file_that_extends(tmp_path: Path) -> None:
    base = ROOT / "examples" / "mmc.yaml"
    (tmp_path / "base.yaml").write_text(base.read_text(encoding="utf-8"), encoding="utf-8")
    top = """
extends: base.yaml
sources:
  customers: {arrivals: {rate: null, every: {exponential: 6 min}}}
  others: {arrivals: {rate: 1 / h}, pathway: service}
variants:
  alone: {sources.others: null, sources.customers.arrivals.every: null,
          sources.customers.arrivals.rate: 3 / h}
  nothing: null
"""
    file = tmp_path / "top.yaml"
    file.write_text(top, encoding="utf-8")
    arrivals = load_scenario(file).document["sources"]["customers"]["arrivals"]
    assert arrivals == {"every": {"exponential": "6 min"}}
    alone = load_scenario(file, variants=["alone"]).document["sources"]
    assert list(alone) == ["customers"]
    assert alone["customers"]["arrivals"] == {"rate": "3 / h"}
    with pytest.raises(ScenarioError, match='no variant "nothing"'):
        load_scenario(file, variants=["nothing"])


def test_the_schema_lets_null_stand_wherever_a_key_may_be_left_out() -> None:
    validator = jsonschema.Draft202012Validator(json_schema())
    wrong = []
    for record, key in sorted(optional_keys() - INLINED):
        file, path = places()[record, key]
        if not validator.is_valid(_put(scenario(file).document, path, None)):
            wrong.append((record, key))
    assert wrong == []


def _put(value: Any, path: tuple[str, ...], leaf: Any) -> Any:
    if not path:
        return leaf
    key: Any = int(path[0]) if isinstance(value, list) else path[0]
    copy = value.copy()
    copy[key] = _put(copy[key], path[1:], leaf)
    return copy

"""A fault is told once: what follows from it, and what stands elsewhere by an alias, is not."""

from __future__ import annotations

import types
import typing
from pathlib import Path

import numpy as np
import pytest
from pydantic import BaseModel, Discriminator

from simcore.errors import ScenarioError
from simcore.scenario.load import load_scenario, parse_scenario
from simcore.scenario.network.network import NetworkScenario
from simcore.scenario.region.region import RegionScenario

SHAOXING = Path(__file__).parents[2] / "scenarios" / "shaoxing" / "2020-targets.yaml"
CLINIC = """
kind: network
name: Clinic
time: {run: 1 d}
resources:
  doctor: {capacity: 2}
sources:
  a: {arrivals: {rate: 3 / h}, pathway: visit}
pathways:
  visit:
    - {id: look, use: {resource: doctor, for: 4 min}, cost: 3 yuan}
    - leave: home
"""


def paths_of(text: str, **settings: object) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(text, set_=settings)
    return [p.path for p in caught.value.problems]


@pytest.mark.parametrize(
    ("setting", "path"),
    [
        ("policy.first_contact.primary_share=70", "policy.first_contact.primary_share"),
        ("policy.first_contact={primary_shar: 70%}", "policy.first_contact.primary_shar"),
        ("policy.first_contact=behaviour", "policy.first_contact"),
        ("policy.bypass=3%", "policy.bypass"),
        ("new.key=[3 min, 5]", "new"),
    ],
)
def test_one_wrong_setting_of_a_region_is_one_fault(setting: str, path: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(SHAOXING, set_=[setting])
    assert [p.path for p in caught.value.problems] == [path]


def records(kind: object, seen: set[type[BaseModel]]) -> set[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in seen:
        seen.add(kind)
        for field in kind.model_fields.values():
            records(field.annotation, seen)
    for inner in typing.get_args(kind):
        records(inner, seen)
    return seen


def test_no_record_is_one_of_several_that_are_all_tried() -> None:
    """Else what is wrong is told of each: such a field says by a discriminator which is meant."""
    for record in records(NetworkScenario, set()) | records(RegionScenario, set()):
        for name, field in record.model_fields.items():
            kinds = [k for k in typing.get_args(field.annotation) if k is not types.NoneType]
            union = typing.get_origin(field.annotation) in (typing.Union, types.UnionType)
            told_apart = any(isinstance(m, Discriminator) for m in field.metadata) or isinstance(
                field.discriminator, Discriminator
            )
            assert not union or len(kinds) == 1 or told_apart, (record, name)


def test_an_unknown_key_does_not_also_lack_a_source() -> None:
    covered = CLINIC + "evidence: {resources: assumption, sources: assumption, pathways: census}\n"
    assert paths_of(covered.replace("capacity: 2", "capacity: 2, extra: {a: 3, b: 5 min}")) == [
        "resources.doctor.extra"
    ]
    assert paths_of(covered + "resorces: {nurse: {capacity: 3}}\n") == ["resorces"]


def test_a_fault_in_an_anchor_is_told_where_it_stands_and_once() -> None:
    text = CLINIC.replace("{capacity: 2}", "&unit {capcity: 2}\n  nurse: *unit\n  porter: *unit")
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(text)
    assert [(p.line, p.path) for p in caught.value.problems if "nobody" not in p.message.en] == [
        (6, "resources.doctor.capcity")
    ]
    lacking = text.replace("capcity: 2", "cost_per_hour: 3 yuan")
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(lacking)
    assert [p.line for p in caught.value.problems] == [6]


def test_what_is_empty_is_not_null() -> None:
    assert paths_of(CLINIC.replace("{capacity: 2}", "")) == ["resources.doctor"]
    assert paths_of(CLINIC + "seed:\n") == ["seed"]
    assert paths_of(CLINIC + "attributes: [a, null]\n") == ["attributes.1"]
    with pytest.raises(ScenarioError, match="nothing stands"):
        parse_scenario(CLINIC, set_=["seed="])


def test_a_merge_key_brings_in_the_keys_of_an_anchor() -> None:
    text = CLINIC.replace(
        "{capacity: 2}",
        "&unit {capacity: 2, order: lifo}\n  nurse: {<<: *unit, capacity: 5}\n"
        "  porter: {<<: [*unit, *unit]}",
    ).replace("- leave", "- use: {resource: nurse, for: 1 h, also: [porter]}\n    - leave")
    made = parse_scenario(text).document["resources"]
    assert made["nurse"] == {"order": "lifo", "capacity": 5}
    assert made["porter"] == made["doctor"]
    assert paths_of(CLINIC.replace("{capacity: 2}", "{<<: 3, capacity: 2}")) == [
        "resources.doctor.<<"
    ]


def test_steps_are_replaced_one_by_one() -> None:
    plain = parse_scenario(
        CLINIC.replace("- {id", "- {id: rest, delay: 1 h, cost: 3 yuan}\n    - {id")
    )
    use = {"use": {"resource": "doctor", "for": "5 min"}}
    by_number = plain.with_({"pathways.visit.0": use})
    step = {"id": "rest", "cost": "3 yuan", **use}
    assert by_number.document["pathways"]["visit"][0] == step
    by_id = plain.with_({"pathways.visit.rest": use})
    assert by_id.document["pathways"]["visit"] == by_number.document["pathways"]["visit"]
    some = plain.with_({"pathways.visit": {"0": None, "2": {"leave": "cured"}}})
    assert some.document["pathways"]["visit"][1:] == [{"leave": "cured"}]
    inner = plain.with_({"pathways.visit.look.use.for": "9 min"})
    assert inner.document["pathways"]["visit"][1]["use"] == {"resource": "doctor", "for": "9 min"}
    with pytest.raises(ScenarioError, match="number, from 0, or its id"):
        plain.with_({"pathways.visit.7.delay": "5 min"})


def test_python_values_are_as_good_as_texts() -> None:
    plain = parse_scenario(CLINIC)
    changed = plain.with_({"resources.doctor.capacity": np.int64(4), "seed": np.uint8(3)})
    assert changed.hash == plain.with_({"resources.doctor.capacity": 4, "seed": 3}).hash
    weighed = {"arrivals": {"every": {"empirical": {"values": ["1 min", "2 min"],
               "weights": np.array([1, 2])}}}, "pathway": np.str_("visit")}  # fmt: skip
    assert plain.with_({"sources.a": None, "sources.b": weighed}).document["sources"] == {
        "b": {**weighed, "arrivals": {"every": {"empirical": {
            "values": ["1 min", "2 min"], "weights": [1, 2]}}}}
    }  # fmt: skip
    with pytest.raises(ScenarioError, match="Path is nothing"):
        plain.with_({"start": Path("x")})
    assert len(repr(plain)) < 100
    assert parse_scenario(plain.document).hash == plain.hash

"""What a region's institutions may be to each other: what is accepted can be built."""

from __future__ import annotations

import pytest

from simcore.building import network_of
from simcore.errors import ScenarioError
from simcore.region.layout import Layout
from simcore.region.money import prices
from simcore.scenario.load import Scenario

KINDS = ("village", "township", "private_clinic", "county_general", "county_tcm",
         "county_maternal", "private_hospital", "prefecture_hospital", "elsewhere")  # fmt: skip
LEVELS = ("village", "township", "secondary", "tertiary", "outside")
ENDS = ("origin", "to")
PLACES = ("every area", "outside", "zhuji")
CHOICES = [
    *((f"institutions.{kind}.refers_to", other) for kind in KINDS for other in KINDS),
    *((f"institutions.{kind}.level", level) for kind in KINDS for level in LEVELS),
    *((f"institutions.{kind}.located", place) for kind in KINDS for place in PLACES),
    *((f"institutions.{kind}.ownership", who) for kind in KINDS for who in ("public", "private")),
    *(("alliances.zhuji.lead", kind) for kind in KINDS),
    *(
        (f"policy.postings.city_to_county.{end}", kind)
        for kind in KINDS
        for end in ("origin", "to")
    ),
]


def can_be_built(region: Scenario) -> bool:
    network = network_of(region, scale=0.01)
    return bool(network.pathways) and not prices(Layout(region.model)).empty


@pytest.mark.parametrize(("path", "value"), [
    ("institutions.private_clinic.refers_to", "township"),  # whose lead then is of phase 3
    ("institutions.county_tcm.level", "township"),  # which does not see all that is moved down
    ("institutions.county_maternal.level", "township"),
])  # fmt: skip
def test_what_is_accepted_can_be_built(planned: Scenario, path: str, value: str) -> None:
    assert can_be_built(planned.with_({path: value}))


@pytest.mark.parametrize(("path", "value", "said"), [
    ("institutions.county_tcm.refers_to", "village", '"village" is of a lower tier'),
    ("institutions.prefecture_hospital.level", "township", "is of a lower tier"),
    ("institutions.elsewhere.refers_to", "township", "is of a lower tier"),
    ("institutions.county_general.level", "village", "is no hospital"),
    ("alliances.zhuji.lead", "village", '"village" is no hospital'),
    ("alliances.zhuji.lead", "elsewhere", "is no hospital"),
    ("policy.postings.city_to_county.origin", "elsewhere", "no clinic physicians"),
    ("policy.postings.city_to_county.to", "elsewhere", "no clinic physicians"),
])  # fmt: skip
def test_what_cannot_be_meant_is_refused(
    planned: Scenario, path: str, value: str, said: str
) -> None:
    with pytest.raises(ScenarioError, match=said):
        planned.with_({path: value})


@pytest.mark.long
def test_any_choice_is_refused_or_can_be_built(planned: Scenario) -> None:
    built = 0
    for path, value in CHOICES:
        try:
            changed = planned.with_({path: value})
        except ScenarioError:
            continue
        assert can_be_built(changed), (path, value)
        built += 1
    assert built > 100

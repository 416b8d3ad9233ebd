"""Beds, physicians and alliances: exact by hand, and conserved."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from simcore.errors import ScenarioError
from simcore.network.compiler.compile import compile_network
from simcore.network.indicators import Observed
from simcore.network.model import Network
from simcore.region.alliance import test_place as place_of_tests
from simcore.region.appointments import seats
from simcore.region.build import build
from simcore.region.institutions import units
from simcore.region.layout import Layout
from simcore.scenario.load import Scenario
from simcore.scenario.region.region import RegionScenario

Changed = Callable[..., RegionScenario]


def structural(model: RegionScenario) -> dict[str, float]:
    nothing = Observed(*[None] * 3, 1.0)  # type: ignore[arg-type]
    return {i.id: i.value(nothing) for i in build(model).indicators if i.structural}


def beds(network: Network) -> int:
    return sum(r.capacity.at(0.0) for r in network.resources if r.tags["type"] == "beds")


def test_baseline_by_hand(baseline: Scenario) -> None:
    """Densities add up: public types, then private and children's beds by policy."""
    got = structural(baseline.model)
    public = 0.30 + (1.55 + 0.50 + 0.10) + (0.26 + 0.08) + 0.07 + (0.86 + 0.27 + 0.03)
    children = 1.93 * 0.1278
    assert got["beds_per_1000"] == pytest.approx(public + children + 0.8)
    assert got["private_beds_per_1000"] == pytest.approx(0.8)
    assert got["private_bed_share"] == pytest.approx(80 / (public + children + 0.8))
    assert got["children_beds_per_1000"] == pytest.approx(1.93)
    assert got["paediatricians_per_1000"] == pytest.approx(0.49)
    assert got["contract_coverage"] == pytest.approx(20.0)
    assert got["aged_60_and_over"] == pytest.approx(15.36)
    assert got["aged_65_and_over"] == pytest.approx(9.94)


def test_the_plan_by_hand(planned: Scenario) -> None:
    got = structural(planned.model)
    assert got["private_beds_per_1000"] == pytest.approx(1.4)
    assert got["children_beds_per_1000"] == pytest.approx(2.2)
    assert got["paediatricians_per_1000"] == pytest.approx(0.69)
    assert got["contract_coverage"] == pytest.approx(50.0)
    assert got["private_bed_share"] == pytest.approx(100 * 1.4 / got["beds_per_1000"])


def test_private_beds_by_share(changed: Changed) -> None:
    model = changed({"policy.private.share_of_beds": "20%", "policy.private.beds_per_1000": None})
    assert structural(model)["private_bed_share"] == pytest.approx(20.0)


def test_postings_move_physicians_and_make_none(planned: Scenario) -> None:
    model = planned.model
    alone = model.model_copy(update={"policy": model.policy.model_copy(update={"postings": {}})})
    before, after = ({s.id: s.physicians["clinic"] for s in Layout(m).sites if s.physicians}
                     for m in (alone, model))  # fmt: skip
    assert sum(after.values()) == pytest.approx(sum(before.values()))
    assert after["prefecture_hospital"] == pytest.approx(0.95 * before["prefecture_hospital"])
    assert after["zhuji/township"] > before["zhuji/township"]


def test_capacity_keeps_at_least_one_unit() -> None:
    assert units(0.0, 1.0) == 0
    assert units(0.2, 0.01) == 1
    assert units(400.0, 0.01) == 4


def test_scale_conserves_beds(baseline: Scenario) -> None:
    """A tenth of the beds within rounding: half a bed for each of the resources."""
    whole, tenth = build(baseline.model), build(baseline.model, scale=0.1)
    assert len(whole.resources) == len(tenth.resources)
    assert beds(tenth) == pytest.approx(beds(whole) / 10, abs=0.5 * len(tenth.resources))


def test_an_alliance_shares_one_centre(planned: Scenario, baseline: Scenario) -> None:
    for scenario, shared in ((planned, True), (baseline, False)):
        layout = Layout(scenario.model)
        member, lead = layout.site("township", "zhuji"), layout.site("county_general", "zhuji")
        assert member is not None
        assert lead is not None
        names = {p.resource for s in (member, lead) if (p := place_of_tests(layout.model, s))}
        assert names == ({"zhuji/tests"} if shared else {"zhuji/township/tests",
                                                        "zhuji/county_general/tests"})  # fmt: skip


def test_the_centre_has_its_members_rooms(planned: Scenario) -> None:
    layout = Layout(planned.model)
    centre = next(r for r in build(planned.model).resources if r.name == "zhuji/tests")
    rooms = sum(s.rooms for s in layout.sites if s.area == "zhuji"
                and s.kind in ("township", "county_general"))  # fmt: skip
    assert centre.capacity.values == (units(rooms, 1.0),)


def test_a_pool_takes_and_gives_beds(planned: Scenario) -> None:
    """The lead gives 4% of its general beds: none appears, none is lost but by rounding."""
    layout, network = Layout(planned.model), build(planned.model)
    pooled = {r.name: r.capacity.at(0.0) for r in network.resources}
    lead, member = layout.site("county_general", "zhuji"), layout.site("township", "zhuji")
    assert lead is not None
    assert member is not None
    given = 0.04 * lead.beds["general"]
    assert pooled["zhuji/beds"] == units(member.beds["general"] + given, 1.0)
    assert pooled["zhuji/county_general/beds/general"] == units(lead.beds["general"] - given, 1.0)
    assert "zhuji/township/beds/general" not in pooled


def test_seats_are_a_share_of_what_physicians_could_see(baseline: Scenario) -> None:
    """Of county hospitals in Zhuji 22%, in the hours in which half are in session or more."""
    layout = Layout(baseline.model)
    site = layout.site("county_general", "zhuji")
    assert site is not None
    assert site.type.booking is not None
    in_session = 0.44 * 1157.938 * 0.113
    hours = 6 * (4 * 1.0 + 2 * 0.55 + 4 * 0.85) + 4 * 0.75 + 4 * 0.65
    wanted = 0.22 * in_session * hours * 60 / 7
    slots = seats(layout, site, site.type.booking)
    assert sum(n for _, n in slots) == pytest.approx(wanted, abs=1.0)
    assert {minute % 1440 // 60 for minute, _ in slots} <= set(range(7, 18))
    small = seats(Layout(baseline.model, 0.01), site, site.type.booking)
    assert sum(n for _, n in small) == pytest.approx(wanted / 100, abs=1.0)


def test_a_department_without_physicians_is_none(changed: Changed) -> None:
    """Its patients are seen in the general clinic, of which there is one."""
    density = {"institutions.county_general.physicians.emergency.density": "0 per 1000"}
    network = build(changed(density))
    names = [resource.name for resource in network.resources]
    assert len(set(names)) == len(names)
    assert "zhuji/county_general/clinic" in names
    assert "zhuji/county_general/emergency" not in names
    compile_network(network, run=10_080.0)


@pytest.mark.parametrize(("key", "value", "said"), [
    ("capacity", "0%", "there is no seat"),
    ("notice", "30 d", "so far ahead"),
    ("slot", "7 d", "longer than a day"),
])  # fmt: skip
def test_seats_that_nobody_can_have_are_refused(
    baseline: Scenario, key: str, value: str, said: str
) -> None:
    with pytest.raises(ScenarioError, match=rf"prefecture_hospital\.booking\.{key}.*{said}"):
        baseline.with_({f"institutions.prefecture_hospital.booking.{key}": value})


@pytest.mark.parametrize("kept", [
    {"policy.referral.up.released": "2 d"},
    {"policy.referral.up.reserved_slots": "30%",
     **{f"institutions.{kind}.booking": None for kind in
        ("county_general", "county_tcm", "county_maternal", "prefecture_hospital")}},
])  # fmt: skip
def test_seats_are_kept_only_where_there_are_any(
    baseline: Scenario, kept: dict[str, object]
) -> None:
    with pytest.raises(ScenarioError, match=r"no slots are reserved|no institution makes"):
        baseline.with_(kept)


def test_kept_seats_are_every_book_s(changed: Changed) -> None:
    kept = {"policy.referral.up.reserved_slots": "25%", "policy.referral.up.released": "2 d"}
    books = build(changed(kept)).books
    assert {book.reserved for book in books} == {0.25}
    assert {book.released for book in books} == {2 * 1440.0}
    assert len(books) == 3 * 6 + 1

"""People: residents by area and class (age band, insurance scheme, contracted)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simcore.region.counting import ratio
from simcore.scenario.region.categories import BANDS, SCHEMES, Band, Scheme
from simcore.scenario.region.conditions import Condition
from simcore.scenario.region.population import Area
from simcore.scenario.region.region import RegionScenario


@dataclass(frozen=True, slots=True)
class PatientClass:
    """A class of the Network: people of one age band and scheme, contracted or not."""

    band: Band
    scheme: Scheme
    contracted: bool

    @property
    def name(self) -> str:
        """Return the name of the class: age band, scheme and contract."""
        return f"{self.band}/{self.scheme}/{'contracted' if self.contracted else 'not contracted'}"


CLASSES = tuple(PatientClass(b, k, c) for b in BANDS for k in SCHEMES for c in (False, True))


@dataclass(frozen=True, slots=True)
class Contracts:
    """Contracted share of each age band, and of each priority group in each band."""

    band: Mapping[Band, float]
    group: Mapping[str, Mapping[Band, float]]

    def share(self, band: Band, group: str | None) -> float:
        """Return the contracted share of a band's patients who belong to `group`, if any."""
        return self.group.get(group or "", {}).get(band, self.band[band])


def age_shares(model: RegionScenario, area: Area) -> Mapping[Band, float]:
    """Return the shares of the age bands of an area, else of the region."""
    return area.age_bands or model.population.age_bands


def residents_by_band(model: RegionScenario) -> dict[Band, float]:
    """Return the residents of the whole region by age band."""
    areas = model.areas.values()
    return {b: sum(a.residents * age_shares(model, a).get(b, 0.0) for a in areas) for b in BANDS}


def total_residents(model: RegionScenario) -> int:
    """Return the residents of the whole region."""
    return sum(area.residents for area in model.areas.values())


def contracts(model: RegionScenario, ages: Mapping[Band, float]) -> Contracts:
    """Fill priority groups in their order up to the coverage, then everyone else alike.

    ages: the shares of the bands. A group only takes those that no group before it
    has covered; the last one reached is filled in proportion.
    """
    wanted = model.policy.contracting.coverage
    filled: dict[Band, float] = dict.fromkeys(BANDS, 0.0)
    for name in model.policy.contracting.first:
        part = model.population.priority_groups[name].share
        room = {b: max(0.0, part.get(b, 0.0) - filled[b]) for b in BANDS}
        taken = _taken(wanted, {b: room[b] * ages.get(b, 0.0) for b in BANDS})
        wanted -= taken * sum(room[b] * ages.get(b, 0.0) for b in BANDS)
        filled = {b: filled[b] + taken * room[b] for b in BANDS}
    priority = dict(filled)
    others = {b: 1.0 - filled[b] for b in BANDS}
    taken = _taken(wanted, {b: others[b] * ages.get(b, 0.0) for b in BANDS})
    filled = {b: filled[b] + taken * others[b] for b in BANDS}
    return Contracts(filled, _by_group(model, priority, filled))


def _taken(wanted: float, room: Mapping[Band, float]) -> float:
    space = sum(room.values())
    return min(1.0, max(0.0, wanted) / space) if space > 0 else 0.0


def _by_group(
    model: RegionScenario, priority: Mapping[Band, float], filled: Mapping[Band, float]
) -> dict[str, dict[Band, float]]:
    """Return the contracted share within each group; a group is at least as covered as all."""
    return {
        name: {
            band: max(filled[band], min(1.0, priority[band] / share))
            for band, share in group.share.items()
            if share > 0
        }
        for name, group in model.population.priority_groups.items()
    }


def joint_shares(
    model: RegionScenario, area: Area, condition: Condition | None = None
) -> dict[PatientClass, float]:
    """Return the share of each class among residents, or among a condition's patients.

    Patients of a condition weigh by the episode rates of their band; shares sum to 1.
    """
    ages = age_shares(model, area)
    covered = contracts(model, ages)
    weight = {}
    for class_ in CLASSES:
        rate = condition.episodes.get(class_.band, 0.0) if condition else 1.0
        own = covered.share(class_.band, condition.group if condition else None)
        scheme = model.population.insurance[class_.band].get(class_.scheme, 0.0)
        joint = ages.get(class_.band, 0.0) * scheme * (own if class_.contracted else 1.0 - own)
        weight[class_] = rate * joint
    total = sum(weight.values())
    return {class_: value / total for class_, value in weight.items()} if total else weight


def contract_coverage(model: RegionScenario) -> float:
    """Return the contracted share of all residents."""
    contracted = sum(
        area.residents * share
        for area in model.areas.values()
        for class_, share in joint_shares(model, area).items()
        if class_.contracted
    )
    return ratio(contracted, total_residents(model))

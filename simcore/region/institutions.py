"""Institutions: one site for each type and area, with its physicians, rooms and beds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simcore.region.population import total_residents
from simcore.scenario.region.categories import TIERS, Department, Specialty, Tier
from simcore.scenario.region.institutions import InstitutionType
from simcore.scenario.region.region import RegionScenario

EVERY_AREA = "every area"
OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Posted:
    """Physicians of an institution type who hold their sessions at another.

    brings: what each share of the clinic that they are closes of its gap to their own competence.
    """

    kind: str
    number: float
    brings: float


@dataclass(frozen=True, slots=True)
class Site:
    """All institutions of one type in one area, pooled. Numbers are at full size.

    posted: those of its clinic physicians who come from elsewhere; `physicians` has them too.
    """

    id: str
    kind: str
    type: InstitutionType
    area: str
    residents: float  # whom its densities refer to
    physicians: Mapping[Department, float]
    rooms: float
    beds: Mapping[Specialty, float]
    posted: tuple[Posted, ...] = ()

    @property
    def tier(self) -> Tier:
        """Return the tier of care: primary, secondary or tertiary."""
        return TIERS[self.type.level]

    @property
    def primary(self) -> bool:
        """Tell whether it is of the primary tier."""
        return self.tier == "primary"

    @property
    def outside(self) -> bool:
        """Tell whether it stands for all care outside the region."""
        return self.type.level == OUTSIDE

    @property
    def serves_all(self) -> bool:
        """Tell whether residents of every area may come."""
        return self.type.located != EVERY_AREA

    def treats(self, condition: str) -> bool:
        """Tell whether patients with a condition come here at all."""
        only = self.type.only
        return condition not in self.type.never and (only is None or condition in only)

    def department(self, wanted: Department) -> Department:
        """Return where such a patient is seen: their department, else the general clinic."""
        return wanted if self.physicians.get(wanted, 0.0) > 0 else "clinic"

    def clinic(self, wanted: Department) -> str:
        """Return the resource of the physicians who see patients for a department."""
        return f"{self.id}/{self.department(wanted)}"

    def specialty(self, wanted: Specialty) -> Specialty | None:
        """Return the beds such a patient lies in: their specialty's, else general, else none."""
        return next((s for s in (wanted, "general") if self.beds.get(s, 0.0) > 0), None)

    def size(self, wanted: Department) -> float:
        """Return the physicians who see such patients, relative to the usual number; 1 outside."""
        department = self.department(wanted)
        if self.outside:
            return 1.0
        usual = self.type.physicians[department].usual * self.residents / 1000
        return self.physicians.get(department, 0.0) / usual

    def tags(self) -> dict[str, str]:
        """Return the tags that every step and resource of this site carries."""
        return {
            "kind": self.kind,
            "tier": self.tier,
            "ownership": self.type.ownership,
            "place": self.area,
        }


def staffed(kind: str, type_: InstitutionType, area: str, residents: float, factor: float) -> Site:
    """Return a site whose numbers are the type's densities times residents and factor."""
    thousands = residents * factor / 1000
    return Site(
        id=f"{area}/{kind}" if type_.located == EVERY_AREA else kind,
        kind=kind,
        type=type_,
        area=area,
        residents=residents,
        physicians={d: p.density * thousands for d, p in type_.physicians.items()},
        rooms=type_.tests.rooms * thousands if type_.tests else 0.0,
        beds={s: density * thousands for s, density in type_.beds.items()},
    )


def densities(model: RegionScenario) -> list[Site]:
    """Return every site as the types' densities and the areas' supply factors give it.

    They go by the names of their types, so that no order of keys decides who is sent where.
    """
    everyone = float(total_residents(model))
    sites = []
    for kind, type_ in sorted(model.institutions.items()):
        if type_.located != EVERY_AREA:
            place = model.areas.get(type_.located)
            factor = place.supply.get(kind, 1.0) if place else 1.0
            sites.append(staffed(kind, type_, type_.located, everyone, factor))
            continue
        for area, place in model.areas.items():
            factor = place.supply.get(kind, 1.0)
            if factor > 0:
                sites.append(staffed(kind, type_, area, float(place.residents), factor))
    return sites


def units(number: float, scale: float) -> int:
    """Return whole units at a scale: none stays none, anything else keeps at least one."""
    return max(1, round(number * scale)) if number > 0 else 0

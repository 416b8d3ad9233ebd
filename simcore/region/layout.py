"""The region laid out: every site as policy makes it, and who can reach it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from simcore.region.alliance import alliance_of, is_member
from simcore.region.beds import with_children_policy, with_private_beds
from simcore.region.institutions import Site, densities
from simcore.region.instruments import Instrument, instrument
from simcore.region.workforce import with_postings
from simcore.scenario.region.categories import TIERS
from simcore.scenario.region.conditions import Condition
from simcore.scenario.region.institutions import Alliance
from simcore.scenario.region.policy import By
from simcore.scenario.region.region import RegionScenario
from simcore.text import Label


@dataclass(frozen=True)
class Layout:
    """What the builders of steps and resources look things up in."""

    model: RegionScenario
    scale: float = 1.0

    @cached_property
    def sites(self) -> list[Site]:
        """Return the sites after all policies on supply; not those where nobody sees patients."""
        sites = with_children_policy(self.model, densities(self.model))
        found = with_postings(self.model, with_private_beds(self.model, sites))
        return [s for s in found if s.outside or any(n > 0 for n in s.physicians.values())]

    @cached_property
    def _within_reach(self) -> dict[str, list[Site]]:
        return {
            area: [s for s in self.sites if s.serves_all or s.area == area]
            for area in self.model.areas
        }

    def reachable(self, area: str, condition: str) -> list[Site]:
        """Return the sites that residents of an area may choose for a condition."""
        return [site for site in self._within_reach[area] if self.sees(site, condition)]

    def sees(self, site: Site, condition: str) -> bool:
        """Tell whether patients with a condition come to a site, and find a physician there."""
        return site.treats(condition) and site.size(self.case(condition).department) > 0

    def site(self, kind: str, area: str) -> Site | None:
        """Return the site of a type that serves an area."""
        return next((s for s in self._within_reach[area] if s.kind == kind), None)

    def alliance(self, area: str) -> tuple[str, Alliance] | None:
        """Return the alliance that an area belongs to, with its name, if any."""
        return alliance_of(self.model, area)

    def case(self, condition: str) -> Condition:
        """Return a condition by its name."""
        return self.model.conditions[condition]

    def name(self, site: Site) -> Label:
        """Return a site's name: its type's, after its area's where there are several."""
        place = self.model.areas.get(site.area)
        if site.serves_all or place is None:
            return site.type.name
        return Label(f"{place.name.en}: {site.type.name.en}", f"{place.name.zh}{site.type.name.zh}")

    def upward(self, site: Site, home: str, condition: str) -> Site | None:
        """Return where a site refers a resident of `home`: its alliance's lead, or upwards.

        A site that does not treat the condition passes the referral on.
        """
        alliance = self.alliance(home)
        kind = site.type.refers_to
        if site.primary and site.type.ownership == "public" and alliance:
            kind = alliance[1].lead
        while kind:
            target = self.site(kind, home)
            if target and self.sees(target, condition):
                return target
            kind = self.model.institutions[kind].refers_to
        return None

    def phases(self, kind: str) -> list[int]:
        """Return the phases at which patients can come to a type: first, and referred."""
        return list(range(1, 2 + self._chain[kind]))

    @cached_property
    def _chain(self) -> dict[str, int]:
        """The longest chain of referrals that ends at each type."""
        types = self.model.institutions
        leads = {alliance.lead for alliance in self.model.alliances.values()}
        partners = {self._partner} if self.model.policy.referral.up.to_private else set()

        def refers(name: str, to: str) -> bool:
            primary = TIERS[types[name].level] == "primary"
            led = primary and types[name].ownership == "public" and to in leads
            return types[name].refers_to == to or led or (primary and to in partners)

        def chain(kind: str) -> int:
            return max((1 + chain(name) for name in types if refers(name, kind)), default=0)

        return {kind: chain(kind) for kind in types}

    @cached_property
    def _partner(self) -> str | None:
        """The type of private hospital that takes up-referrals."""
        types = self.model.institutions.items()
        hospitals = sorted(
            n for n, t in types if t.ownership == "private" and t.level == "secondary"
        )
        return hospitals[0] if hospitals else None

    def partner(self, site: Site, home: str, condition: str) -> Site | None:
        """Return the private hospital that shares a primary site's up-referrals, if any."""
        if not site.primary or not self.model.policy.referral.up.to_private or not self._partner:
            return None
        found = self.site(self._partner, home)
        return found if found and self.sees(found, condition) else None

    @cached_property
    def instrument(self) -> Instrument | None:
        """What is turned for an imposed share, if any is imposed."""
        return instrument(self.model)

    @property
    def turned(self) -> By | None:
        """Return the name of the instrument, if any is turned."""
        return self.instrument.name if self.instrument else None

    @cached_property
    def dearer(self) -> Layout:
        """The region where each visit that bypasses primary care costs a yuan more."""
        policy = self.model.policy
        policy = policy.model_copy(update={"bypass_charge": policy.bypass_charge + 1.0})
        return Layout(self.model.model_copy(update={"policy": policy}), self.scale)

    @cached_property
    def costs(self) -> dict[tuple[object, ...], float]:
        """Expected costs of those who are referred, as far as they were worked out."""
        return {}

    def competence(self, site: Site, condition: str) -> float:
        """Return the chance that a site can treat a case, its gap closed by policy.

        Physicians posted to it bring what their own type can treat, by their share of its clinic.
        """
        own = self._able(site.kind, condition)
        brought = (
            min(1.0, posted.brings * posted.number / site.physicians["clinic"])
            * max(0.0, self._able(posted.kind, condition) - own)
            for posted in site.posted
        )
        able = min(1.0, own + sum(brought))
        return able + (1.0 - able) * self.case(condition).tests * self._gain_of_tests(site)

    def _able(self, kind: str, condition: str) -> float:
        """Return the chance that a type of institution can treat a case with its own physicians."""
        level = self.model.institutions[kind].level
        base = self.case(condition).treated_at.get(level, 0.0)
        return base + (1.0 - base) * self.model.policy.capability.get(kind, 0.0)

    def _gain_of_tests(self, site: Site) -> float:
        """Return what a shared test centre closes of a member's gap in cases that need a test."""
        found = self.alliance(site.area)
        shared = found and "tests" in found[1].shares and is_member(site, found[1])
        return found[1].competence if found and shared else 0.0

"""First contact: a multinomial logit over the institutions within reach."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from simcore.network.steps import Branch, Choose, Go, Leave, Option, Step
from simcore.region.alliance import bed_place
from simcore.region.expected_cost import expected_cost
from simcore.region.institutions import Site
from simcore.region.instruments import bound
from simcore.region.layout import Layout
from simcore.region.outcomes import outcomes
from simcore.region.population import CLASSES, PatientClass
from simcore.region.routes import first_entry, no_care, unmet
from simcore.scenario.region.categories import SCHEMES
from simcore.text import Label
from simcore.time_units import MINUTES_PER_DAY

NO_CARE = Label("no care sought", "未就诊")


def utility(
    layout: Layout, site: Site, home: str, condition: str, class_: PatientClass, paid: float
) -> float:
    """Return the utility of a site for a patient, without the wait and an imposed share's lift.

    paid: what they expect to pay out of pocket, yuan (`expected_cost`).

    V = trust[severity, level] + appeal + private + TCM where suited + specialised
        + size * ln(physicians relative to the usual number)
        + weight[severity] * (cost * expected out-of-pocket + travel * minutes)
        + contract where the patient is contracted and the site is a public primary one.

    A site stands for all institutions of its type in an area: the logarithm is what a choice among
    them adds (McFadden 1978, Modelling the choice of residential location). No care has 0.
    """
    model, case = layout.model, layout.case(condition)
    c = model.choice
    minutes = model.areas[home].travel.get(site.kind, site.type.travel)
    public_primary = site.primary and site.type.ownership == "public"
    return (
        c.trust[case.severity].get(site.type.level, 0.0)
        + site.type.appeal
        + (c.private if site.type.ownership == "private" else 0.0)
        + (c.suited_tcm if site.type.tcm and case.suits_tcm else 0.0)
        + (c.specialised if condition in (site.type.only or ()) else 0.0)
        + c.size * math.log(site.size(case.department))
        + c.weight[case.severity] * (c.cost_per_yuan * paid + c.travel_per_minute * minutes)
        + (c.contract if class_.contracted and public_primary else 0.0)
    )


def utilities(layout: Layout, site: Site, home: str, condition: str) -> tuple[float, ...]:
    """Return the utility of a site for each class, which age does not change."""
    kinds = {(g.scheme, g.contracted): g for g in CLASSES}
    paid = {s: expected_cost(layout, site, home, condition, s) for s in SCHEMES}
    value = {k: utility(layout, site, home, condition, g, paid[g.scheme]) for k, g in kinds.items()}
    return tuple(value[g.scheme, g.contracted] for g in CLASSES)


def lifted(layout: Layout, site: Site, home: str, condition: str) -> float:
    """Return the utility of a site for one more of what brings an imposed share about.

    That is of trust in primary care, or of a yuan for each visit that bypasses it.
    """
    if layout.turned in (None, "compliance"):
        return 0.0
    if layout.turned == "trust":
        return float(site.primary)
    own, dearer = (
        expected_cost(at, site, home, condition, "none") for at in (layout, layout.dearer)
    )
    choice, severity = layout.model.choice, layout.case(condition).severity
    return choice.weight[severity] * choice.cost_per_yuan * (dearer - own)


def option(layout: Layout, home: str, condition: str, site: Site) -> Option:
    """Return a site as an alternative; recent waits there count against it."""
    return Option(
        go=first_entry(site, home, condition),
        utility=utilities(layout, site, home, condition),
        waits=tuple(waits(layout, site, condition)),
        lifted=lifted(layout, site, home, condition),
    )


def choose(options: Iterable[Option], home: str, condition: str) -> Choose:
    """Return the choice among some alternatives, and no care."""
    none = Option(go=no_care(home, condition), utility=(0.0,) * len(CLASSES))
    return Choose((*options, none), key="choice")


def waits(layout: Layout, site: Site, condition: str) -> Iterator[tuple[str, float]]:
    """Yield where one waits at a site, and the utility of a minute: for a physician, and for a bed.

    That for a bed counts as often as it comes to an admission. Nobody waits outside.
    """
    case, choice = layout.case(condition), layout.model.choice
    if site.outside:
        return
    weight = choice.weight[case.severity]
    yield site.clinic(case.department), choice.wait_per_minute * weight
    admit = outcomes(layout, site, condition, phase=1).admit
    specialty = site.specialty(case.admission.bed) if case.admission else None
    if admit > 0.0 and specialty is not None:
        per_minute = choice.bed_wait_per_day / MINUTES_PER_DAY
        yield bed_place(layout.model, site, specialty), per_minute * weight * admit


def first_contact(layout: Layout, home: str, condition: str) -> dict[str, tuple[Step, ...]]:
    """Return the pathways by which a source's patients reach an institution."""
    start = f"{home}/{condition}"
    case = layout.case(condition)
    sites = layout.reachable(home, condition)
    if case.urgency == "emergency":
        return {start: (_ambulance(layout, home, condition, sites),)}
    options = {site.id: option(layout, home, condition, site) for site in sites}
    primary = [options[site.id] for site in sites if site.primary]
    free = choose(options.values(), home, condition)
    tags = {"event": "no_care", "area": home, "condition": condition}
    none = {no_care(home, condition): (Leave(NO_CARE, tags=tags),)}
    rule = layout.model.policy.gatekeeping
    complying = [rule.compliance if b else 0.0 for b in bound(layout.model.policy)]
    if not primary or not (any(complying) or layout.turned == "compliance"):
        return {start: (free,), **none}
    return {
        start: (gate(start, complying),),
        gatekept(start): (choose(primary, home, condition),),
        f"{start}/free": (free,),
        **none,
    }


def gatekept(start: str) -> str:
    """Return the pathway of those who comply with gatekeeping."""
    return f"{start}/gatekept"


def gate(start: str, complying: Sequence[float]) -> Branch:
    """Return the branch by which the share of each class that complies stays in primary care."""
    kept = complying[0]
    return Branch(
        options=((kept, gatekept(start)), (1.0 - kept, f"{start}/free")),
        by_class=tuple((share, 1.0 - share) for share in complying),
        key="gatekeeping",
    )


def _ambulance(layout: Layout, home: str, condition: str, sites: list[Site]) -> Step:
    """Return the emergency departments that take an area's emergencies, by share.

    Where none of them can, there is nowhere to go.
    """
    place, shared = layout.model.areas[home], layout.model.population.emergency
    shares = place.emergency or shared
    options = [(shares[s.kind], first_entry(s, home, condition)) for s in sites if s.kind in shares]
    total = sum(share for share, _ in options)
    if total <= 0.0:
        return Go(unmet(home))
    return Branch(tuple((share / total, go) for share, go in options), key="ambulance")

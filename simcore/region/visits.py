"""At the institution: queue, consultation, tests, and what is then decided."""

from __future__ import annotations

from dataclasses import replace

from simcore.network.steps import Branch, Delay, Go, Leave, Release, Route, Seize, Set, Step, Use
from simcore.network.values import Distribution, Expression
from simcore.region.alliance import test_place
from simcore.region.appointments import appointment, booking
from simcore.region.institutions import Site
from simcore.region.layout import Layout
from simcore.region.outcomes import bed_need, outcomes, test_share
from simcore.region.routes import (
    DISCHARGED,
    TREATED,
    base,
    did_not_come,
    first_entry,
    later_entry,
    unmet,
)
from simcore.text import Label

Pathways = dict[str, tuple[Step, ...]]
Options = list[tuple[float, str]]

BOOKED, WALK_IN = 3, 4
RANK = {"emergency": 1, "referred": 2, "followup": BOOKED, "first": WALK_IN, "self": WALK_IN}
OWN_WAY = "own_way"  # 1: they came past a referral, as `self`
END_OF_STAY = Label("discharged", "出院")
DID_NOT_COME = Label("did not come", "爽约")
UNMET = Label("left without the care needed", "未获所需诊治")


def event(site: Site, home: str, condition: str, kind: str, route: str) -> dict[str, str]:
    """Return the tags by which indicators count a step."""
    return {"event": kind, "route": route, "area": home, "condition": condition, **site.tags()}


def exits(layout: Layout) -> Pathways:
    """Return the ends of all pathways; those left without care are counted, by where they live."""
    return {
        TREATED: (Leave(Label("treated", "诊治结束")),),
        DISCHARGED: (Leave(END_OF_STAY),),
        **{
            unmet(home): (Leave(UNMET, tags={"event": "unmet", "area": home}),)
            for home in layout.model.areas
        },
        **{
            did_not_come(home): (Leave(DID_NOT_COME, tags={"event": "no_show", "area": home}),)
            for home in layout.model.areas
        },
    }


def entries(layout: Layout, site: Site, home: str, condition: str, phase: int) -> Pathways:
    """Return the ways into a phase: as first contact, or referred and on one's own.

    Those with an appointment come at its time, and go before those who walk in.
    """
    case, stem = layout.case(condition), base(site, home, condition)
    clinic, seen = site.clinic(case.department), f"{stem}/seen {phase}"
    if phase > 1:
        routes = {later_entry(site, home, condition, r, phase): r for r in ("referred", "self")}
    else:
        emergency = case.urgency == "emergency"
        routes = {first_entry(site, home, condition): "emergency" if emergency else "first"}
    rule, pathways = booking(layout, site, condition), dict[str, tuple[Step, ...]]()
    for name, route in routes.items():
        rank, tags = RANK[route], event(site, home, condition, "visit", route)
        walk_in = Seize(clinic, priority=rank, group=route, tags=tags)
        start = (*_on_their_own(route, phase),)
        if rule is None:
            pathways[name] = (*start, walk_in, Go(seen))
            continue
        by_time, walks_in = f"{name}/by appointment", f"{name}/without"
        share = 1.0 if route == "referred" else rule.share
        pathways[name] = (
            *start,
            branch([(share, by_time), (1.0 - share, walks_in)], f"books/{phase}"),
        )
        pathways[by_time] = (
            appointment(site, rule, walks_in, did_not_come(home), route),
            replace(walk_in, priority=min(rank, BOOKED)),
            Go(seen),
        )
        pathways[walks_in] = (walk_in, Go(seen))
    return pathways


def _on_their_own(route: str, phase: int) -> tuple[Step, ...]:
    """Return what a later admission needs to know: whether the last referral was followed."""
    if route == "self":
        return (Set(OWN_WAY, Expression("1")),)
    return (Set(OWN_WAY, Expression("0")),) if phase > 2 else ()


def seen(layout: Layout, site: Site, home: str, condition: str, phase: int) -> Pathways:
    """Return consultation, tests and second consultation, up to the decision."""
    case, stem = layout.case(condition), base(site, home, condition)
    clinic, decide = site.clinic(case.department), f"{stem}/decide {phase}"
    consult = (Delay(site.type.consultation, key=f"consult/{phase}"), Release(clinic))
    place, share = test_place(layout.model, site), test_share(layout, condition, phase)
    if place is None or share <= 0:
        return {f"{stem}/seen {phase}": (*consult, Go(decide))}
    tested = f"{stem}/tests {phase}"
    branch = Branch(((share, tested), (1.0 - share, decide)), key=f"tested/{phase}")
    travel = (Delay(_fixed(place.transport), key=f"transport/{phase}"),)

    def tests(route: str) -> tuple[Step, ...]:
        return (
            Use(
                place.resource,
                _test_time(layout, site),
                key=f"test/{phase}",
                group="test",
                tags=event(site, home, condition, "test", route),
            ),
            *(travel if place.transport > 0 else ()),
            Use(
                clinic,
                site.type.second_consultation or site.type.consultation,
                priority=BOOKED,
                group="return",
                key=f"second consult/{phase}",
            ),
            Go(decide),
        )

    start = {f"{stem}/seen {phase}": (*consult, branch)}
    if phase == 1:
        return start | {tested: tests("emergency" if case.urgency == "emergency" else "first")}
    alone, referred = f"{tested} alone", f"{tested} referred"
    by_route = Route(((Expression(f"{OWN_WAY} == 1"), alone),), otherwise=referred)
    return start | {tested: (by_route,), alone: tests("self"), referred: tests("referred")}


def _fixed(minutes: float) -> Distribution:
    return Distribution("deterministic", {"value": minutes})


def _test_time(layout: Layout, site: Site) -> Distribution:
    """Return the time of a test: the site's own, or that of its alliance's lead."""
    if site.type.tests:
        return site.type.tests.time
    alliance = layout.alliance(site.area)
    lead = layout.model.institutions[alliance[1].lead] if alliance else None
    if lead is None or lead.tests is None:
        raise ValueError(f"{site.id} has no test rooms and no shared centre")
    return lead.tests.time


def decision(
    layout: Layout, site: Site, home: str, condition: str, phase: int, moved: float
) -> Step:
    """Return the branch after the consultation: refer, admit, follow up or treated.

    moved: the share of follow-ups that primary care takes over.
    """
    stem = base(site, home, condition)
    found = outcomes(layout, site, condition, phase)
    refer, admit, again = found.refer, found.admit, found.again
    options: Options = [
        (refer, f"{stem}/refer {phase}"),
        (admit, f"{stem}/admit {phase}"),
        (again * moved, f"{stem}/moved down"),
        (again * (1.0 - moved), f"{stem}/follow"),
        (1.0 - refer - admit - again, TREATED),
    ]
    return branch(options, f"decision/{phase}")


def branch(options: Options, key: str) -> Step:
    """Return a Branch over the options that can happen, or a Go where only one can."""
    kept = [(share, go) for share, go in options if share > 1e-12]
    if len(kept) == 1:
        return Go(kept[0][1])
    total = sum(share for share, _ in kept)
    return Branch(tuple((share / total, go) for share, go in kept), key=key)


def follow_up(
    layout: Layout, site: Site, home: str, condition: str, moved: float, lower: Site | None
) -> Pathways:
    """Return the loop of booked visits, and the way down to `lower` for a share `moved`."""
    follow = layout.case(condition).follow_up
    if follow is None:
        return {}
    stem, clinic = base(site, home, condition), site.clinic(layout.case(condition).department)
    level = "primary" if site.primary else "hospital"
    again = branch(
        [
            (follow.again * moved, f"{stem}/moved down"),
            (follow.again * (1.0 - moved), f"{stem}/follow"),
            (1.0 - follow.again, TREATED),
        ],
        f"follow-up again/{level}",
    )
    wait = Delay(_fixed(follow.after), key=f"follow-up interval/{level}")
    time = site.type.second_consultation or site.type.consultation
    tags = event(site, home, condition, "visit", "followup")
    pathways: Pathways = {
        f"{stem}/follow": (wait, Go(f"{stem}/booked")),
        f"{stem}/booked": (
            Seize(clinic, priority=BOOKED, group="followup", tags=tags),
            Delay(time, key=f"follow-up consult/{level}"),
            Release(clinic),
            again,
        ),
    }
    if moved > 0 and lower is not None:
        tags = event(site, home, condition, "down_referral", "chronic")
        pathways[f"{stem}/moved down"] = (
            Delay(_fixed(follow.after), key="moved down", tags=tags),
            Go(f"{base(lower, home, condition)}/booked"),
        )
    return pathways


def away(layout: Layout, site: Site, home: str, condition: str, routes: list[str]) -> Pathways:
    """Return care outside the region: no capacity is short there, only time passes."""
    case, stem = layout.case(condition), base(site, home, condition)
    admission, pathways = case.admission, dict[str, tuple[Step, ...]]()
    for route in routes:
        need = bed_need(layout, condition, 1 if route == "first" else 2)
        admitted = f"{stem}/admit {route}"
        pathways[f"{stem}/{route}"] = (
            Delay(
                site.type.consultation,
                key="consult/away",
                tags=event(site, home, condition, "visit", route),
            ),
            branch([(need, admitted), (1.0 - need, TREATED)], "decision/away"),
        )
        if admission is not None and admission.acute is not None:
            pathways[admitted] = (
                Delay(
                    admission.acute,
                    key="acute stay/away",
                    tags=event(site, home, condition, "admission", route),
                ),
                Go(DISCHARGED),
            )
    return pathways

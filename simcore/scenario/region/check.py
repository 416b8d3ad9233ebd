"""What a region's records must agree on, beyond each record by itself."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any, get_args

from simcore.scenario.region.categories import TIERS, Payer
from simcore.scenario.region.imposed_share import imposed_share
from simcore.scenario.region.region import RegionScenario
from simcore.scenario.region.supply import Finding, bookings, countable, kept_slots
from simcore.scenario.region.upwards import led_by_none, posted_from_nowhere, refers_down
from simcore.text import Label, did_you_mean

CLOSE = 1e-9


def check(model: RegionScenario) -> list[Finding]:
    """Return every disagreement in a region: names that lead nowhere, shares, zero totals.

    model: a region whose texts have all been read. Each finding is a dotted path, what was
    found there, and what would be right.
    """
    rules = (
        population, areas, conditions, institutions, alliances, insurance, choice, policy,
        chosen_targets, imposed_share,
    )  # fmt: skip
    return [finding for rule in rules for finding in rule(model)]


def unknown(path: str, name: str, known: Iterable[str], what: Label) -> Iterator[Finding]:
    """Yield that a name is not among the known ones, and the nearest that is.

    path: where the name stands. what: the kind of thing that it names.
    """
    names = list(known)
    if name in names:
        return
    message = Label(f'there is no {what.en} "{name}"', f"没有名为“{name}”的{what.zh}")
    yield path, message, did_you_mean(name, names)


def sums(path: str, shares: Mapping[Any, float]) -> Iterator[Finding]:
    """Yield that shares, 0 to 1, do not make a whole, within 1e-9."""
    total = sum(shares.values())
    if abs(total - 1.0) > CLOSE:
        yield (
            path,
            Label(f"the shares sum to {total:.4%}", f"各比例之和为 {total:.4%}"),
            Label("let them sum to 100%", "请使其合计为 100%"),
        )


def complete(path: str, given: Container[Any], needed: Iterable[str]) -> Iterator[Finding]:
    """Yield what is needed and not given.

    path: of the map that gives it.
    """
    for key in dict.fromkeys(needed):
        if key not in given:
            yield (
                f"{path}.{key}",
                Label(f'"{key}" is missing', f"缺少“{key}”"),
                Label(f"add {key}", f"请加上 {key}"),
            )


AREA = Label("area", "区县")
KIND = Label("institution type", "机构类型")
CONDITION = Label("condition", "病种")
GROUP = Label("priority group", "重点人群")


def population(model: RegionScenario) -> Iterator[Finding]:
    """Yield shares that do not add up, and bands without insurance."""
    people = model.population
    yield from sums("population.age_bands", people.age_bands)
    for band, shares in people.insurance.items():
        yield from sums(f"population.insurance.{band}", shares)
    for band in set(people.age_bands) - set(people.insurance):
        yield (
            "population.insurance",
            Label(f'age band "{band}" has no insurance', f"年龄段“{band}”没有参保比例"),
            Label(f"give the shares of {band}", f"请写明 {band} 的参保比例"),
        )
    yield from ambulance(model, "population.emergency", people.emergency)


def ambulance(model: RegionScenario, path: str, shares: dict[str, float]) -> Iterator[Finding]:
    """Yield what is wrong with where ambulances go."""
    yield from sums(path, shares)
    for kind in shares:
        yield from unknown(f"{path}.{kind}", kind, model.institutions, KIND)


def areas(model: RegionScenario) -> Iterator[Finding]:
    """Yield what is wrong with the areas."""
    for name, area in model.areas.items():
        path = f"areas.{name}"
        if area.age_bands is not None:
            yield from sums(f"{path}.age_bands", area.age_bands)
        if area.emergency is not None:
            yield from ambulance(model, f"{path}.emergency", area.emergency)
        for field in ("travel", "supply"):
            for kind in getattr(area, field):
                yield from unknown(f"{path}.{field}.{kind}", kind, model.institutions, KIND)
        yield from countable(model, path, area.supply)
    if not any(area.residents for area in model.areas.values()):
        yield (
            "areas",
            Label("nobody lives here", "没有居民"),
            Label("give each area its residents", "请写明各区县的常住人口"),
        )


def conditions(model: RegionScenario) -> Iterator[Finding]:
    """Yield what is wrong with the case mix."""
    for name, case in model.conditions.items():
        path, admission = f"conditions.{name}", case.admission
        if case.group is not None:
            known = model.population.priority_groups
            yield from unknown(f"{path}.group", case.group, known, GROUP)
        if case.urgency not in model.arrivals:
            yield (
                "arrivals",
                Label(f'"{case.urgency}" has no arrival profile', f"“{case.urgency}”没有到达曲线"),
                Label(f"add {case.urgency}, which {name} needs", f"请补充 {case.urgency}"),
            )
        if admission and admission.acute is None and max(admission.first, admission.referred) > 0:
            yield (
                f"{path}.admission",
                Label("there is no acute stay", "缺少急性期住院时间"),
                Label("give acute, a distribution of time", "请写明 acute 的时间分布"),
            )
        if admission and admission.recovery is None and admission.step_down > 0:
            yield (
                f"{path}.admission.step_down",
                Label("there is no recovery stay to step down for", "没有可下转的恢复期"),
                Label("give recovery, or leave step_down out", "请写明 recovery，或去掉 step_down"),
            )


def institutions(model: RegionScenario) -> Iterator[Finding]:
    """Yield what is wrong with the institution types."""
    places = ["every area", "outside", *model.areas]
    for name, kind in model.institutions.items():
        path = f"institutions.{name}"
        yield from unknown(f"{path}.located", kind.located, places, AREA)
        for field in ("only", "never"):
            for i, condition in enumerate(getattr(kind, field) or ()):
                yield from unknown(f"{path}.{field}.{i}", condition, model.conditions, CONDITION)
        for department, staff in kind.physicians.items():
            where = f"{path}.physicians.{department}.sessions"
            yield from unknown(where, staff.sessions, model.sessions, Label("session", "出诊模式"))
        if kind.level != "outside" and not kind.physicians.get("clinic"):
            yield (
                f"{path}.physicians",
                Label("there is no clinic", "没有门诊医师"),
                Label("give the physicians of clinic", "请写明 clinic 的医师"),
            )
        yield from bookings(path, kind.booking)
        yield from refers_down(model, name)
        yield from referral_chain(model, name)


def referral_chain(model: RegionScenario, name: str) -> Iterator[Finding]:
    """Find a chain of referrals that leads nowhere or back to where it began."""
    passed, higher = [name], model.institutions[name].refers_to
    while higher is not None:
        if higher not in model.institutions:
            path = f"institutions.{passed[-1]}.refers_to"
            if len(passed) == 1:
                yield from unknown(path, higher, model.institutions, KIND)
            return
        if higher in passed:
            loop = " → ".join([*passed, higher])
            yield (
                f"institutions.{name}.refers_to",
                Label(f"referrals go round: {loop}", f"转诊形成循环：{loop}"),
                Label("refer upwards only", "请只向上级转诊"),
            )
            return
        passed.append(higher)
        higher = model.institutions[higher].refers_to


def alliances(model: RegionScenario) -> Iterator[Finding]:
    """Yield what is wrong with the alliances."""
    taken: dict[str, str] = {}
    for name, alliance in model.alliances.items():
        path, area = f"alliances.{name}", alliance.members.area
        yield from unknown(f"{path}.members.area", area, model.areas, AREA)
        yield from unknown(f"{path}.lead", alliance.lead, model.institutions, KIND)
        yield from led_by_none(model, name, alliance)
        if area in taken:
            yield (
                f"{path}.members.area",
                Label(f'"{area}" is already in "{taken[area]}"', f"“{area}”已属于“{taken[area]}”"),
                Label("let each area be in one alliance", "每个区县只属于一个医联体"),
            )
        taken[area] = name
        if alliance.kind == "loose" and (alliance.shares or alliance.recovery_beds):
            yield (
                f"{path}.kind",
                Label("a loose alliance shares nothing", "松散型医联体不共享资源"),
                Label("write kind: tight, or leave shares and recovery_beds out",
                      "请写 kind: tight，或去掉 shares 与 recovery_beds"),
            )  # fmt: skip
        lead = model.institutions.get(alliance.lead)
        if "tests" in alliance.shares and lead is not None and lead.tests is None:
            yield (
                f"institutions.{alliance.lead}.tests",
                Label(f'"{name}" shares them, and there are none', f"“{name}”共享检查，而此处未设"),
                Label("add tests, or let its alliances not share them",
                      "请加上 tests，或请各医联体不共享检查"),
            )  # fmt: skip


def insurance(model: RegionScenario) -> Iterator[Finding]:
    """Yield schemes, and tiers of care of a scheme, of which nothing is said."""
    tiers = [TIERS[kind.level] for kind in model.institutions.values()]
    schemes = model.insurance.schemes
    yield from complete("insurance.schemes", schemes, get_args(Payer))
    for name, scheme in schemes.items():
        yield from complete(f"insurance.schemes.{name}.outpatient", scheme.outpatient, tiers)
        yield from complete(f"insurance.schemes.{name}.inpatient", scheme.inpatient, tiers)


def choice(model: RegionScenario) -> Iterator[Finding]:
    """Yield severities of the case mix for which nothing is said of how patients choose."""
    severities = [case.severity for case in model.conditions.values()]
    yield from complete("choice.trust", model.choice.trust, severities)
    yield from complete("choice.weight", model.choice.weight, severities)


def policy(model: RegionScenario) -> Iterator[Finding]:
    """Yield what is wrong with the policy."""
    rule = model.policy
    for i, group in enumerate(rule.contracting.first):
        known = model.population.priority_groups
        yield from unknown(f"policy.contracting.first.{i}", group, known, GROUP)
    for kind in rule.capability:
        yield from unknown(f"policy.capability.{kind}", kind, model.institutions, KIND)
    for name, posting in rule.postings.items():
        for field in ("origin", "to"):
            path = f"policy.postings.{name}.{field}"
            yield from unknown(path, getattr(posting, field), model.institutions, KIND)
    yield from posted_from_nowhere(model)
    for origin in sorted({posting.origin for posting in rule.postings.values()}):
        shares = [p.share for p in rule.postings.values() if p.origin == origin]
        if sum(shares) > 1.0 + CLOSE:
            yield (
                "policy.postings",
                Label(f"{sum(shares):.0%} of the physicians of {origin} are posted",
                      f"{origin} 下派的医师合计为 {sum(shares):.0%}"),
                Label("let the shares be 100% or less together", "请使其合计不超过 100%"),
            )  # fmt: skip
    if rule.referral.up.agreed + rule.referral.up.self_referred > 1.0 + CLOSE:
        yield (
            "policy.referral.up",
            Label("agreed and self_referred exceed 100%", "agreed 与 self_referred 合计超过 100%"),
            Label("let their sum be 100% or less", "请使其合计不超过 100%"),
        )
    yield from kept_slots(model)
    private = rule.private
    if private.beds_per_1000 is not None and private.share_of_beds is not None:
        yield (
            "policy.private",
            Label("beds_per_1000 and share_of_beds are both set", "同时设定了床位数和床位占比"),
            Label("set one and write null for the other", "请只设其一，另一项写 null"),
        )
    if private.share_of_beds is not None and private.share_of_beds >= 1.0:
        yield (
            "policy.private.share_of_beds",
            Label("no public bed would be left", "将没有公立床位"),
            Label("write a share below 100%", "请写小于 100% 的比例"),
        )


def chosen_targets(model: RegionScenario) -> Iterator[Finding]:
    """Yield targets that the catalogue has not."""
    for i, name in enumerate(model.targets):
        known = model.target_catalogue
        yield from unknown(f"targets.{i}", name, known, Label("target", "目标"))

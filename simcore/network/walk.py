"""A walk along pathways: what patients hold on their way, and what they are in the midst of.

Steps tell a walk what they do with a patient; the walk notes what cannot be. It is the only
account of what is held along pathways: the checks report it, the compiler relies on it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simcore.network.findings import Finding, Where
from simcore.network.resources import Pool, Resource
from simcore.network.wholes import Whole, said
from simcore.text import Label


@dataclass(frozen=True, slots=True)
class Taken:
    """How something was taken that is held: units, and with which priority (None: their own)."""

    units: Whole
    priority: Whole | None


Held = Mapping[str, Taken]
NOTHING: Held = {}
Units = frozenset[tuple[str, Whole]]  # names, and how many of each
Inside = tuple[tuple[str, Units], ...]
# Forks, and batches with what was held at their gate, from the outside in.

PART: Inside = (("fork", frozenset()),)  # a part holds nothing of what its patient does


def units_of(held: Held) -> Units:
    """Return names and units of what is held.

    held: by name, how it was taken.
    """
    return frozenset((name, taken.units) for name, taken in held.items())


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a pathway is entered, and from where it was first."""

    held: Held
    inside: Inside
    origin: str


class Walk:
    """Where patients can come to; each pathway is entered holding one and the same.

    held, inside: of the patient who is followed now.
    """

    def __init__(
        self,
        resources: Sequence[Resource],
        pools: Sequence[Pool],
        pathways: Mapping[str, object],
        circular: frozenset[tuple[str, str]],
    ) -> None:
        self.pathways, self.circular = pathways, circular
        self.closing = {r.name: r for r in resources if r.closing.go}
        self.interruptible = {r.name for r in resources if r.interruptible}
        self.pools = {p.name: p.members for p in pools}
        self.findings: list[Finding] = []
        self.reached: dict[str, Arrival] = {}
        self.to_follow: deque[str] = deque()
        self.held: Held = NOTHING
        self.inside: Inside = ()
        self.step_at: Where = ()

    # What a step says of a patient

    def go(self, where: Where, pathway: str) -> None:
        """Let the patient enter a pathway, as they are now."""
        self.enter((*self.step_at, *where), pathway, self.held, self.inside)

    def begin_part(self, where: Where, pathway: str) -> None:
        """Let a part of the patient enter a pathway."""
        self.enter((*self.step_at, *where), pathway, NOTHING, PART)

    def wait(self, where: Where, name: str) -> None:
        """Let the patient wait for a resource, which may close."""
        resource = self.closing.get(name)
        if resource and resource.closing.waiting == "leave":
            self.go(where, resource.closing.go)

    def take(self, where: Where, name: str, taken: Taken) -> None:
        """Let the patient have a resource, or one of a pool."""
        pools = {pool for pool, members in self.pools.items() if name in members}
        both = sorted(self.held.keys() & {name, *self.pools.get(name, ()), *pools})
        if both:
            self.add(
                where,
                f'"{both[0]}" is already held here',
                f"此处已占用“{both[0]}”",
                Label("release it first: a patient takes a resource once; units says how many",
                      "请先释放：同一资源只占一次，数量写在 units"),
            )  # fmt: skip
        self.held = {**self.held, name: taken}

    def give(self, where: Where, name: str) -> None:
        """Let the patient give back what they hold of a resource."""
        self.must_hold(where, name)
        self.held = without(self.held, name)

    def must_hold(self, where: Where, name: str) -> None:
        """Note where the patient does not hold what they should."""
        if name not in self.held:
            self.add(
                where,
                f'"{name}" is not held here; held: {listed(self.held)}',
                f"此处并未占用“{name}”；已占用：{listed_zh(self.held)}",
                Label("seize it before, or remove this", "请先占用（seize），或删去此步"),
            )

    def part_company(self, where: Where) -> bool:
        """Let a batch part; tell whether there is one, all of whom hold what they met with."""
        kind, met = self.inside[-1] if self.inside else ("", frozenset())
        if kind != "batch":
            return False
        self.inside = self.inside[:-1]
        if met != units_of(self.held):
            self.add(
                where,
                f"they part holding {listed(self.held)}, and met holding {named(met)}",
                f"解散时占用：{listed_zh(self.held)}；集合时占用：{named_zh(met)}",
                Label("let both be the same", "请使两者一致"),
            )
        return True

    def spend_time(self, where: Where) -> None:
        """Let time pass with what is held, of which something may be taken away meanwhile."""
        for name in sorted(self.held.keys() & self.closing.keys()):
            resource = self.closing[name]
            if _sends_away(resource):
                at_hand = without(self.held, name)
                self.enter((*self.step_at, *where), resource.closing.go, at_hand, self.inside)
        both = sorted(self.held.keys() & self.interruptible)
        if len(both) > 1:
            self.add(
                where,
                f"two resources that can be interrupted are held here: {', '.join(both)}",
                f"此处同时占用两个可被中断的资源：{'、'.join(both)}",
                Label("let the rules of all but one be finish", "请只让其中一个可被中断"),
            )

    def must_stay(self, where: Where) -> None:
        """Note where the patient may be sent away from the midst of what they do."""
        for name in sorted(self.held.keys() & self.closing.keys()):
            if _sends_away(self.closing[name]):
                self.add(
                    where,
                    f'"{name}" is held here and may send patients away before the stay is over',
                    f"此处占用“{name}”，停留期间患者可能因其关闭而被送走",
                    Label(f'leave occupies out: who is here is counted at "{name}"',
                          f"请去掉 occupies：人数已计入“{name}”"),
                )  # fmt: skip

    def add(self, where: Where, en: str, zh: str, remedy: Label) -> None:
        """Note what is wrong with the step."""
        self.findings.append(Finding((*self.step_at, *where), Label(en, zh), remedy))

    # Pathways

    def enter(self, where: Where, pathway: str, held: Held, inside: Inside) -> None:
        """Note how a pathway is entered: the first time is followed, others must be like it."""
        if pathway not in self.pathways:
            return
        if pathway not in self.reached:
            self.reached[pathway] = Arrival(held, inside, str(where[1]))
            self.to_follow.append(pathway)
            return
        first = self.reached[pathway]
        if units_of(first.held) != units_of(held):
            self._differs(where, pathway, first, held)
        elif first.inside != inside:
            origin = first.origin
            self._add(
                where,
                f'"{pathway}" is reached within a fork or a batch here, and otherwise from '
                f'"{origin}"',
                f"此处在并行或成批过程中到达“{pathway}”，而从“{origin}”则不是",
                Label("write a pathway of its own for each", "请分别写成不同的就诊流程"),
            )
        else:
            self._check_priorities(where, pathway, first, held)

    def _differs(self, where: Where, pathway: str, first: Arrival, held: Held) -> None:
        self._add(
            where,
            f'"{pathway}" is reached from here holding {listed(held)}, '
            f'but from "{first.origin}" holding {listed(first.held)}',
            f"患者到达“{pathway}”时，从此处来的占用：{listed_zh(held)}；"
            f"从“{first.origin}”来的占用：{listed_zh(first.held)}",
            Label(
                "release first, or write a pathway of its own for each",
                "请先释放资源，或分别写成不同的就诊流程",
            ),
        )

    def _check_priorities(self, where: Where, pathway: str, first: Arrival, held: Held) -> None:
        """See that a unit that can be taken away is held with one priority."""
        for name in sorted(held.keys() & self.interruptible):
            if first.held[name].priority != held[name].priority:
                self._add(
                    where,
                    f'"{pathway}" is reached from here with "{name}" taken at another priority '
                    f'than from "{first.origin}", and it can be taken away',
                    f"到达“{pathway}”时，“{name}”的优先级与从“{first.origin}”来的不同，而它可被中断",
                    Label(
                        "give both the same, leave it out (each has that of the source), or write "
                        "a pathway of its own for each",
                        "请使两者一致，或不写（沿用来源的优先级），或分别写成不同的就诊流程",
                    ),
                )

    def _add(self, where: Where, en: str, zh: str, remedy: Label) -> None:
        self.findings.append(Finding(where, Label(en, zh), remedy))


def _sends_away(resource: Resource) -> bool:
    """Tell whether who is served can be sent away, at once or when they wait to go on."""
    closing = resource.closing
    return closing.serving == "leave" or (closing.waiting == "leave" and resource.interruptible)


def without(held: Held, name: str) -> Held:
    """Return what is held when one thing has been given back.

    held: by name, how it was taken.
    name: of what is given back.
    """
    return {other: taken for other, taken in held.items() if other != name}


def listed(held: Held) -> str:
    """Return what is held as a message says it.

    held: by name, how it was taken.
    """
    return named(units_of(held))


def listed_zh(held: Held) -> str:
    """Return what is held as a message says it, in Chinese.

    held: by name, how it was taken.
    """
    return named_zh(units_of(held))


def named(units: Units) -> str:
    """Return units as a message says them."""
    return ", ".join(n if k == "1" else f"{k} {n}" for n, k in _in_words(units, "en")) or "nothing"


def named_zh(units: Units) -> str:
    """Return units as a message says them, in Chinese."""
    return "、".join(n if k == "1" else f"{n}×{k}" for n, k in _in_words(units, "zh")) or "无"


def _in_words(units: Units, lang: str) -> list[tuple[str, str]]:
    return sorted((name, said(value)[lang]) for name, value in units)

"""What patients hold along every pathway that they can reach, and what they are in the midst of."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from simcore.network.checks.deadlock import in_circles
from simcore.network.checks.references import Finding, Where, resources_of, targets, word
from simcore.network.compiler.kinds import is_interruptible
from simcore.network.model import Network, Resource
from simcore.network.steps import (
    Book,
    Branch,
    Choose,
    Delay,
    Fork,
    Gather,
    Go,
    Join,
    Leave,
    Release,
    Route,
    Scatter,
    Seize,
    Step,
    Transfer,
    Use,
)
from simcore.text import Label

Held = frozenset[tuple[str, int]]  # names and units
Inside = tuple[tuple[str, Held], ...]  # forks, and batches with what was held at the gate
NOTHING: Held = frozenset()

IN_A_FORK: Inside = (("fork", NOTHING),)  # a part holds nothing of what its patient does


def is_end(step: Step | None) -> bool:
    """Tell whether no patient goes on behind a step."""
    if isinstance(step, Route):
        return bool(step.otherwise)
    return isinstance(step, Leave | Go | Branch | Choose | Join)


class Trace:
    """Follows what patients hold. Each pathway is entered holding one and the same."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.findings: list[Finding] = []
        self.reached: dict[str, tuple[Held, Inside, str]] = {}  # and from where
        self.queue: deque[str] = deque()
        self.pools = {p.name: p.members for p in network.pools}
        self.closing = {r.name: r for r in network.resources if r.closing.go}
        self.interruptible = {r.name for r in network.resources if is_interruptible(r)}
        self.circular = in_circles(network)
        for source in network.sources:
            self.arrive(("sources", source.name, "pathway"), source.pathway, NOTHING, ())
        while self.queue:
            name = self.queue.popleft()
            held, inside, _ = self.reached[name]
            self.walk(name, held, inside)

    def add(self, where: Where, en: str, zh: str, remedy: Label) -> None:
        self.findings.append(Finding(where, Label(en, zh), remedy))

    def arrive(self, where: Where, name: str, held: Held, inside: Inside) -> None:
        """Enter a pathway."""
        if name not in self.network.pathways:
            return
        if name not in self.reached:
            self.reached[name] = (held, inside, str(where[1]))
            self.queue.append(name)
            return
        before, within, origin = self.reached[name]
        if before != held:
            self.add(
                where,
                f'"{name}" is reached from here holding {listed(held)}, '
                f'but from "{origin}" holding {listed(before)}',
                f"患者到达“{name}”时，从此处来的占用：{listed_zh(held)}；"
                f"从“{origin}”来的占用：{listed_zh(before)}",
                Label(
                    "release first, or write a pathway of its own for each",
                    "请先释放资源，或分别写成不同的路径",
                ),
            )
        elif within != inside:
            self.add(
                where,
                f'"{name}" is reached within a fork or a batch here, and otherwise from "{origin}"',
                f"此处在并行或成批过程中到达“{name}”，而从“{origin}”则不是",
                Label("write a pathway of its own for each", "请分别写成不同的路径"),
            )

    def walk(self, name: str, held: Held, inside: Inside) -> None:
        steps: Sequence[Step | None] = self.network.pathways[name]
        for k, step in enumerate(steps):
            if step is None:
                return
            where = ("pathways", name, k)
            if isinstance(step, Fork):
                for at, target in targets(step):
                    self.arrive((*where, *at), target, NOTHING, IN_A_FORK)
            elif isinstance(step, Seize | Use | Transfer | Book):
                for at, target in targets(step):
                    self.arrive((*where, *at), target, held, inside)
            self.sent_away(where, step, held, inside)
            held = self.step(where, step, held)
            inside = self.company(where, step, held, inside)
            if isinstance(step, Go | Branch | Choose | Route):
                for at, target in targets(step):
                    self.arrive((*where, *at), target, held, inside)
            if is_end(step):
                return

    def sent_away(self, where: Where, step: Step, held: Held, inside: Inside) -> None:
        """Follow those whom a closing sends away: from the line, or from their service."""
        for at, name in resources_of(step):
            waits = isinstance(step, Seize | Use) or at[-1] == "to"
            if waits and name in self.closing and self.closing[name].closing.waiting == "leave":
                self.arrive((*where, *at), self.closing[name].closing.go, held, inside)
        if isinstance(step, Delay | Use):
            now = during(step, held)
            for name, units in sorted(now):
                resource = self.closing.get(name)
                if resource and _is_sent_away(resource):
                    at = (*where, word(step))
                    self.arrive(at, resource.closing.go, now - {(name, units)}, inside)
            self.interrupted((*where, word(step)), now)

    def interrupted(self, where: Where, held: Held) -> None:
        """See that no two things can be taken away during a delay."""
        both = sorted({name for name, _ in held} & self.interruptible)
        if len(both) > 1:
            self.add(
                where,
                f"two resources that can be interrupted are held here: {', '.join(both)}",
                f"此处同时占用两个可被中断的资源：{'、'.join(both)}",
                Label("let the rules of all but one be finish", "请只让其中一个可被中断"),
            )

    def step(self, where: Where, step: Step, held: Held) -> Held:
        """Return what is held after a step."""
        match step:
            case Seize():
                for at, name in resources_of(step):
                    self.take((*where, *at), name, held)
                    held |= {(name, step.units if at[-1] == "resource" else 1)}
            case Use():
                now = held
                for at, name in resources_of(step):
                    self.take((*where, *at), name, now)
                    now |= {(name, 1)}
            case Release():
                return held - self.give((*where, "release", "resource"), step.resource, held)
            case Transfer():
                self.take((*where, "transfer", "to"), step.to, held)
                given = self.give((*where, "transfer", "from"), step.origin, held)
                if (step.origin, step.to) in self.circular and any(n > 1 for _, n in given):
                    self.add(
                        (*where, "transfer", "from"),
                        f"{listed(given)} are held, and here patients can block each other in a "
                        "circle, in which they change places one for one",
                        f"此处占用 {listed_zh(given)}，而转移可能形成循环，循环中只能一换一",
                        Label("seize one unit", "请只占用一个单位"),
                    )
                return held - given | {(step.to, 1)}
            case Leave() | Join() if held:
                leaves, zh = ("leave", "离开") if isinstance(step, Leave) else ("join", "汇合")
                self.add(
                    (*where, word(step)),
                    f"patients {leaves} while they hold {listed(held)}",
                    f"患者{zh}时仍占用：{listed_zh(held)}",
                    Label(f"release it before they {leaves}", f"请在{zh}前释放（release）"),
                )
        return held

    def company(self, where: Where, step: Step, held: Held, inside: Inside) -> Inside:
        """Return the forks and batches that a patient is in after a step."""
        last = inside[-1][0] if inside else ""
        if isinstance(step, Gather):
            if inside:
                self.add(
                    (*where, "gather"),
                    f"a batch begins within a {last}", "成批过程不可嵌套在并行或成批过程之中",
                    Label("end the other first", "请先结束外层过程"),
                )  # fmt: skip
            return (*inside, ("batch", held))
        if isinstance(step, Scatter):
            if last != "batch":
                self.add(
                    (*where, "scatter"), "nobody has been gathered here", "此处没有成批的患者",
                    Label("gather them before, or remove this", "请先写 gather，或删去此步"),
                )  # fmt: skip
                return inside
            if inside[-1][1] != held:
                self.add(
                    (*where, "scatter"),
                    f"they part holding {listed(held)}, and met holding {listed(inside[-1][1])}",
                    f"解散时占用：{listed_zh(held)}；集合时占用：{listed_zh(inside[-1][1])}",
                    Label("let both be the same", "请使两者一致"),
                )
            return inside[:-1]
        if isinstance(step, Join) and last != "fork":
            self.add(
                (*where, "join"), "no fork leads here", "没有并行过程（fork）通到此处",
                Label("end it with leave, go or branch", "请以 leave、go 或 branch 结束"),
            )  # fmt: skip
        if isinstance(step, Leave) and inside:
            self.add(
                (*where, "leave"),
                f"patients leave within a {last}", "患者在并行或成批过程中离开",
                Label("end it with join (fork) or scatter (gather) first",
                      "请先以 join（并行）或 scatter（成批）结束"),
            )  # fmt: skip
        return inside

    def take(self, where: Where, name: str, held: Held) -> None:
        names = {n for n, _ in held}
        same = {name, *self.pools.get(name, ())} | {
            pool for pool, members in self.pools.items() if name in members
        }
        both = sorted(names & same)
        if both:
            self.add(
                where,
                f'"{both[0]}" is already held here',
                f"此处已占用“{both[0]}”",
                Label("release it first: a patient takes a resource once; units says how many",
                      "请先释放：同一资源只占一次，数量写在 units"),
            )  # fmt: skip

    def give(self, where: Where, name: str, held: Held) -> Held:
        found = frozenset(pair for pair in held if pair[0] == name)
        if not found:
            self.add(
                where,
                f'"{name}" is not held here; held: {listed(held)}',
                f"此处并未占用“{name}”；已占用：{listed_zh(held)}",
                Label("seize it before, or remove this", "请先占用（seize），或删去此步"),
            )
        return found


def during(step: Delay | Use, held: Held) -> Held:
    """Return what is held during a delay."""
    if isinstance(step, Delay):
        return held
    return held | {(step.resource, step.units)} | {(name, 1) for name in step.also}


def _is_sent_away(resource: Resource) -> bool:
    """Tell whether who is served can be sent away, at once or when he waits to go on."""
    closing = resource.closing
    return closing.serving == "leave" or (closing.waiting == "leave" and is_interruptible(resource))


def listed(held: Held) -> str:
    """Return what is held as a message says it."""
    return ", ".join(n if k == 1 else f"{k} {n}" for n, k in sorted(held)) or "nothing"


def listed_zh(held: Held) -> str:
    """Return what is held as a message says it, in Chinese."""
    return "、".join(n if k == 1 else f"{n}×{k}" for n, k in sorted(held)) or "无"

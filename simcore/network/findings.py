"""What is wrong with a Network, said so that its author can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from simcore.text import Label, did_you_mean

Where = tuple[str | int, ...]
KIND_ZH = {
    "pathway": "就诊流程", "resource": "资源", "book": "号源表", "attribute": "属性",
    "class": "类别",
}  # fmt: skip


class Finding(NamedTuple):
    """A fault of a Network. `where` leads to it, such as ("pathways", "adult", 3, "go")."""

    where: Where
    message: Label
    remedy: Label

    def within(self, where: Where) -> Finding:
        """Return the finding as one of a part of something that is found at `where`."""
        return self._replace(where=(*where, *self.where))


def finding(where: Where, en: str, zh: str, remedy: str, remedy_zh: str) -> Finding:
    """Return a finding from its texts.

    where: what leads to the fault.
    en, zh: what is wrong.
    remedy, remedy_zh: what to write instead.
    """
    return Finding(where, Label(en, zh), Label(remedy, remedy_zh))


def no_such(where: Where, kind: str, name: str, known: Iterable[str]) -> Finding:
    """Return the finding that a name does not exist, with the nearest that does.

    where: what leads to the name.
    kind: a key of KIND_ZH.
    name: the one that is not there.
    known: the names that are.
    """
    message = Label(f'there is no {kind} "{name}"', f"没有名为“{name}”的{KIND_ZH[kind]}")
    remedy = did_you_mean(name, known)
    if kind == "attribute":
        remedy = Label(f"add it to attributes; {remedy.en}", f"请加入 attributes；{remedy.zh}")
    return Finding(where, message, remedy)


def from_one(where: Where, n: int) -> Finding:
    """Return the finding that a number of something is below 1.

    where: what leads to the number n.
    """
    return finding(where, f"found {n}, out of range", f"此处为 {n}，超出范围",
                   "write a whole number from 1", "请写不小于 1 的整数")  # fmt: skip


def must_fit(where: Where, have: int, want: int) -> Finding:
    """Return the finding that there are not as many of something as there should be.

    where: what leads to the list.
    have, want: how many there are, and should be.
    """
    return finding(
        where, f"{have} are given where {want} are needed", f"应有 {want} 个，此处 {have} 个",
        f"write {want}", f"请写 {want} 个",
    )  # fmt: skip


def go_together(where: Where, one: str, other: str) -> Finding:
    """Return the finding that one of two keys is written without the other.

    where: what leads to either.
    one, other: the keys.
    """
    return finding(
        where, f"{one} and {other} belong together", f"{one} 与 {other} 须同时写",
        "write both or none", "请都写或都不写",
    )  # fmt: skip

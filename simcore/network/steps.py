"""What a patient does: the steps of a pathway, as plain values. All times are minutes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field

from simcore.network.values import Expression, Value
from simcore.text import Label


@dataclass(frozen=True, slots=True)
class Balk:
    """Do not join, but go there, when the expression is true."""

    when: Expression
    go: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """What every step may say. cost: yuan each time a patient meets it."""

    key: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    cost: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting(_Step):
    """What a step may say at which patients wait. `priority` None keeps the patient's own.

    group: waits are tallied by (resource, group, class). patience: how long he waits, before
    he goes to `on_renege`, still with what he held before.
    """

    priority: int | None = None
    group: str = ""
    patience: Value | None = None
    on_renege: str = ""
    balk: tuple[Balk, ...] = ()


@dataclass(frozen=True, slots=True)
class Seize(_Waiting):
    """Wait for `units` of `resource` (or a pool).

    also: further resources, one unit each, all taken in the same instant or none.
    """

    resource: str
    _: KW_ONLY
    units: int = 1
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Delay(_Step):
    time: Value


@dataclass(frozen=True, slots=True)
class Release(_Step):
    """Give back what was seized. after: it stays busy for so long (cleaning)."""

    resource: str
    _: KW_ONLY
    after: Value | None = None


@dataclass(frozen=True, slots=True)
class Use(_Waiting):
    """Seize, delay and release of one resource."""

    resource: str
    time: Value
    _: KW_ONLY
    units: int = 1
    also: tuple[str, ...] = ()
    after: Value | None = None


@dataclass(frozen=True, slots=True)
class Transfer(_Waiting):
    """Wait for `to` while keeping `origin`; give `origin` back once `to` is had."""

    origin: str
    to: str
    _: KW_ONLY
    after: Value | None = None  # how long `origin` stays busy when he has left it


@dataclass(frozen=True, slots=True)
class Branch(_Step):
    """Go to one of `options` (share, pathway), drawn at random.

    `by_class`, where given, holds one row of shares for each class of the Network, in
    its order, and replaces the options' own shares. `table`, where given, holds such rows
    by the value of `by`: of the rows (value, shares), rising, the last that is not above it.
    """

    options: tuple[tuple[float, str], ...]
    by_class: tuple[tuple[float, ...], ...] = ()
    by: Expression | None = None
    table: tuple[tuple[float, tuple[float, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Route(_Step):
    """Go to the pathway of the first condition that is true, else to `otherwise`.

    `otherwise` "" goes on to the next step.
    """

    options: tuple[tuple[Expression, str], ...]
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One alternative of a choice: utility of each class, and whose wait counts."""

    go: str
    utility: tuple[float, ...]
    wait_of: str | None = None


@dataclass(frozen=True, slots=True)
class Choose(_Step):
    """A multinomial logit over `options`; recent waits (minutes) weigh `wait_weight` each.

    Probabilities are updated between days: P_j = exp V_j / sum exp V.
    """

    options: tuple[Option, ...]
    wait_weight: float


@dataclass(frozen=True, slots=True)
class Set(_Step):
    """Give the patient's attribute a value; he carries it along."""

    attribute: str
    value: Value


@dataclass(frozen=True, slots=True)
class Until(_Step):
    """Wait for the next of these minutes of the week, after the present one."""

    minutes: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Book(_Step):
    """Take the first free seat of a slot book at least `notice` minutes ahead, and come then.

    He comes `punctuality` minutes late (early where negative), not before now. A share
    `no_show` of them do not come: they go to `on_no_show` at the time of the slot. Where the
    book is full up to its horizon: `on_full`. The wait in days is tallied under the book.
    """

    book: str
    on_full: str
    notice: float = 0.0
    entitled: bool = False
    punctuality: Value | None = None
    no_show: float = 0.0
    on_no_show: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Fork(_Step):
    """Do several pathways side by side, each of which ends with Join; then go on."""

    pathways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Join(_Step):
    """The end of a pathway that a Fork began."""


@dataclass(frozen=True, slots=True)
class Gather(_Step):
    """Wait until `size` patients are here; the first takes them along until Scatter.

    longest: how long the first waits before he leaves with those who are there.
    """

    gate: str
    label: Label
    size: int
    longest: Value | None = None


@dataclass(frozen=True, slots=True)
class Scatter(_Step):
    """Those gathered part, and each goes on by himself, the first one first."""


@dataclass(frozen=True, slots=True)
class Go(_Step):
    pathway: str


@dataclass(frozen=True, slots=True)
class Leave(_Step):
    exit: Label


Step = (
    Seize | Delay | Release | Use | Transfer | Branch | Route | Choose | Set | Until | Book
    | Fork | Join | Gather | Scatter | Go | Leave
)  # fmt: skip

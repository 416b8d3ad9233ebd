"""What a patient does: the steps of a pathway, as plain values. All times are minutes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from simcore.network.values import Expression, Label, Value


@dataclass(frozen=True, slots=True)
class Balk:
    """Do not join, but go there, when the expression is true."""

    when: Expression
    go: str


@dataclass(frozen=True, slots=True)
class Seize:
    """Wait for `units` of `resource` (or a pool). `priority` None keeps the patient's own.

    also: further resources, one unit each, all taken in the same instant or none.
    patience: how long he waits, before he goes to `on_renege`.
    """

    resource: str
    priority: int | None = None
    group: str = ""  # waits are tallied by (resource, group, class)
    key: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    units: int = 1
    also: tuple[str, ...] = ()
    patience: Value | None = None
    on_renege: str = ""
    balk: tuple[Balk, ...] = ()
    cost: float = 0.0  # of every step: yuan each time a patient meets it


@dataclass(frozen=True, slots=True)
class Delay:
    time: Value
    key: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Release:
    """Give back what was seized. after: it stays busy for so long (cleaning)."""

    resource: str
    key: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    after: Value | None = None
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Use:
    """Seize, delay and release of one resource."""

    resource: str
    time: Value
    priority: int | None = None
    group: str = ""
    key: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    units: int = 1
    also: tuple[str, ...] = ()
    patience: Value | None = None
    on_renege: str = ""
    balk: tuple[Balk, ...] = ()
    after: Value | None = None
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Transfer:
    """Wait for `to` while keeping `origin`; give `origin` back once `to` is had."""

    origin: str
    to: str
    priority: int | None = None
    group: str = ""
    key: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    patience: Value | None = None
    on_renege: str = ""  # reached while still holding `origin`
    balk: tuple[Balk, ...] = ()
    after: Value | None = None  # how long `origin` stays busy when he has left it
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Branch:
    """Go to one of `options` (share, pathway), drawn at random.

    `by_class`, where given, holds one row of shares for each class of the Network, in
    its order, and replaces the options' own shares. `table`, where given, holds such rows
    by the value of `by`: of the rows (value, shares), rising, the last that is not above it.
    """

    options: tuple[tuple[float, str], ...]
    by_class: tuple[tuple[float, ...], ...] = ()
    key: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    by: Expression | None = None
    table: tuple[tuple[float, tuple[float, ...]], ...] = ()
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Route:
    """Go to the pathway of the first condition that is true, else to `otherwise`.

    `otherwise` "" goes on to the next step.
    """

    options: tuple[tuple[Expression, str], ...]
    otherwise: str = ""
    key: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Option:
    """One alternative of a choice: utility of each class, and whose wait counts."""

    go: str
    utility: tuple[float, ...]
    wait_of: str | None = None


@dataclass(frozen=True, slots=True)
class Choose:
    """A multinomial logit over `options`; recent waits (minutes) weigh `wait_weight` each.

    Probabilities are updated between days: P_j = exp V_j / sum exp V.
    """

    options: tuple[Option, ...]
    wait_weight: float
    key: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Set:
    """Give the patient's attribute a value; he carries it along."""

    attribute: str
    value: Value
    key: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Until:
    """Wait for the next of these minutes of the week, after the present one."""

    minutes: tuple[float, ...]
    key: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Book:
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
    key: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Fork:
    """Do several pathways side by side, each of which ends with Join; then go on."""

    pathways: tuple[str, ...]
    key: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Join:
    """The end of a pathway that a Fork began."""

    key: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Gather:
    """Wait until `size` patients are here; the first takes them along until Scatter.

    longest: how long the first waits before he leaves with those who are there.
    """

    gate: str
    label: Label
    size: int
    longest: Value | None = None
    key: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Scatter:
    """Those gathered part, and each goes on by himself, the first one first."""

    key: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Go:
    pathway: str
    key: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Leave:
    exit: Label
    key: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    cost: float = 0.0


Step = (
    Seize | Delay | Release | Use | Transfer | Branch | Route | Choose | Set | Until | Book
    | Fork | Join | Gather | Scatter | Go | Leave
)  # fmt: skip

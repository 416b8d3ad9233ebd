"""The planner's words for policy: first contact, referral, private provision, postings."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from simcore.scenario.faults.base import Strict
from simcore.scenario.values.quantities import Duration, Factor, Money, PerThousand, Share

By = Literal["compliance", "trust", "price"]


class PrimaryShare(Strict):
    """A share of visits that primary care is to have, and what is turned until it has it."""

    primary_share: Share
    by: By = "compliance"


def first_contact_kind(value: Any) -> str:
    """Return which of the two forms of a first contact a value is written in."""
    return "imposed" if isinstance(value, dict | PrimaryShare) else "behavioural"


FirstContact = Annotated[
    Annotated[Literal["behavioural"], Tag("behavioural")] | Annotated[PrimaryShare, Tag("imposed")],
    Discriminator(first_contact_kind),
]


class Gatekeeping(Strict):
    """Who is to see primary care first, and the share who do."""

    applies_to: Literal["nobody", "contracted", "all"]
    compliance: Share


class Contracting(Strict):
    """The share of residents under contract, and which priority groups come first."""

    coverage: Share
    first: tuple[str, ...]


class UpReferral(Strict):
    """How patients go to a higher tier."""

    agreed: Share  # go where they are referred
    self_referred: Share  # go to the same place, but as walk-ins
    wait: Duration  # of planned patients, where no appointments are made
    reserved_slots: Share  # of the seats of each book, kept for the referred
    released: Duration = 0.0  # before the slot, for everybody
    to_private: Share = 0.0  # of the agreed, from primary care to the area's private hospitals


class DownReferral(Strict):
    """How patients go back to a lower tier."""

    recovery: Share  # of those who may step down, offered it
    chronic: Share  # of stable follow-ups at hospitals, offered primary care
    accepted: Share


class Referral(Strict):
    """Referral between tiers."""

    up: UpReferral
    down: DownReferral
    recognised_tests: Share  # of referred patients whose tests are not repeated


class Private(Strict):
    """Private beds: by number or by share of all beds, not both."""

    beds_per_1000: PerThousand | None = None
    share_of_beds: Share | None = None


class Children(Strict):
    """Beds and physicians for children."""

    beds_per_1000: PerThousand | None = None  # per 1,000 children
    paediatricians_per_1000: PerThousand | None = None


class Posting(Strict):
    """Clinic physicians of one institution type who hold their sessions at another.

    capability: what each share of the destination's clinic that they are closes of its gap to what
    their own type can treat; at 100% whoever sees one of them is treated as there.
    """

    origin: str
    to: str
    share: Share
    capability: Factor = 1.0


class Policy(Strict):
    """What the planner decides."""

    first_contact: FirstContact
    gatekeeping: Gatekeeping
    contracting: Contracting
    referral: Referral
    private: Private
    children: Children
    bypass_penalty: Share  # cut in the ratio above primary care without referral
    cumulative_deductible: bool
    bypass_charge: Money = 0.0  # of each visit above primary care without referral, not insured
    postings: dict[str, Posting] = Field(default_factory=dict)
    capability: dict[str, Share] = Field(
        default_factory=dict
    )  # by institution type: share of its gap that is closed

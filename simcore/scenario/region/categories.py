"""The categories that a region tells apart: of people, of care, of places."""

from __future__ import annotations

from typing import Literal

Band = Literal["0-14", "15-59", "60+"]
Scheme = Literal["employee", "resident", "none"]
Level = Literal["village", "township", "secondary", "tertiary", "outside"]
Tier = Literal["primary", "secondary", "tertiary", "outside"]
Severity = Literal["mild", "moderate", "severe"]
Urgency = Literal["planned", "urgent", "emergency"]
Department = Literal["clinic", "paediatrics", "emergency"]
Specialty = Literal["general", "surgical", "maternity", "children", "psychiatric"]
Payer = Literal["employee", "resident"]

BANDS: tuple[Band, ...] = ("0-14", "15-59", "60+")
SCHEMES: tuple[Scheme, ...] = ("employee", "resident", "none")
TIERS: dict[Level, Tier] = {
    "village": "primary",
    "township": "primary",
    "secondary": "secondary",
    "tertiary": "tertiary",
    "outside": "outside",
}

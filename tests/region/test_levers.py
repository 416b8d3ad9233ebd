"""Every high or medium lever of the plan has a parameter that exists, or a reason."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from simcore.scenario.load import Scenario


def resolves(node: Any, path: list[str]) -> bool:
    """Tell whether a path leads somewhere in a model; `*` stands for any one key."""
    if not path:
        return True
    head, rest = path[0], path[1:]
    if not isinstance(node, dict):
        return hasattr(node, head) and resolves(getattr(node, head), rest)
    if head == "*":
        return any(resolves(child, rest) for child in node.values())
    return head in node and resolves(node[head], rest)


def test_levers_lead_to_parameters(shaoxing: Path, planned: Scenario) -> None:
    text = (shaoxing / "levers.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    model = planned.model
    assert len({row["id"] for row in rows}) == len(rows) > 60
    for row in rows:
        assert row["relevance"] in ("high", "medium")
        assert bool(row["parameter"]) != row["reason"].startswith("not yet represented"), row["id"]
        if row["parameter"]:
            assert resolves(model, row["parameter"].split(".")), row["parameter"]
        if row["in_2020_targets"] == "no":
            assert row["reason"], row["id"]

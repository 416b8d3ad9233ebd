"""No text of a scenario is a formula in a spreadsheet."""

from __future__ import annotations

import pandas as pd
import pytest

from simcore.results.spreadsheets import without_formulas


@pytest.mark.parametrize(
    "text", ["=cmd|' /C calc'!A0", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "-ward"]
)
def test_what_would_be_calculated_is_text(text: str) -> None:
    plain = pd.DataFrame({text: [text, "ward", None], "n": [1, 2, 3]})
    kinds = pd.DataFrame({text: pd.Categorical([text, "ward", None]), "n": [-1.0, 2.0, 3.0]})
    for table in (plain, kinds):
        safe = without_formulas(table)
        assert list(safe) == [f"'{text}", "n"]
        assert safe.iloc[:2, 0].tolist() == [f"'{text}", "ward"]
        assert safe["n"].equals(table["n"])
        assert table.iloc[0, 0] == text  # the table that was given is as it was


@pytest.mark.parametrize("text", ["-5 min", "+3", "-1.5%", "-5 / h", "70%", "a=b", "emergency-1"])
def test_numbers_with_units_and_other_texts_stay(text: str) -> None:
    assert without_formulas(pd.DataFrame({"x": [text]}))["x"].tolist() == [text]

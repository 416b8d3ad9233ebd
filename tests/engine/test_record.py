"""How records are declared: what a field may not be called."""

from __future__ import annotations

import pytest

from simcore.engine.record import Record, i4


def test_a_field_that_numpy_hides_is_refused() -> None:
    with pytest.raises(TypeError, match=r"Batch: .* \['size'\]"):

        class Batch(Record):
            size: i4

"""What an index of a record points into: the type of a field that is one."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from simcore.engine.record import Within

Patient = Annotated[int, np.dtype("i4"), Within("patients")]
Resource = Annotated[int, np.dtype("i4"), Within("resources")]
Edge = Annotated[int, np.dtype("i4"), Within("edges")]
Row = Annotated[int, np.dtype("i4"), Within("steps")]
Rank = Annotated[int, np.dtype("i4"), Within("ranks", or_none=False)]
Source = Annotated[int, np.dtype("u4"), Within("sources", or_none=False)]
Place = Annotated[int, np.dtype("u4"), Within("places", or_none=False)]
Class = Annotated[int, np.dtype("u4"), Within("classes", or_none=False)]

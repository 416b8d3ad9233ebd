"""Put the formulas of `analytic/` on the path: published models have exact answers too."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "analytic"))

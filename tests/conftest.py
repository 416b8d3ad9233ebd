"""Settings of all random tests."""

from __future__ import annotations

from hypothesis import settings

# Fixed seeds, and no limit on the time of one example: the first of them compiles kernels.
settings.register_profile("simcore", derandomize=True, deadline=None, database=None)
settings.load_profile("simcore")

"""The same Program on SimPy, in plain Python: what the engine must agree with, exactly.

It shares with the engine only the tables it plays, the functions that draw and the shape of
the statistics. Order of what happens at one instant: those who became ready, first come
first served; then changes of capacity, by resource; then patients, by source and ordinal.
"""

from __future__ import annotations

from simcore.reference.reference import Reference

__all__ = ["Reference"]

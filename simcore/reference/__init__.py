"""The same Program on SimPy, in plain Python: what the engine must agree with, exactly.

It shares with the engine only the tables it plays, the functions that draw and the shape of
the statistics. `reference.py` plays a replication, `world.py` is all that its patients share, and
each other file what rows of some operations do: functions (world, patient, row) -> next row, by
the card that `@plays` names. An engine's handler of the same operations is in `engine/kernels`.

Order of what happens at one instant (`environment.Turn`, as the engine's README states it): whose
time ends gives back what they do; capacities change; units break down; what is free is given out;
those go on whose time has ended, then those who were given something; patience ends, and patients
arrive.

A newcomer reads `routing.py` first, then `units.py`, `resources.py` and `seizing.py`.
"""

from __future__ import annotations

from simcore.reference.reference import Reference

__all__ = ["Reference"]

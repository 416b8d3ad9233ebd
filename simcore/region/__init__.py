"""The region front end: a planner's region to a Network. It has no simulation code."""

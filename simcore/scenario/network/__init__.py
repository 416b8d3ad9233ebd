"""`kind: network` in the planner's words."""

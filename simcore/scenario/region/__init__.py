"""`kind: region` in the planner's words."""

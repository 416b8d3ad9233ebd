"""What `simcore run` prints: a few calm tables that a planner can read."""

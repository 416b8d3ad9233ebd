"""Texts of the planner as values: quantities, distributions, weeks."""

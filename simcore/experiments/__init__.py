"""Runs of many replications."""

"""Expressions over a patient and the state of the network."""

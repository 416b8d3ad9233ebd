"""Shared by the tests of results. Being here puts this folder on the path: `played`."""

"""How a command ends: README.md says it to those who call it."""

from __future__ import annotations

DONE = 0
FAILED = 1  # failure, overload or deadlock
BAD_INPUT = 2
MISSED = 3  # a target, with --require-targets
STOPPED = 130  # by Ctrl-C

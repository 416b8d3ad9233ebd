"""What is wrong with a scenario, so said that its author can mend it."""

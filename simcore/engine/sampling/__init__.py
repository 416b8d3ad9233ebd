"""Random numbers, and variates made of them: compiled, and called from Python too."""

"""Speed and scale of simcore, always as a ratio to a peer measured in the same run."""

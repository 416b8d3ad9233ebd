"""From integers back to names: what a run shows, as tables."""

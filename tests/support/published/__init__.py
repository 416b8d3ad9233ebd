"""Published models, and other programs that play them without the engine."""
